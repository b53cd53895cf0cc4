"""The table of a case's moves as docs/case-states.md, written by `python -m equipment.diagram`."""

from pathlib import Path
from typing import Final

from equipment.states import TRANSITIONS, CaseMove

DOCUMENT: Final = Path(__file__).resolve().parent.parent / "docs" / "case-states.md"
HEAD: Final = """# States of a claimed serial number

Drawn from the table in `equipment/states.py` by `python -m equipment.diagram`; not written by hand.

"""


def document() -> str:
    """Return the document: the drawing, then the table with who makes each move."""
    rows = "".join(
        f"| {move.verb.value} | {_source(move, '–')} | `{move.target.value}` | {move.party.value} |\n"
        for move in TRANSITIONS
    )
    return f"{HEAD}{drawing()}\n| verb | from | to | who |\n|---|---|---|---|\n{rows}"


def drawing() -> str:
    """Return the moves as a Mermaid state diagram."""
    arrows = [
        f"    {move.source.value if move.source else '[*]'} --> {move.target.value}: {move.verb.value}"
        for move in TRANSITIONS
    ]
    onward = {move.source for move in TRANSITIONS}
    ends = [f"    {move.target.value} --> [*]" for move in TRANSITIONS if move.target not in onward]
    return "\n".join(["```mermaid", "stateDiagram-v2", *arrows, *ends, "```", ""])


def _source(move: CaseMove, none: str) -> str:
    return f"`{move.source.value}`" if move.source else none


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
