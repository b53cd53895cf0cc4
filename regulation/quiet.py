"""Quiet hours: when customers are not written to, by the version in force (D20)."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from regulation.calendars import local_day
from regulation.services import load_editions

if TYPE_CHECKING:
    from records.models import OutboxMessage


def customers_quiet_until(message: "OutboxMessage", moment: datetime) -> datetime | None:
    """Return until when a message that keeps the regulation's quiet hours is held, at each attempt (D20)."""
    return quiet_until(moment) if message.is_quiet else None


def quiet_until(moment: datetime) -> datetime | None:
    """Return when the quiet hours of a moment end; nothing outside of them."""
    hours = load_editions().in_force(local_day(moment)).parameters.messages
    return quiet_end(moment, hours.quiet_from, hours.quiet_until)


def quiet_end(moment: datetime, begins: time, ends: time) -> datetime | None:
    """Count in local time; hours that end before they begin last over midnight, equal ends mean none."""
    local = timezone.localtime(moment)
    now = local.time()
    over_midnight = begins > ends
    is_quiet = (now >= begins or now < ends) if over_midnight else begins <= now < ends
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=1 if over_midnight and now >= begins else 0)
    return timezone.make_aware(datetime.combine(day, ends), local.tzinfo)
