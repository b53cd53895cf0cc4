"""What must always hold, as questions any app adds and one program asks."""

from collections.abc import Callable, Iterator

type_check = Callable[[], Iterator[str]]
_registered: dict[str, type_check] = {}


def register(code: str, check: type_check) -> None:
    """Add a check under its code of safety.md; it yields one sentence a broken row."""
    _registered[code] = check


def broken() -> Iterator[tuple[str, str]]:
    """Yield (code, sentence) of each broken row, in the order of the codes."""
    for code in sorted(_registered):
        for sentence in _registered[code]():
            yield code, sentence
