"""The customer's signature under a service record, and the evidence made of it (D7)."""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from equipment.rules import clean_text
from records.links import new_token, token_hash
from records.refusals import Refusal
from records.sealing import seal
from regulation.calendars import local_day
from regulation.services import version_in_force
from tickets import permissions
from tickets.choices import PHOTOGRAPHED, PhotoStep, SignerRole
from tickets.models import ServiceRecord, SignedRecord
from tickets.onsite.checking import CHECK
from tickets.onsite.content import context_of, live_content
from tickets.onsite.device_time import DeviceTime, Moment, moment_of
from tickets.onsite.evidence import digests_of, hash_of, seal_of
from tickets.onsite.signature import strokes_of
from tickets.onsite.states import RecordStatus, RecordVerb, target_of
from tickets.services.holding import hold
from tickets.services.notes import LONGEST_WAIT, NoteMissing, checked
from tickets.services.opening import LONGEST_NAME
from tickets.services.record_moving import _move_record

if TYPE_CHECKING:
    from dealers.models import User

LONGEST_PLACE: Final = 160


class SignerMissing(Refusal):
    code = "signer_missing"
    message = _("Write the name of who signs, in at most %(limit)s characters.")


class PlaceTooLong(Refusal):
    code = "place_too_long"
    message = _("A place has at most %(limit)s characters. Shorten it.")


class PhotosMissing(Refusal):
    code = "photos_missing"
    message = _(
        "Before it is signed, the record needs %(needed)s. Open it to be changed and add what is missing."
    )


class Signature(NamedTuple):
    """What the customer gave: who, as what, the strokes of the pen, and where the phone was."""

    name: str
    role: str
    strokes: Any
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    accuracy: int | None = None


@transaction.atomic
def sign_record(
    record: ServiceRecord,
    *,
    actor: "User",
    at: datetime,
    signature: Signature,
    told: DeviceTime | None = None,
) -> SignedRecord:
    """Freeze what the customer signed: content, photos and signature, chained to the version before (D7)."""
    hold(record.ticket)
    if not permissions.may_write_record(actor, record):
        raise PermissionDenied
    target_of(RecordVerb.SIGN, RecordStatus(record.status), number=record.number)
    _check_photos(record, at=at)
    moment = moment_of(told, received_at=at, not_before=record.recorded_at or record.began_at)
    signed = _prepared(record, signature, at=moment.at)
    _move_record(
        record,
        RecordVerb.SIGN,
        moment=moment,
        actor=actor,
        note=signed.signer_name,
        signed_version=signed.version,
        unsigned_because="",
    )
    _make_evidence(signed)
    signed.save(force_insert=True)
    return signed


@transaction.atomic
def leave_unsigned(record: ServiceRecord, *, actor: "User", at: datetime, reason: str) -> ServiceRecord:
    """Put down why nobody signed: the customer was not there, or would not; it can be signed later (D7)."""
    hold(record.ticket)
    if not permissions.may_write_record(actor, record):
        raise PermissionDenied
    why = checked(reason, field="reason", limit=LONGEST_WAIT, missing=NoteMissing())
    return _move_record(
        record, RecordVerb.LEAVE, moment=Moment(at, at), actor=actor, note=why, unsigned_because=why
    )


def photos_missing(record: ServiceRecord, *, at: datetime) -> dict[PhotoStep, int]:
    """Return how many photos of which step the regulation still asks for (D7)."""
    if record.ticket.kind not in PHOTOGRAPHED:
        return {}
    rules = version_in_force(local_day(at)).typed.service_records
    asked = {PhotoStep.BEFORE: rules.photos_before, PhotoStep.AFTER: rules.photos_after}
    there = Counter(record.photos.values_list("step", flat=True))
    lacking = {step: number - there[step] for step, number in asked.items()}
    return {step: number for step, number in lacking.items() if number > 0}


def _check_photos(record: ServiceRecord, *, at: datetime) -> None:
    lacking = photos_missing(record, at=at)
    if lacking:
        parts = [_("%(n)s × “%(step)s”") % {"n": n, "step": step.label} for step, n in lacking.items()]
        raise PhotosMissing(needed="、".join(parts), field="photos")


def _prepared(record: ServiceRecord, signature: Signature, *, at: datetime) -> SignedRecord:
    """Return the next version with who signed, when and where; refuse what is no signature."""
    name, place = clean_text(signature.name), clean_text(signature.place)
    if not 0 < len(name) <= LONGEST_NAME:
        raise SignerMissing(limit=LONGEST_NAME, field="name")
    if len(place) > LONGEST_PLACE:
        raise PlaceTooLong(limit=LONGEST_PLACE, field="place")
    token = new_token()
    return SignedRecord(
        record=record,
        version=record.signed_version + 1,
        signer_name=name,
        signer_role=SignerRole(signature.role),
        signed_at=at,
        place=place or record.ticket.place_text,
        latitude=signature.latitude,
        longitude=signature.longitude,
        accuracy=signature.accuracy,
        strokes=strokes_of(signature.strokes),
        code_hash=token_hash(token, purpose=CHECK),
        sealed_code=seal(token),
    )


def _make_evidence(signed: SignedRecord) -> None:
    """Put down content, digests, hash and seal of a version, chained to the one before."""
    record = signed.record
    signed.strokes = [[list(point) for point in stroke] for stroke in signed.strokes]
    before = record.signed.filter(version=signed.version - 1).values_list("hash", flat=True).first()
    signed.content = context_of(record.ticket, record) | live_content(record, signed)
    signed.digests = digests_of(signed.content)
    signed.previous_hash = before or ""
    signed.hash = hash_of(
        record.number, signed.version, digests=signed.digests, previous=signed.previous_hash
    )
    signed.seal = seal_of(signed.hash)
