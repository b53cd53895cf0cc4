"""The lane of tickets on a unit's life line: a dot each, an arc over repeated repairs."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from equipment.life_line import LANE, LifeScale, text_width
from records.wording import short_day
from regulation.calendars import local_day
from tickets.choices import REPAIRS
from tickets.unit_history import Known

RADIUS: Final = 5
MIDDLE: Final = 23
TOP: Final = 6
GAP: Final = 2
WORD_GAP: Final = 10
LONGEST_WORD: Final = 10


def lane(known: Sequence[Known], scale: LifeScale) -> dict[str, Any]:
    """Return one dot a ticket in the order of time; what lies outside the scale is left out."""
    shown = [
        one
        for one in sorted(known, key=lambda one: (one.ticket.opened_at, one.ticket.pk))
        if scale.start <= local_day(one.ticket.opened_at) <= scale.end
    ]
    dots = _dots(shown, scale)
    at = {dot["known"].ticket.pk: dot["x"] for dot in dots}
    arcs = [
        _arc(at[one.repeats.pk], at[one.ticket.pk]) for one in shown if one.repeats and one.repeats.pk in at
    ]
    return {
        "scale": scale,
        "height": LANE,
        "dots": dots,
        "arcs": arcs,
        "label": _("Tickets: %(n)s, repeated repairs: %(repeats)s") % {"n": len(dots), "repeats": len(arcs)},
    }


def _dots(shown: Sequence[Known], scale: LifeScale) -> list[dict[str, Any]]:
    """Place the dots side by side where they would lie on each other; a word follows where there is room."""
    xs: list[float] = []
    for one in shown:
        wanted = scale.x(local_day(one.ticket.opened_at))
        xs.append(round(max(wanted, xs[-1] + 2 * RADIUS + GAP) if xs else wanted, 1))
    ends = [*xs, float(scale.right)][1:]
    dots = []
    for one, x, end in zip(shown, xs, ends, strict=True):
        word = _word(one)
        if x + WORD_GAP + text_width(word) + RADIUS + GAP >= end:
            word = ""
        dots.append(
            {
                "known": one,
                "url": one.ticket.get_absolute_url() if one.is_mine else "",
                "x": x,
                "is_bad": one.is_repeat,
                "is_ring": one.ticket.kind not in REPAIRS,
                "word": word,
                "word_x": round(x + WORD_GAP, 1),
                "label": f"{word} · {_label(one)}" if word else _label(one),
            }
        )
    return dots


def _word(one: Known) -> str:
    if not one.is_mine:
        return str(one.ticket.get_kind_display())
    first = one.ticket.description.splitlines()[:1] or [str(one.ticket.get_kind_display())]
    return first[0] if len(first[0]) <= LONGEST_WORD else f"{first[0][: LONGEST_WORD - 1]}…"


def _label(one: Known) -> str:
    words = {
        "kind": one.ticket.get_kind_display(),
        "day": short_day(one.ticket.opened_at),
        "status": one.ticket.get_status_display(),
        "number": one.ticket.number,
    }
    if not one.is_mine:
        return _("%(kind)s, %(day)s, %(status)s, served elsewhere") % words
    text = _("%(number)s, %(kind)s, %(day)s, %(status)s") % words
    return _("%(ticket)s, repeat repair") % {"ticket": text} if one.is_repeat else text


def _arc(start: float, end: float) -> str:
    """Return the way of an arc from one dot over to the next."""
    middle = round((start + end) / 2, 1)
    foot = MIDDLE - RADIUS - 1
    return f"M{start} {foot}Q{middle} {TOP - 8} {end} {foot}"
