"""The page of one engineer's day: closed in the evening with a reason for each open job (D18)."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from equipment.forms import refuse as put_refusal
from records.idempotency import once
from records.refusals import Refusal
from tickets import permissions, services
from tickets.days.explain import why_closed_by
from tickets.days.forms import CloseDayForm, ExplainForm
from tickets.days.page import close_form, day_page, items_of
from tickets.models import DayPlan, DayPlanItem
from tickets.querysets import is_engineer_only
from tickets.views.requests import require

if TYPE_CHECKING:
    from dealers.requests import ActorRequest


def visible_plan(request: "ActorRequest", code: str) -> DayPlan:
    """Return a day: 404 where it is missing or another dealer's, 403 where the role sees none."""
    rows: Any = DayPlan.objects.visible_to(request.user).select_related("staff", "dealer", "closed_by")
    plan: DayPlan = get_object_or_404(rows, code=code)
    require(allowed=permissions.may_see(request.user))
    return plan


@require_GET
def detail(request: "ActorRequest", code: str) -> HttpResponse:
    """Show a day: on a phone to whose it is, as a sheet to who looks at it from a desk."""
    return _page(request, visible_plan(request, code))


def _page(
    request: "ActorRequest",
    plan: DayPlan,
    *,
    form: CloseDayForm | None = None,
    explain: ExplainForm | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = day_page(plan, actor=request.user, at=timezone.now(), form=form, explain=explain)
    is_phone = is_engineer_only(request.user)
    return render(
        request, "tickets/days/phone.html" if is_phone else "tickets/days/detail.html", shown, status=status
    )


@require_GET
def why(request: "ActorRequest", code: str) -> HttpResponse:
    """Explain by which hour a day is closed (D18, K2)."""
    plan = visible_plan(request, code)
    said = why_closed_by(plan, at=timezone.now(), link=request.get_full_path())
    page = "tickets/days/why.html#panel" if request.htmx else "tickets/days/why.html"
    return render(request, page, {"why": said, "plan": plan})


@require_POST
@once
def close(request: "ActorRequest", code: str) -> HttpResponse:
    """Close the day; what is refused leaves all that was typed."""
    plan, at = visible_plan(request, code), timezone.now()
    require(allowed=permissions.may_close_day(request.user, plan))
    items = items_of(plan, actor=request.user)
    form, status = close_form(plan, items, at=at, sent=request.POST), 422
    if form.is_valid():
        try:
            services.close_day(plan, actor=request.user, at=at, carried=form.carried, told=form.told)
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("The day is closed."))
            return redirect(plan)
    plan.refresh_from_db(fields=["closed_at"])
    return _page(request, plan, form=form, status=status)


@require_POST
@once
def explain(request: "ActorRequest", code: str) -> HttpResponse:
    """Add why a job was not done once the day is closed."""
    plan = visible_plan(request, code)
    require(allowed=permissions.may_explain_day(request.user, plan))
    form, status = ExplainForm(request.POST), 422
    if form.is_valid():
        typed = form.cleaned_data
        rows: Any = DayPlanItem.objects.visible_to(request.user).filter(plan=plan).with_tickets()
        item: DayPlanItem = get_object_or_404(rows, ticket__number=typed.pop("ticket"))
        item.plan = plan
        try:
            services.explain_carried(item, actor=request.user, at=timezone.now(), **typed)
        except Refusal as refusal:
            put_refusal(form, refusal)
            status = refusal.status
        else:
            return redirect(plan)
    return _page(request, plan, explain=form, status=status)
