"""Whether a unit's file still stands as it was seen when somebody decided to change it (safety.md, 6)."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from records.refusals import MovedByAnother

if TYPE_CHECKING:
    from equipment.models import Equipment


class FileMovedOn(MovedByAnother):
    message = _(
        "Somebody else changed this first. Look at what stands now, and send yours again if it is right."
    )


def check_seen(equipment: "Equipment", version: int | None) -> None:
    """Refuse what was decided on a page that is out of date; no version means that no page was looked at."""
    if version is not None and version != equipment.version:
        raise FileMovedOn
