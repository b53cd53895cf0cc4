"""The document of a ticket's states is drawn from the table and fresh (D5)."""

from tickets.diagram import DOCUMENT, document
from tickets.states import TRANSITIONS


def test_the_document_is_fresh():
    """Run `python -m tickets.diagram` where this fails."""
    assert DOCUMENT.read_text(encoding="utf-8") == document()


def test_each_move_stands_in_it():
    written = document()
    for move in TRANSITIONS:
        source = f"`{move.source}`" if move.source else "–"
        assert f"| {move.verb} | {source} | `{move.target}` |" in written
