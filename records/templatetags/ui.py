"""The words that pages are written in: window bar, why panel, fields and small signs; they know no model."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from records import wording
from records.form_fields import describe_field
from records.window_bar import Scale, Stop, WindowBar, draw_window, label_stops

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

register = template.Library()

Figure = float | Decimal | str

register.filter("masked_phone", wording.masked_phone)
register.filter("short_day", wording.short_day)
register.filter("short_moment", wording.short_moment)
register.filter("weekday", wording.weekday)
register.filter("amount", wording.amount)
register.filter("money", wording.money)
register.filter("duration", wording.duration)
register.filter("capped", wording.capped)

RATINGS: Final = 5
BAD_RATING: Final = 3
WIDE: Final = 480
NARROW: Final = 290
FEW: Final = 10  # an average of fewer answers is drawn hollow


@register.filter
def known(value: object) -> object:
    """Show a dash for what nobody knows; a nought stays a nought."""
    return wording.UNKNOWN if value is None or value == "" else value


# ── window bar ──


@register.inclusion_tag("components/window_bar.html")
def window_bar(
    window: Mapping[str, Any] | None = None, *, kind: str = "row", words: str = "before", **drawing: Any
) -> dict[str, Any]:
    """Draw a window (docs/components.md). `window` is a mapping of the same arguments; both are merged."""
    asked = {**(window or {}), **drawing}
    extras = {key: asked.pop(key, "") for key in ("name", "text", "align")}
    due = asked["closes"].isoformat() if asked.pop("ticks", False) else ""
    marks, has_scale = asked.pop("marks", None), asked.pop("scale", kind == "card")
    width = asked.pop("width", WIDE)
    bar = draw_window(**asked)
    stops = _stops(marks, asked) if has_scale else []
    if kind == "row" and bar.state in {"over", "late"}:
        bar = replace(bar, tone="bad")  # at 84 pixels the piece past the end alone is too small to be seen
    says = extras["text"] or wording.window_words(bar)
    return {
        "bar": bar,
        "kind": kind,
        "words": words,
        "align": extras["align"],
        "says": says,
        "due": due if bar.state in {"open", "closing", "over"} else "",
        "label": _window_label(extras["name"], asked, says),
        "pieces": [(piece.kind, f"{piece.x}%", f"{piece.width}%") for piece in bar.pieces],
        "labels": _labels(bar, stops, width),
        "now_x": _percent(bar.now_x),
        "target_x": _percent(bar.target_x),
        **(_CARD if kind == "card" else ROW),
    }


# written out, for the template engine takes its time over numbers
ROW: Final = {
    "track_y": "3",
    "track_h": "6",
    "tick_y": "0.5",
    "tick_h": "11",
    "tick_w": "3",
    "tick_dx": "-1.5",
}
_CARD: Final = {
    "track_y": "4",
    "track_h": "8",
    "tick_y": "0.5",
    "tick_h": "15",
    "tick_w": "4",
    "tick_dx": "-2",
}


def _percent(x: float | None) -> str:
    return "" if x is None else f"{x}%"


def _stops(marks: Sequence[Mapping[str, Any]] | None, asked: Mapping[str, Any]) -> list[Stop]:
    """Name the moments under the bar: the ones given, or both ends; and now, unless it is all over."""
    today = asked["now"]
    if marks is None:
        closes = _("closes %(day)s") % {"day": _moment(asked["closes"], today)}
        last = _moment(asked["closes"], today)
        stops = [
            Stop(asked["opens"], _moment(asked["opens"], today)),
            Stop(asked["closes"], closes, short=last),
        ]
    else:
        stops = [Stop(mark["at"], str(mark["text"]), short=str(mark.get("short", ""))) for mark in marks]
    return stops if asked.get("done") else [*stops, Stop(today, _now_word(today), is_now=True)]


def _labels(bar: WindowBar, stops: list[Stop], width: int) -> list[tuple[str, str, str, str]]:
    """Place the words twice where a narrow pane needs fewer of them; the style sheet shows one set."""
    wide, narrow = (label_stops(bar, stops, width=room) for room in (width, NARROW))
    sets = {"": wide} if wide == narrow else {"wide": wide, "narrow": narrow}
    return [
        (f"{label.x}%", label.anchor, label.text, f"{shown} now".strip() if label.is_now else shown)
        for shown, labels in sets.items()
        for label in labels
    ]


@register.simple_tag
def window_says(window: Mapping[str, Any]) -> SafeString:
    """Say in words how a window stands, where the words stand apart from the bar."""
    asked = {key: value for key, value in window.items() if key not in _NOT_DRAWN}
    bar = draw_window(**asked)
    shade = " w-bad" if bar.tone == "bad" else ""
    return format_html(
        '<b class="w-{}{}">{}</b>', bar.state, shade, window.get("text") or wording.window_words(bar)
    )


_NOT_DRAWN: Final = frozenset({"name", "text", "align", "marks", "scale", "width", "ticks"})


def _moment(moment: date | datetime, today: date | datetime) -> str:
    if isinstance(moment, datetime):
        return wording.short_moment(moment, today)
    return wording.short_day(moment)


def _now_word(now: date | datetime) -> str:
    return _("now") if isinstance(now, datetime) else _("today")


def _window_label(name: str, asked: Mapping[str, Any], says: str) -> str:
    today = asked["now"]
    window = _("%(opens)s to %(closes)s, today %(today)s, %(says)s") % {
        "opens": _moment(asked["opens"], today),
        "closes": _moment(asked["closes"], today),
        "today": wording.short_day(wording.local_date(today)),
        "says": says,
    }
    return _("%(name)s: %(window)s") % {"name": name, "window": window} if name else window


@register.inclusion_tag("components/window_bar.html")
def target_bar(
    value: Figure,
    *,
    label: str,
    target: Figure | None = None,
    low: float = 0,
    high: float = 100,
    tone: str = "",
    left: str = "",
    right: str = "",
) -> dict[str, Any]:
    """Draw a figure against its target: solid as far as the figure, a black tick at the target."""
    share = _share(value, low, high)
    wanted = None if target is None else _share(target, low, high)
    if not tone:
        tone = "" if wanted is None else ("good" if share >= wanted else "bad")
    labels = [("0%", "start", left, "")] if left else []
    if right:
        labels.append(("100%", "end", right, ""))
    return {
        "bar": WindowBar((), "met", tone, None, wanted, 0, whole_days=True, scale=Scale(low, high)),
        "kind": "card",
        "words": "none",
        "label": label,
        "pieces": [("open", "0%", "100%"), ("used", "0%", f"{share}%")],
        "labels": labels,
        "target_x": _percent(wanted),
        **_CARD,
    }


def _share(value: Figure, low: float, high: float) -> float:
    return round(min(1.0, max(0.0, (float(value) - low) / (high - low))) * 100, 2)


# ── why ──


@register.inclusion_tag("components/why_panel.html")
def why_panel(why: Mapping[str, Any], close_url: str = "") -> dict[str, Any]:
    """Show where a figure comes from: clause, version, inputs, arithmetic (K2)."""
    return {"why": why, "close_url": close_url}


@register.inclusion_tag("components/clause_mark.html")
def clause_mark(url: str, text: str = "", *, label: str = "", target: str = "#why") -> dict[str, str]:
    """Show the mark that opens the why panel; without a script it leads to the panel's own page."""
    return {"url": url, "text": text, "label": label or _("Why"), "target": target}


@register.inclusion_tag("components/asked.html")
def asked(figure: object, url: str, *, label: str = "") -> dict[str, object]:
    """Show a figure that can be asked why."""
    return {"figure": figure, "url": url, "label": label}


# ── small signs ──


@register.simple_tag
def icon(name: str, tone: str = "") -> SafeString:
    """Show a decorative icon; the word beside it says what it means."""
    return format_html('<i class="ti ti-{}{}" aria-hidden="true"></i>', name, f" {tone}" if tone else "")


@register.simple_tag
def tag(text: object, tone: str = "", icon_name: str = "") -> SafeString:
    """Show a state or a flag in at most six characters."""
    shown = icon(icon_name) if icon_name else ""
    return format_html('<span class="tag{}">{}{}</span>', f" tag-{tone}" if tone else "", shown, text)


@register.simple_tag
def dot(text: object, tone: str = "") -> SafeString:
    """Show a status in a row: a dot and its word."""
    shade = f" dot-{tone}" if tone else ""
    return format_html(
        '<span class="dotw"><span class="dot{}" aria-hidden="true"></span>{}</span>', shade, text
    )


@register.simple_tag
def priority_bars(count: int, label: object) -> SafeString:
    """Show a priority as one to three bars; its word is spoken and stands in the hint."""
    return format_html(
        '<span class="pr p{0}" role="img" aria-label="{1}" title="{1}"><i></i><i></i><i></i></span>',
        count,
        label,
    )


class Stage(NamedTuple):
    """How a stage of the calls is drawn: its colour, its letter, its name."""

    colour: int
    letter: "StrPromise"
    name: "StrPromise"


STAGES: Final = {
    "one_week": Stage(
        1, pgettext_lazy("call stage, one letter", "W"), pgettext_lazy("call stage", "one-week call")
    ),
    "three_months": Stage(
        2, pgettext_lazy("call stage, one letter", "Q"), pgettext_lazy("call stage", "three-month call")
    ),
    "annual": Stage(
        3, pgettext_lazy("call stage, one letter", "Y"), pgettext_lazy("call stage", "annual call")
    ),
    "after_service": Stage(
        4, pgettext_lazy("call stage, one letter", "S"), pgettext_lazy("call stage", "after-service call")
    ),
}


@register.simple_tag
def stage_glyph(code: str, size: str = "") -> SafeString:
    """Show the stage of a call: 首 季 年 修, in English W Q Y S, with its name for who can't see it."""
    stage = STAGES[code]
    name = str(stage.name)
    return format_html(
        '<span class="stg stg-{}{}" role="img" aria-label="{}" title="{}">{}</span>',
        stage.colour,
        f" stg-{size}" if size else "",
        name,
        name,
        stage.letter,
    )


@register.simple_tag
def stage_name(code: str) -> str:
    """Name the stage of a call."""
    return str(STAGES[code].name)


@register.simple_tag
def attempt_dots(made: int, of: int) -> SafeString:
    """Show how many of the allowed calls were made."""
    dots = format_html_join("", '<i class="{}"></i>', (("x" if turn < made else "",) for turn in range(of)))
    return format_html(
        '<span class="att" role="img" aria-label="{}">{}</span>', wording.calls_made(made, of), dots
    )


@register.simple_tag
def rating_pips(rating: int | None) -> SafeString:
    """Show one customer's rating, 1 to 5; three and below is red."""
    if rating is None:
        return format_html('<span class="m">{}</span>', wording.UNKNOWN)
    shade = "f" if rating <= BAD_RATING else "g"
    pips = format_html_join(
        "", '<i class="{}"></i>', ((shade if n < rating else "",) for n in range(RATINGS))
    )
    label = _("%(rating)s of 5") % {"rating": rating}
    return format_html('<span class="pip" role="img" aria-label="{}">{}</span>', label, pips)


@register.simple_tag
def meter(done: int, of: int, label: str = "") -> SafeString:
    """Show how much of a day's work is done."""
    says = label or _("%(done)s of %(of)s done") % {"done": done, "of": of}
    return format_html(
        '<svg class="meter" role="img" aria-label="{}"><rect class="meter-ground" width="100%" height="6"/>'
        '<rect class="meter-fill" width="{}%" height="6"/></svg>',
        says,
        round(100 * done / of) if of else 0,
    )


@register.inclusion_tag("components/rank_line.html")
def rank_line(
    value: Figure,
    *,
    label: str,
    was: Figure | None = None,
    target: Figure | None = None,
    low: float = 70,
    high: float = 100,
    n: int | None = None,
    few: int = FEW,
) -> dict[str, Any]:
    """Draw one row of a ranking: dot now, stem to the last period, dashed target; hollow under `few`."""
    now = _share(value, low, high)
    before = None if was is None else _share(was, low, high)
    return {
        "label": label,
        "now_x": f"{now}%",
        "was_x": _percent(before),
        "target_x": _percent(None if target is None else _share(target, low, high)),
        "is_low": target is not None and float(value) < float(target),
        "few": n is not None and n < few,
    }


@register.simple_tag
def standing(name: str) -> str:
    """Draw a component that takes nothing of a page, so once a language; `spans` are for the scripts."""
    return _drawn(name, get_language())


@lru_cache(maxsize=32)
def _drawn(name: str, _language: str | None) -> str:
    return render_to_string(name, {"spans": wording.span_patterns()})


# ── forms ──


@register.simple_tag
def idempotency_key() -> SafeString:
    """Give a write form its key, so that sending it twice does its work once."""
    return format_html('<input type="hidden" name="idempotency_key" value="{}">', uuid.uuid4().hex)


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, *, hint: str = "", wide: bool = False, **attrs: Any) -> dict[str, Any]:
    """Show one field: visible label, hint, error tied to it; `attrs` go to the input."""
    return {**describe_field(bound, hint=hint, attrs=attrs), "wide": wide}


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: forms.BaseForm | None) -> dict[str, Any]:
    """Show what is wrong with the form as a whole."""
    return {"errors": form.non_field_errors() if form is not None else []}
