"""How days, spans, phones and sums are written for people, in their language."""

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.utils import dateformat, timezone
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from records.window_bar import WindowBar

UNKNOWN: Final = "—"
MINUS: Final = "−"
FAR: Final = 90  # days from which on months are easier to grasp
DAYS_A_MONTH: Final = 30.44
SPOKEN: Final = {0: gettext_lazy("today"), -1: gettext_lazy("yesterday"), 1: gettext_lazy("tomorrow")}
KEPT_AT_START, KEPT_AT_END, STARS = 3, 4, "****"


def local_date(moment: date | datetime) -> date:
    """Return the local day of a moment, or the day itself."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return moment


def short_day(moment: date | datetime | None, today: date | datetime | None = None) -> str:
    """Write a day as people say it: today, yesterday, tomorrow, 9月15日; the year if it is another."""
    if not moment:
        return UNKNOWN
    day = local_date(moment)
    spoken = SPOKEN.get((day - local_date(today)).days) if today is not None else None
    if spoken is not None:
        return str(spoken)
    same_year = today is None or day.year == local_date(today).year
    pattern = pgettext("date format", "M j") if same_year else pgettext("date format", "M j, Y")
    return _formatted(day, pattern, get_language() or "")


@lru_cache(maxsize=4096)
def _formatted(day: date, pattern: str, language: str) -> str:
    """Format a day; a list writes the same few days again and again."""
    return dateformat.format(day, pattern)


def short_moment(moment: datetime | None, today: date | datetime | None = None) -> str:
    """Write an instant: its short day and its local time."""
    if not moment:
        return UNKNOWN
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    return f"{short_day(local, today)} {local:%H:%M}"


def weekday(moment: date | datetime | None) -> str:
    """Write a day with its weekday, as planning needs it."""
    if not moment:
        return UNKNOWN
    return dateformat.format(local_date(moment), pgettext("date format", "M j, D"))


def masked_phone(number: object) -> str:
    """Show enough of a phone number to recognise it and too little to call it: 138****5678 (C10)."""
    digits = "".join(letter for letter in str(number or "") if letter.isdigit())
    if str(number or "").startswith("+86"):
        digits = digits.removeprefix("86")
    if not digits:
        return UNKNOWN
    if len(digits) <= KEPT_AT_START + KEPT_AT_END:
        return STARS + digits[-2:]
    return digits[:KEPT_AT_START] + STARS + digits[-KEPT_AT_END:]


def amount(value: object) -> str:
    """Write a sum with two places and thousands apart: 7,962.00, and −200.00 with a real minus."""
    if value is None or value == "":
        return UNKNOWN
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return UNKNOWN
    sign = MINUS if exact < 0 else ""
    return f"{sign}{abs(exact):,.2f}"


def money(value: object) -> str:
    """Write a sum in yuan: ¥ 7,962.00."""
    written = amount(value)
    if written == UNKNOWN:
        return UNKNOWN
    return f"{MINUS}¥ {written[1:]}" if written.startswith(MINUS) else f"¥ {written}"


def duration(value: object) -> str:
    """Write a span, given as a timedelta or as minutes: 22 min, 1 h 7 min, 2 d 3 h."""
    if value is None or value == "":
        return UNKNOWN
    span = value if isinstance(value, timedelta) else timedelta(minutes=float(str(value)))
    minutes = round(abs(span.total_seconds()) / 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return _("%(d)s d %(h)s h") % {"d": days, "h": hours} if hours else _("%(d)s d") % {"d": days}
    if hours:
        return _("%(h)s h %(m)s min") % {"h": hours, "m": left} if left else _("%(h)s h") % {"h": hours}
    return _("%(m)s min") % {"m": left}


def clock_span(days: float, *, whole_days: bool) -> str:
    """Write the time to go beside a window bar: 2 d, 1 d 3 h, 1:20, 22 min."""
    if whole_days:
        if days >= FAR:
            return _("%(n)s months") % {"n": round(days / DAYS_A_MONTH)}
        return _("%(d)s d") % {"d": round(days)}
    minutes = round(days * 24 * 60)
    if minutes < 60 or minutes >= 24 * 60:  # noqa: PLR2004 (an hour, a day)
        return duration(timedelta(minutes=minutes))
    return f"{minutes // 60}:{minutes % 60:02d}"


def window_words(bar: "WindowBar") -> str:
    """Say how a window stands: 2 d left, 1:20 overdue, paused 2 d, closes today, opens in 3 d, met."""
    span = clock_span(bar.remaining, whole_days=bar.whole_days)
    if bar.state in {"open", "closing"} and bar.whole_days and bar.remaining == 0:
        return _("closes today")
    sentences = {
        "not_open": _("opens in %(span)s"),
        "open": _("%(span)s left"),
        "closing": _("%(span)s left"),
        "over": _("%(span)s overdue"),
        "paused": _("paused %(span)s"),
        "met": _("met"),
        "late": _("late"),
    }
    return sentences[bar.state] % {"span": span}


def span_patterns() -> dict[str, str]:
    """Return the patterns that the scripts fill in while a clock runs."""
    return {
        "left": _("%(span)s left"),
        "over": _("%(span)s overdue"),
        "d": _("%(d)s d"),
        "dh": _("%(d)s d %(h)s h"),
        "m": _("%(m)s min"),
        "saved": _("%(time)s saved"),
    }


def capped(count: object) -> str:
    """Write a live count that is never counted further than a hundred: 99+."""
    number = int(str(count or 0))
    return "99+" if number > 99 else str(number)  # noqa: PLR2004 (the cap that it writes)


def calls_made(made: int, of: int) -> str:
    """Say how often a customer was called."""
    return _("%(made)s of %(of)s calls made") % {"made": made, "of": of}
