"""The agreed time of a ticket as pages say it, and which steps of it are open (D5, D6)."""

from collections.abc import Set
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from records.wording import short_day, short_moment
from tickets.states import OF_QUOTES, TicketVerb

if TYPE_CHECKING:
    from tickets.models import Ticket, TicketAppointment


def agreed_of(ticket: "Ticket") -> "TicketAppointment | None":
    """Return the window that holds, of a ticket fetched `with_agreed`; where none does, Django sets none."""
    return getattr(ticket, "agreed_time", None)


def steps_possible(allowed: Set[TicketVerb], agreed: "TicketAppointment | None") -> frozenset[TicketVerb]:
    """Leave out what has no object: nothing to confirm or to call off, or confirmed already; nor a quote."""
    without = set(OF_QUOTES)
    if agreed is None:
        without |= {TicketVerb.CONFIRM, TicketVerb.CALL_OFF}
    elif agreed.confirmed_at is not None:
        without |= {TicketVerb.CONFIRM}
    return frozenset(allowed - without)


def window_words(agreed: "TicketAppointment", today: date) -> str:
    """Write a window as people say it: tomorrow 14:00–16:00."""
    first, last = timezone.localtime(agreed.begins_at), timezone.localtime(agreed.ends_at)
    return f"{short_day(agreed.begins_at, today)} {first:%H:%M}–{last:%H:%M}"


def appointment_words(agreed: "TicketAppointment | None", today: date) -> str:
    """Say when somebody comes, with whom that was agreed, and who asked once more when; nothing if never."""
    if agreed is None:
        return ""
    said = window_words(agreed, today)
    if agreed.agreed_with:
        said = _("%(window)s, agreed with %(name)s") % {"window": said, "name": agreed.agreed_with}
    if agreed.confirmed_at is None:
        return said
    return _("%(agreed)s; asked once more %(moment)s by %(who)s") % {
        "agreed": said,
        "moment": short_moment(agreed.confirmed_at, today),
        "who": agreed.confirmed_by,
    }
