"""Whether a unit's file still stands as it was seen when somebody decided to change it (safety.md, 6)."""

from django.utils.translation import gettext_lazy as _

from records.refusals import MovedByAnother


class FileMovedOn(MovedByAnother):
    message = _(
        "Somebody else changed this first. Look at what stands now, and send yours again if it is right."
    )
