"""One day of one engineer as its page shows it: what is done, what is open, what goes on and why (D18)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from records.wording import short_day, short_moment
from regulation.calendars import local_day
from tickets import permissions
from tickets.days.explain import window_of
from tickets.days.forms import CloseDayForm, ExplainForm
from tickets.days.listing import closed_words
from tickets.days.states import DayOrigin, DayReason, DayState, DayVerb
from tickets.models import DayPlan, DayPlanEvent, DayPlanItem, Ticket
from tickets.querysets import is_engineer_only
from tickets.services import next_open_day
from tickets.window_hints import hours_of
from tickets.window_rules import TripWindow

if TYPE_CHECKING:
    from dealers.models import User

TONES: Final = {
    DayState.PLANNED.value: "o",
    DayState.DONE.value: "good",
    DayState.CARRIED_OVER.value: "warn",
    DayState.DROPPED.value: "",
}
ORDER: Final = (DayState.PLANNED, DayState.CARRIED_OVER, DayState.DONE, DayState.DROPPED)


def items_of(plan: DayPlan, *, actor: "User") -> list[DayPlanItem]:
    rows = DayPlanItem.objects.visible_to(actor).filter(plan=plan)
    return list(rows.with_tickets())


def close_form(
    plan: DayPlan,
    items: Sequence[DayPlanItem],
    *,
    at: datetime,
    sent: Any = None,  # noqa: ANN401 (a form's data)
) -> CloseDayForm:
    """Return the evening's form for what is still open."""
    left = [item for item in items if item.state == DayState.PLANNED]
    return CloseDayForm(sent, items=left, new_day=next_open_day(plan, at=at))


def day_page(
    plan: DayPlan,
    *,
    actor: "User",
    at: datetime,
    form: CloseDayForm | None = None,
    explain: ExplainForm | None = None,
) -> dict[str, Any]:
    """Return what the page of a day says and which of its forms stand open."""
    items, today = items_of(plan, actor=actor), local_day(at)
    is_open = plan.closed_at is None and plan.on <= today
    may_close = is_open and permissions.may_close_day(actor, plan)
    if may_close and form is None:
        form = close_form(plan, items, at=at)
    known = set(
        Ticket.objects.visible_to(actor)
        .filter(pk__in=[one.ticket_id for one in items])
        .values_list("pk", flat=True)
    )
    told = _told_later(plan, actor)
    page = "tickets:job" if is_engineer_only(actor) else "tickets:detail"
    lines = [
        _line(item, today=today, is_known=item.ticket_id in known, told=told.get(item.pk, []))
        | {"form": form.of(item.ticket.number) if form and item.state == DayState.PLANNED else []}
        for item in items
    ]
    counted = {state.value: sum(item.state == state for item in items) for state in DayState}
    return {
        "plan": plan,
        "day": short_day(plan.on, today),
        "is_today": plan.on == today,
        "groups": [
            {
                "state": state.value,
                "head": state.label,
                "lines": [one for one in lines if one["state"] == state],
            }
            for state in ORDER
            if counted[state.value]
        ],
        "counts": counted,
        "planned": len(items) - counted[DayState.DROPPED.value],
        "window": window_of(plan, at=at),
        "served_by": plan.dealer.name if plan.dealer else _("Headquarters"),
        "job_page": page,
        "form": form if may_close else None,
        "explain": explain or ExplainForm(),
        "may_explain": permissions.may_explain_day(actor, plan),
        **closed_words(plan, today=today),
    }


def _line(item: DayPlanItem, *, today: date, is_known: bool, told: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one job of the day; of a ticket that is somebody else's now only its number."""
    ticket = item.ticket
    window = TripWindow(item.begins_at, item.ends_at) if item.begins_at and item.ends_at else None
    is_silent = item.reason == DayReason.NONE_GIVEN
    return {
        "item": item,
        "ticket": ticket,
        "is_known": is_known,
        "hours": hours_of(window) if window else "",
        "subject": ticket.description[:60] if is_known else "",
        "customer": str(ticket.customer or ticket.contact_name) if is_known else "",
        "origin": DayOrigin(item.origin).label,
        "state": item.state,
        "tone": TONES[item.state],
        "says": item.get_state_display(),
        "done": short_moment(item.done_at, today) if item.done_at else "",
        "reason": item.get_reason_display(),
        "is_silent": is_silent and item.state == DayState.CARRIED_OVER,
        "carried_to": short_day(item.carried_to, today) if item.carried_to else "",
        "told": told,
    }


def _told_later(plan: DayPlan, actor: "User") -> dict[int, list[dict[str, Any]]]:
    """Return what was said of the jobs once the day was closed."""
    rows = DayPlanEvent.objects.visible_to(actor).filter(item__plan=plan, verb=DayVerb.EXPLAIN).in_order()
    found: dict[int, list[dict[str, Any]]] = {}
    for event in rows:
        said = {
            "reason": event.get_reason_display(),
            "words": event.words,
            "at": event.at,
            "who": event.actor,
        }
        found.setdefault(event.item_id, []).append(said)
    return found


def day_strip(actor: "User", at: datetime) -> dict[str, Any] | None:
    """Return how the person's own day stands, for the list of jobs and the home page."""
    rows = DayPlan.objects.visible_to(actor).of_person(actor).on_day(local_day(at)).with_counts()
    plan = rows.first()
    if plan is None:
        return None
    n = {state.value: int(getattr(plan, f"n_{state.value}")) for state in DayState}
    planned = n["planned"] + n["done"] + n["carried_over"]
    return {"plan": plan, "planned": planned, "done": n["done"], "open": n["planned"]}
