"""Remember what a step was made from, so that an unchanged step is skipped."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def digest(files: Iterable[Path], salt: str = "") -> str:
    """Return a hash over the names and contents of `files`; a missing file counts as empty."""
    total = hashlib.sha256(salt.encode())
    for file in sorted(files):
        content = file.read_bytes() if file.is_file() else b""
        total.update(f"\0{file}\0{len(content)}\0".encode() + content)
    return total.hexdigest()


@dataclass(frozen=True)
class Step:
    """A step of set-up: current when its stamp bears the hash of its inputs and its outputs exist."""

    stamp: Path
    inputs: tuple[Path, ...]
    outputs: tuple[Path, ...] = ()
    salt: str = ""

    def is_current(self) -> bool:
        if not self.stamp.is_file() or not all(path.exists() for path in self.outputs):
            return False
        return self.stamp.read_text(encoding="ascii") == digest(self.inputs, self.salt)

    def begin(self) -> None:
        """Forget the stamp: a step that is interrupted from here on is done again."""
        self.stamp.unlink(missing_ok=True)

    def finish(self) -> None:
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(digest(self.inputs, self.salt), encoding="ascii")
