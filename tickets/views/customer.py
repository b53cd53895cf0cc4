"""The page behind the code on a unit: what it is, its warranty, what we promise (C9, C11, D1)."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from equipment.models import Equipment, ProductTerms
from equipment.services import find_coded_unit
from regulation.calendars import local_day
from tickets.customer_page import promises, warranty_says
from tickets.views.customer_frame import customer_page


def coded_unit(token: str) -> Equipment:
    """Return the unit that a link stands on; every other link is one that opens nothing."""
    unit = find_coded_unit(token)
    if unit is None:
        raise Http404
    return unit


@customer_page
@require_safe
def unit(request: HttpRequest, token: str) -> HttpResponse:
    """Show the machine alone: neither its owner nor its dealer (A19, B6)."""
    machine, today = coded_unit(token), local_day(timezone.now())
    terms = ProductTerms.objects.in_force(machine.product, on=today)
    context = {
        "unit": machine,
        "token": token,
        "warranty": warranty_says(machine, today=today),
        "terms": terms,
        "promises": promises(terms),
        "hotline": settings.HOTLINE,
    }
    return render(request, "tickets/customer/unit.html", context)
