"""The table of moves as docs/ticket-states.md, written by `python -m tickets.diagram`."""

from itertools import groupby
from pathlib import Path
from typing import Final

from tickets.states import TRANSITIONS, Transition

DOCUMENT: Final = Path(__file__).resolve().parent.parent / "docs" / "ticket-states.md"
HEAD: Final = """# States of a ticket

Drawn from the table in `tickets/states.py` by `python -m tickets.diagram`; not written by hand.

"""


def document() -> str:
    """Return the document: the drawing, then the table with who may make each move."""
    rows = "".join(_row(move) for move in TRANSITIONS)
    return f"{HEAD}{drawing()}\n| verb | from | to | who |\n|---|---|---|---|\n{rows}"


def drawing() -> str:
    """Return the moves as a Mermaid state diagram, one arrow for all verbs between two states."""
    moves = sorted((_source(move), move.target.value, move.verb.value) for move in TRANSITIONS)
    lines = [
        f"    {source} --> {target}: {', '.join(dict.fromkeys(verb for *_, verb in group))}"
        for (source, target), group in groupby(moves, key=lambda move: move[:2])
    ]
    ends = [f"    {state} --> [*]" for state in ("cancelled", "closed")]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, *ends, "```", ""])


def _source(move: Transition) -> str:
    return move.source.value if move.source else "[*]"


def _row(move: Transition) -> str:
    who = ", ".join(sorted(role.value.replace("_", " ") for role in move.roles))
    source = f"`{move.source.value}`" if move.source else "–"
    return f"| {move.verb.value} | {source} | `{move.target.value}` | {who} |\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
