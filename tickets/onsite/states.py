"""The life of a service record, as data: verb, from, to (D7, D8). No rows, no users, no clock."""

from typing import Final, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.refusals import Refusal


class RecordStatus(models.TextChoices):
    OPEN = "open", pgettext_lazy("service record", "Being written")
    WRITTEN = "written", pgettext_lazy("service record", "Not signed yet")
    SIGNED = "signed", pgettext_lazy("service record", "Signed, to be audited")
    PASSED = "passed", pgettext_lazy("service record", "Passed")
    RETURNED = "returned", pgettext_lazy("service record", "Returned")
    ABNORMAL = "abnormal", pgettext_lazy("service record", "Abnormal")
    INVALID = "invalid", pgettext_lazy("service record", "Invalid")
    BROKEN_OFF = "broken_off", pgettext_lazy("service record", "Trip broken off")


class RecordVerb(models.TextChoices):
    DEPART = "depart", pgettext_lazy("service record", "On the way")
    ARRIVE = "arrive", pgettext_lazy("service record", "Arrived")
    BEGIN = "begin", pgettext_lazy("service record", "Begun")
    WRITE = "write", pgettext_lazy("service record", "Written down")
    SIGN = "sign", pgettext_lazy("service record", "Signed by the customer")
    LEAVE = "leave", pgettext_lazy("service record", "Left without a signature")
    AMEND = "amend", pgettext_lazy("service record", "Opened to be changed")
    BREAK_OFF = "break_off", pgettext_lazy("service record", "Broken off")
    PASS = "pass", pgettext_lazy("service record", "Passed by the audit")
    RETURN = "return", pgettext_lazy("service record", "Returned by the audit")
    SUSPECT = "suspect", pgettext_lazy("service record", "Found abnormal by the audit")
    INVALIDATE = "invalidate", pgettext_lazy("service record", "Declared invalid by the audit")


class RecordTransition(NamedTuple):
    verb: RecordVerb
    source: RecordStatus | None
    target: RecordStatus


S = RecordStatus
V = RecordVerb
TRANSITIONS: Final[tuple[RecordTransition, ...]] = (
    RecordTransition(V.DEPART, None, S.OPEN),
    RecordTransition(V.ARRIVE, None, S.OPEN),
    RecordTransition(V.ARRIVE, S.OPEN, S.OPEN),
    RecordTransition(V.BEGIN, None, S.OPEN),
    RecordTransition(V.WRITE, S.OPEN, S.WRITTEN),
    RecordTransition(V.SIGN, S.WRITTEN, S.SIGNED),
    RecordTransition(V.LEAVE, S.WRITTEN, S.WRITTEN),
    RecordTransition(V.AMEND, S.WRITTEN, S.OPEN),
    RecordTransition(V.AMEND, S.SIGNED, S.OPEN),
    RecordTransition(V.AMEND, S.RETURNED, S.OPEN),
    RecordTransition(V.BREAK_OFF, S.OPEN, S.BROKEN_OFF),
    # what nobody signed can be returned, found abnormal or invalid: it never passes
    *(RecordTransition(V.PASS, status, S.PASSED) for status in (S.SIGNED, S.ABNORMAL)),
    *(RecordTransition(V.RETURN, status, S.RETURNED) for status in (S.WRITTEN, S.SIGNED, S.ABNORMAL)),
    *(
        RecordTransition(V.SUSPECT, status, S.ABNORMAL)
        for status in (S.WRITTEN, S.SIGNED, S.PASSED, S.INVALID)
    ),
    *(
        RecordTransition(V.INVALIDATE, status, S.INVALID)
        for status in (S.WRITTEN, S.SIGNED, S.PASSED, S.RETURNED, S.ABNORMAL)
    ),
)
# what the audit can find, and the step by which it says so (D8)
AUDITS: Final = {S.PASSED: V.PASS, S.RETURNED: V.RETURN, S.ABNORMAL: V.SUSPECT, S.INVALID: V.INVALIDATE}
# what its engineer still owes: it is not back, or has to be mended
OWED: Final = (S.OPEN, S.WRITTEN, S.RETURNED)


class RecordStandsOtherwise(Refusal):
    """The record stands where this verb leads nowhere: signed already, or not written yet."""

    code = "record_stands_otherwise"
    status = 409
    message = _("Service record %(number)s is “%(status)s”, so this is not possible. Look at it again.")


def target_of(verb: RecordVerb, source: RecordStatus | None, *, number: str) -> RecordStatus:
    """Return where a verb leads from here; refuse a move that the table does not hold."""
    for move in TRANSITIONS:
        if (move.verb, move.source) == (verb, source):
            return move.target
    raise RecordStandsOtherwise(number=number, status=source.label if source else "–")
