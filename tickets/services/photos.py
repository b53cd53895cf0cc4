"""Photos of a service record, added and taken out while it is being written (D7)."""

from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from records.choices import FileKind
from records.files.keeping import keep_file
from records.refusals import Refusal
from tickets import permissions
from tickets.choices import PhotoStep
from tickets.models import RecordPhoto, ServiceRecord
from tickets.onsite.device_time import DeviceTime, moment_of
from tickets.services.record_moving import claim_open

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealers.models import User
    from records.files.keeping import SentFile

MOST_PHOTOS: Final = 40


class TooManyPhotos(Refusal):
    code = "too_many_photos"
    message = _("A service record holds at most %(limit)s photos. Take one out, then add this one.")


@transaction.atomic
def add_photos(
    record: ServiceRecord,
    *,
    actor: "User",
    at: datetime,
    sent: "Sequence[SentFile]",
    step: str,
    told: DeviceTime | None = None,
) -> list[RecordPhoto]:
    """Put photos with the record, with the moment they were taken: all, or where one is refused none."""
    if not permissions.may_write_record(actor, record):
        raise PermissionDenied
    claim_open(record)
    if record.photos.count() + len(sent) > MOST_PHOTOS:
        raise TooManyPhotos(limit=MOST_PHOTOS, field="photos")
    moment = moment_of(told, received_at=at, not_before=record.began_at)
    pictures = frozenset({FileKind.IMAGE})
    kept = [keep_file(one, actor=actor, at=at, allowed=pictures) for one in sent]
    return [
        RecordPhoto.objects.create(record=record, file=file, step=PhotoStep(step), taken_at=moment.at)
        for file in kept
    ]


@transaction.atomic
def remove_photo(record: ServiceRecord, *, actor: "User", code: str) -> None:
    """Take a photo out again; one that is not there any more is no fault."""
    if not permissions.may_write_record(actor, record):
        raise PermissionDenied
    claim_open(record)
    record.photos.filter(file__code=code).delete()
