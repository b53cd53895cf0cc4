"""The hours of one day as a window bar: what is worked, what of it is taken."""

from typing import Any

from django import template

from records.templatetags.ui import ROW
from records.window_bar import WindowBar

register = template.Library()


@register.inclusion_tag("components/window_bar.html")
def day_bar(bar: WindowBar, label: str) -> dict[str, Any]:
    """Draw a day that `draw_day` has computed; `label` says it in words."""
    return {
        "bar": bar,
        "kind": "day",
        "words": "none",
        "label": label,
        "pieces": [(piece.kind, f"{piece.x}%", f"{piece.width}%") for piece in bar.pieces],
        "now_x": "" if bar.now_x is None else f"{bar.now_x}%",
        **ROW,
    }
