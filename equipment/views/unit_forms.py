"""Forms about one unit: done, and back to its page; or shown again with what is wrong and what was typed."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from equipment.forms import refuse
from records.idempotency import once
from records.refusals import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms

    from equipment.models import Equipment


def answer_form(
    request: HttpRequest,
    unit: "Equipment",
    *,
    form: "forms.Form",
    act: "Callable[[], str]",
    page: str,
    context: dict[str, Any],
) -> HttpResponse:
    """Do what was sent, or show the form with what is wrong and what was typed."""
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _done(request, unit, act=act)
        except Refusal as refusal:
            refuse(form, refusal)
            status = refusal.status
    return render(request, page, {"unit": unit, "form": form, **context}, status=status)


@once
def _done(request: HttpRequest, unit: "Equipment", *, act: "Callable[[], str]") -> HttpResponse:
    messages.success(request, act())
    return redirect(unit)
