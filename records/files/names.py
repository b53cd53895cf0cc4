"""The name a file is shown under; it is never used as a path (safety.md, H6, H7)."""

from pathlib import PurePath
from typing import Final

from records.files.kinds import EXTENSIONS

LONGEST_NAME: Final = 200
NAMELESS: Final = "–"


def shown_name(name: str, *, media_type: str = "") -> str:
    """Return a name without folders and characters that can't be seen; it ends as its bytes say."""
    plain = "".join(character for character in name.replace("\\", "/") if character.isprintable())
    last = PurePath(plain).name[-LONGEST_NAME:] or NAMELESS
    endings = EXTENSIONS.get(media_type)
    if endings is None or last.lower().endswith(endings):
        return last
    stem = PurePath(last).stem or NAMELESS
    return f"{stem[: LONGEST_NAME - len(endings[0])]}{endings[0]}"
