"""The one-time code: sent to the phone on file, typed in this browser, good here for half an hour (B6)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from records.refusals import Refusal
from tickets.customer_forms import CodeForm
from tickets.services.phone_codes import check_code, send_code
from tickets.views.customer_frame import Door, customer_page

if TYPE_CHECKING:
    from equipment.models import Equipment

SESSION: Final = "verified_units"
OPEN_FOR: Final = timedelta(minutes=30)


def is_verified(request: HttpRequest, unit: "Equipment | None") -> bool:
    """Say whether this browser has shown the code of a unit's phone within half an hour."""
    if unit is None:
        return False
    until: float = request.session.get(SESSION, {}).get(str(unit.pk), 0)
    return timezone.now().timestamp() < until


def _let_in(request: HttpRequest, unit: "Equipment") -> None:
    """Remember in a session of a new name that this browser may see what is personal."""
    until = (timezone.now() + OPEN_FOR).timestamp()
    known: dict[str, Any] = request.session.get(SESSION, {})
    request.session[SESSION] = known | {str(unit.pk): until}
    request.session.cycle_key()


@customer_page
@require_POST
def send(request: HttpRequest, token: str, door: Door) -> HttpResponse:
    """Send a code to the phone on file; nothing of the number is shown (B6)."""
    unit = door.unit(token)
    try:
        send_code(unit, at=timezone.now())
    except Refusal as refusal:
        return _page(request, token, door, form=None, said=str(refusal), status=refusal.status)
    return redirect(f"customer:{door.code}-code", token)


@customer_page
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, token: str, door: Door) -> HttpResponse:
    """Ask for the code and judge it; right, it leads back to where it was asked for."""
    unit = door.unit(token)
    form = CodeForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        if check_code(unit, at=timezone.now(), digits=form.cleaned_data["digits"].strip()):
            _let_in(request, unit)
            return redirect(f"customer:{door.back}", token)
        form.add_error("digits", _("This is not the code, or it has ended. Have another one sent."))
    return _page(request, token, door, form=form, said="", status=status)


def _page(
    request: HttpRequest, token: str, door: Door, *, form: CodeForm | None, said: str, status: int
) -> HttpResponse:
    context = {"token": token, "door": door, "form": form, "said": said, "hotline": settings.HOTLINE}
    context |= {"send_url": f"customer:{door.code}-send", "back_url": f"customer:{door.back}"}
    return render(request, "tickets/customer/code.html", context, status=status)
