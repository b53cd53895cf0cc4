"""Files on their way in: read, mapped, taken row by row, resumable."""

from datetime import datetime


def resume_unfinished(at: datetime) -> int:
    """Go on with imports whose worker died; filled in with the reader."""
    return 0
