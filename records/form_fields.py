"""What a page needs to show one field of a form: its input, and the words tied to it by their ids."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField


def describe_field(bound: BoundField, *, hint: str, attrs: Mapping[str, Any]) -> dict[str, Any]:
    """Render the input with hint and error tied to it; the underscores of `attrs` become hyphens."""
    widget = bound.field.widget
    _use_native_calendar(widget)
    hint = hint or str(bound.help_text)
    ident = bound.auto_id or f"id_{bound.html_name}"
    described = [f"{ident}_helptext"] if hint else []
    described += [f"{ident}_error"] if bound.errors else []
    given: dict[str, Any] = {name.replace("_", "-"): value for name, value in attrs.items()}
    if not widget.is_hidden:
        given["class"] = _widget_class(widget, is_invalid=bool(bound.errors))
    if described:
        given["aria-describedby"] = " ".join(described)
    if bound.errors:
        given["aria-invalid"] = "true"
    shape = _shape(widget)
    return {
        "field": bound,
        "shape": shape,
        "ident": ident,
        "hint": hint,
        "described": " ".join(described),
        "control": "" if shape == "choices" else bound.as_widget(attrs=given),
        "chosen": _chosen(bound) if shape == "choices" else [],
        "input_type": getattr(widget, "input_type", ""),
    }


def _shape(widget: forms.Widget) -> str:
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "check" if isinstance(widget, forms.CheckboxInput) else "line"


def _chosen(bound: BoundField) -> list[str]:
    value = bound.value()
    return [str(one) for one in value] if isinstance(value, list | tuple | set) else [str(value)]


def _widget_class(widget: forms.Widget, *, is_invalid: bool) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    name = "form-select" if isinstance(widget, forms.Select) else "form-control"
    own = str(widget.attrs.get("class", ""))
    return " ".join(part for part in (name, own, "is-invalid" if is_invalid else "") if part)


def _use_native_calendar(widget: forms.Widget) -> None:
    """Use the browser's own day and time pickers; they read and write ISO 8601 in every language."""
    for kind, input_type, pattern in (
        (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
        (forms.DateInput, "date", "%Y-%m-%d"),
        (forms.TimeInput, "time", "%H:%M"),
    ):
        if isinstance(widget, kind):
            widget.input_type, widget.format = input_type, pattern
            return
