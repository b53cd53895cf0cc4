"""The public page behind the code of a signed sheet: unchanged since, or which field differs (D7)."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tickets.onsite.check_words import named
from tickets.onsite.checking import differences, find_signed, is_amended, machine_of
from tickets.views.customer_frame import customer_page


@customer_page
@require_safe
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Say whether the record is as it was signed; nothing personal, nothing of what was done (B6)."""
    signed = find_signed(token)
    if signed is None:
        raise Http404
    record: Any = signed.record
    differs = differences(signed)
    shown = {
        "signed": signed,
        "record": record,
        "machine": machine_of(signed),
        "differs": named(differs),
        "is_latest": signed.version == record.signed_version,
        "is_amended": is_amended(record),
        "short_hash": signed.hash[:16],
    }
    return render(request, "tickets/customer/check.html", shown)
