"""Pages of the network: its dealers, and one dealer with its territories and its people (A1, B1)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dealers import permissions, services
from dealers.choices import FilingStatus
from dealers.forms import FindingForm, ReturnForm
from dealers.models import Dealer, RevealAlert, ServiceStaff, StaffQualification, Territory
from dealers.paper_page import held_papers, reminded_within
from dealers.reveals import MOST_AN_HOUR, handle_alert, revealed
from dealers.roles import Right
from records.idempotency import once
from records.refusals import Refusal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from dealers.models import User
    from dealers.querysets import ServiceStaffQuerySet

MOST_SHOWN = 500
MOST_HANDLED = 50
LONGEST_CODE = 20
TONES = {FilingStatus.FILED: "warn", FilingStatus.CONFIRMED: "good", FilingStatus.RETURNED: "bad"}
UNPROCESSABLE = 422


def _actor(request: HttpRequest) -> "User":
    actor = cast("User", request.user)
    if not permissions.may_see_network(actor):
        raise PermissionDenied
    return actor


@require_GET
def dealers(request: HttpRequest) -> HttpResponse:
    """List the dealers that exist for the person, each centre before its outlets."""
    _actor(request)
    return _list(request, returning=_returning(request))


def _list(
    request: HttpRequest,
    *,
    form: ReturnForm | None = None,
    returning: ServiceStaff | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = _actor(request)
    found = Dealer.objects.visible_to(actor).with_counts().select_related("parent").order_by("code")
    staff = ServiceStaff.objects.visible_to(actor)
    shown = {
        "rows": sorted(found[:MOST_SHOWN], key=_family),
        "headquarters": _people(staff.filter(dealer=None), actor=actor, at=timezone.now())
        if actor.is_head_office
        else [],
        "to_confirm": staff.to_confirm()[:MOST_SHOWN].count(),
        "may_confirm": permissions.may_confirm_filing(actor),
        "form": form or ReturnForm(),
        "returning": returning,
        "page_url": reverse("dealers:list"),
    }
    return render(request, "dealers/list.html", shown, status=status)


def _returning(request: HttpRequest) -> ServiceStaff | None:
    """Return the person whose filing is about to be sent back, if the address names one."""
    actor, code = _actor(request), request.GET.get("return", "")
    if not code or not permissions.may_confirm_filing(actor):
        return None
    return ServiceStaff.objects.visible_to(actor).filter(code=code[:LONGEST_CODE]).first()


def _family(dealer: Dealer) -> tuple[str, bool, str]:
    """Sort a centre first, its outlets after it."""
    head = dealer.parent.code if dealer.parent else dealer.code
    return (head, dealer.parent is not None, dealer.code)


@require_GET
def dealer(request: HttpRequest, code: str) -> HttpResponse:
    """Show a dealer's territories and people."""
    found = _visible(request, code)
    return _page(request, found, returning=_returning(request))


def _visible(request: HttpRequest, code: str) -> Dealer:
    rows = Dealer.objects.visible_to(cast("User", request.user)).select_related("parent")
    found: Dealer = get_object_or_404(rows, code=code)
    _actor(request)
    return found


def _page(
    request: HttpRequest,
    found: Dealer,
    *,
    form: ReturnForm | None = None,
    returning: ServiceStaff | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = _actor(request)
    territories = Territory.objects.visible_to(actor).filter(dealer=found).select_related("division")
    shown = {
        "dealer": found,
        "territories": territories.order_by("division__code"),
        "outlets": Dealer.objects.visible_to(actor).filter(parent=found).order_by("code"),
        "people": _people(
            ServiceStaff.objects.visible_to(actor).filter(dealer=found), actor=actor, at=timezone.now()
        ),
        "may_confirm": permissions.may_confirm_filing(actor),
        "may_file": permissions.may_file_for(actor, found),
        "form": form or ReturnForm(),
        "returning": returning,
        "page_url": found.get_absolute_url(),
    }
    return render(request, "dealers/detail.html", shown, status=status)


# ── alerts about phone numbers ──


@require_http_methods(["GET", "POST"])
def alerts(request: HttpRequest) -> HttpResponse:
    """List the alerts; of the one the address names show what was looked at, and ask what came of it (E8)."""
    actor, at = cast("User", request.user), timezone.now()
    if not permissions.may_watch_reveals(actor):
        raise PermissionDenied
    found = RevealAlert.objects.visible_to(actor).with_counts()
    number = request.GET.get("alert", "")
    shown: RevealAlert | None = get_object_or_404(found, number=number) if number else None
    form, status = FindingForm(request.POST or None), 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if shown is not None and form.is_valid():
            try:
                return _handle(request, shown, form=form, at=at)
            except Refusal as refusal:
                form.add_error("finding", str(refusal))
                status = refusal.status
    context = {
        "open_alerts": found.open().order_by("-raised_at", "-pk")[:MOST_SHOWN],
        "handled_alerts": found.handled().order_by("-handled_at", "-pk")[:MOST_HANDLED],
        "alert": shown,
        "reveals": revealed(shown)[:MOST_SHOWN] if shown else [],
        "may_handle": shown is not None and permissions.may_handle_alert(actor, shown),
        "audit_url": _audit_url(actor, shown),
        "most": MOST_AN_HOUR,
        "form": form,
    }
    return render(request, "dealers/alerts.html", context, status=status)


@once
def _handle(request: HttpRequest, alert: RevealAlert, *, form: FindingForm, at: datetime) -> HttpResponse:
    handle_alert(alert, actor=cast("User", request.user), at=at, finding=form.cleaned_data["finding"])
    messages.success(request, _("Alert ended"))
    return redirect("dealers:alerts")


def _audit_url(actor: "User", alert: RevealAlert | None) -> str:
    """Return where an administrator reads the person's whole audit."""
    if alert is None or not actor.may(Right.ADMINISTER):
        return ""
    return f"{reverse('admin:records_auditentry_changelist')}?actor__id__exact={alert.person_id}"


# ── people ──


def _people(rows: "ServiceStaffQuerySet", *, actor: "User", at: datetime) -> list[dict[str, Any]]:
    """Return the people with the word and tone of their filing, those who wait first."""
    papers = StaffQualification.objects.visible_to(actor).confirmed().newest_first()
    order = [FilingStatus.FILED, FilingStatus.RETURNED, FilingStatus.CONFIRMED]
    reasons = rows.returned().last_reasons()
    today = local_day(at)
    remind = reminded_within(today)
    with_papers = rows.select_related("user").prefetch_related(Prefetch("qualifications", papers))
    people = [
        {
            **held_papers(staff, today, remind_days=remind),
            "staff": staff,
            "status": FilingStatus(staff.filing_status),
            "label": FilingStatus(staff.filing_status).label,
            "tone": TONES[FilingStatus(staff.filing_status)],
            "reason": reasons.get(staff.pk, ""),
        }
        for staff in with_papers.order_by("code")[:MOST_SHOWN]
    ]
    return sorted(people, key=lambda row: order.index(row["status"]))


# ── filings ──


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm a filed person."""
    staff, at = _staff(request, code), timezone.now()
    try:
        return _confirm(request, staff, at=at)
    except Refusal as refusal:
        return _refused(request, staff, refusal)


@once
def _confirm(request: HttpRequest, staff: ServiceStaff, *, at: datetime) -> HttpResponse:
    services.confirm_filing(staff, actor=_actor(request), at=at)
    messages.success(request, _("%(name)s is confirmed and can be dispatched") % {"name": staff})
    return _back(staff)


@require_POST
def return_(request: HttpRequest, code: str) -> HttpResponse:
    """Send a filing back with what is missing."""
    staff, at, form = _staff(request, code), timezone.now(), ReturnForm(request.POST)
    if not form.is_valid():
        return _refused(request, staff, None, form=form)
    try:
        return _return(request, staff, form=form, at=at)
    except Refusal as refusal:
        return _refused(request, staff, refusal, form=form)


@once
def _return(request: HttpRequest, staff: ServiceStaff, *, form: ReturnForm, at: datetime) -> HttpResponse:
    services.return_filing(staff, actor=_actor(request), at=at, reason=form.cleaned_data["reason"])
    messages.success(request, _("The filing of %(name)s is returned") % {"name": staff})
    return _back(staff)


@require_POST
def file_again(request: HttpRequest, code: str) -> HttpResponse:
    """File a returned person anew."""
    staff, at = _staff(request, code), timezone.now()
    try:
        return _file_again(request, staff, at=at)
    except Refusal as refusal:
        return _refused(request, staff, refusal)


@once
def _file_again(request: HttpRequest, staff: ServiceStaff, *, at: datetime) -> HttpResponse:
    services.file_again(staff, actor=_actor(request), at=at)
    messages.success(request, _("%(name)s is filed anew: headquarters looks at it") % {"name": staff})
    return _back(staff)


def _staff(request: HttpRequest, code: str) -> ServiceStaff:
    rows = ServiceStaff.objects.visible_to(cast("User", request.user)).select_related("dealer")
    staff: ServiceStaff = get_object_or_404(rows, code=code)
    _actor(request)
    return staff


def _back(staff: ServiceStaff) -> HttpResponse:
    if staff.dealer is None:
        return redirect("dealers:list")
    return redirect("dealers:detail", code=staff.dealer.code)


def _refused(
    request: HttpRequest, staff: ServiceStaff, refusal: Refusal | None, *, form: ReturnForm | None = None
) -> HttpResponse:
    """Show the dealer's page again with what was refused, and what was typed."""
    form = form or ReturnForm({"reason": "–"})
    if refusal is not None:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
    status = refusal.status if refusal is not None else UNPROCESSABLE
    if staff.dealer is None:
        return _list(request, form=form, returning=staff, status=status)
    return _page(request, staff.dealer, form=form, returning=staff, status=status)
