"""The steps a person may take with a ticket now, as the action panel draws them (D5)."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dealers.services import dealer_for
from tickets import forms as f
from tickets import permissions
from tickets.appointments import agreed_of, steps_possible
from tickets.engineer_list import listed_engineers
from tickets.models import Ticket, TicketAppointment, TicketOffer
from tickets.states import TicketStatus, TicketVerb
from tickets.window_hints import free_windows

if TYPE_CHECKING:
    from dealers.models import User

V = TicketVerb
LINK: Final = "link"
FORMS: Final[Mapping[str, type[f.StepForm]]] = {
    V.OFFER: f.OfferForm,
    V.ACCEPT: f.AcceptForm,
    V.REFUSE: f.RefuseForm,
    V.ASSIGN: f.AssignForm,
    V.APPOINT: f.AppointForm,
    V.CONFIRM: f.ConfirmForm,
    V.CALL_OFF: f.CallOffForm,
    V.WAIT: f.WaitForm,
    V.CHASE: f.ChaseForm,
    V.RESUME: f.ResumeForm,
    V.PROMISE: f.PromiseForm,
    V.ANSWER: f.AnswerForm,
    V.SOLVE: f.SolveForm,
    V.REOPEN: f.ReopenForm,
    V.CLOSE: f.CloseForm,
    V.PRIORITIZE: f.PrioritizeForm,
    V.CANCEL: f.CancelForm,
    V.MERGE: f.MergeForm,
}
# the order in which they are offered: what brings the ticket on comes first
ORDER: Final = (
    V.RECORD,
    V.RESUME,
    V.CHASE,
    V.ACCEPT,
    V.OFFER,
    V.ASSIGN,
    V.CONFIRM,
    V.APPOINT,
    V.CLOSE,
    V.SOLVE,
    V.ANSWER,
    V.PROMISE,
    V.WAIT,
    V.CALL_OFF,
    V.REFUSE,
    V.REOPEN,
    V.PRIORITIZE,
    V.MERGE,
    V.CANCEL,
)
BRINGS_ON: Final = frozenset({V.RECORD, V.RESUME, V.ACCEPT, V.OFFER, V.ASSIGN, V.APPOINT, V.CLOSE, V.SOLVE})
WORDS: Final[Mapping[str, tuple[Any, str]]] = {
    V.OFFER: (gettext_lazy("Offer to dealer"), "send"),
    V.ACCEPT: (gettext_lazy("Accept ticket"), "check"),
    V.REFUSE: (gettext_lazy("Refuse ticket"), "arrow-back-up"),
    V.ASSIGN: (gettext_lazy("Assign engineer"), "user-check"),
    V.APPOINT: (gettext_lazy("Agree on a time"), "calendar-plus"),
    V.CONFIRM: (gettext_lazy("Customer asked once more"), "phone-check"),
    V.CALL_OFF: (gettext_lazy("Call the time off"), "calendar-off"),
    V.WAIT: (gettext_lazy("Set waiting"), "player-pause"),
    V.CHASE: (gettext_lazy("Ask again"), "bell-ringing"),
    V.PROMISE: (gettext_lazy("Promise an answer"), "clock-plus"),
    V.ANSWER: (gettext_lazy("Answer given"), "message-check"),
    V.MERGE: (gettext_lazy("Merge into another"), "arrow-merge"),
    V.RESUME: (pgettext_lazy("ticket", "Go on"), "player-play"),
    V.RECORD: (gettext_lazy("Fill in record"), "file-check"),
    V.SOLVE: (gettext_lazy("Solve by phone"), "phone-check"),
    V.REOPEN: (gettext_lazy("Reopen ticket"), "rotate"),
    V.CLOSE: (gettext_lazy("Close ticket"), "lock"),
    V.PRIORITIZE: (gettext_lazy("Change priority"), "flag"),
    V.CANCEL: (gettext_lazy("Cancel ticket"), "ban"),
}


def steps(
    ticket: Ticket, *, actor: "User", at: datetime, sent: Mapping[str, f.StepForm] | None = None
) -> list[dict[str, Any]]:
    """Return the open steps in order, the first drawn open; a refused form keeps what was typed."""
    sent, agreed = sent or {}, agreed_of(ticket)
    ordered = _ordered(ticket, steps_possible(permissions.allowed_verbs(actor, ticket), agreed))
    moves = [
        {
            "verb": verb.value,
            "label": _label(ticket, verb, agreed),
            "icon": WORDS[verb][1],
            "url": reverse(f"tickets:{verb.value}", args=[ticket.number]),
            "form": sent.get(verb) or _blank(ticket, actor, verb, agreed=agreed),
            "is_first": n == 0 and verb in BRINGS_ON,
            "is_open": verb in sent,
            "people": _people(ticket, actor, at=at, sent=sent.get(verb)) if verb == V.ASSIGN else [],
            "windows": _windows(ticket, at=at, sent=sent.get(verb)) if verb == V.APPOINT else [],
        }
        for n, verb in enumerate(ordered)
    ]
    return [*moves, _link(ticket, actor, sent)] if permissions.may_link(actor, ticket) else moves


def _link(ticket: Ticket, actor: "User", sent: Mapping[str, f.StepForm]) -> dict[str, Any]:
    """Return the form that says which other ticket belongs to this one: no step, and open in any state."""
    return {
        "verb": LINK,
        "label": _("Link with another"),
        "icon": "link",
        "url": reverse("tickets:link", args=[ticket.number]),
        "form": sent.get(LINK) or f.LinkForm(ticket=ticket, actor=actor),
        "is_first": False,
        "is_open": LINK in sent,
    }


def too_late(
    ticket: Ticket, *, actor: "User", sent: Mapping[str, f.StepForm] | None = None
) -> dict[str, Any] | None:
    """Return the refused step that is not open any more, with what was typed: nothing is lost."""
    allowed = permissions.allowed_verbs(actor, ticket)
    for verb, form in (sent or {}).items():
        if verb != LINK and verb not in allowed:
            typed = [str(bound.value()) for bound in form.visible_fields() if bound.value()]
            return {"errors": form.non_field_errors(), "typed": "\n".join(typed)}
    return None


def _ordered(ticket: Ticket, allowed: frozenset[TicketVerb]) -> list[TicketVerb]:
    order: list[TicketVerb] = [verb for verb in ORDER if verb in allowed]
    if ticket.promised_until is None and V.ANSWER in order:
        order.remove(V.ANSWER)  # nothing is promised that could be kept
    if ticket.status == TicketStatus.NEW and V.ACCEPT in order and V.OFFER in order:
        order.remove(V.ACCEPT)
        order.insert(order.index(V.OFFER) + 1, V.ACCEPT)  # a dealer is asked before headquarters goes itself
    return order


def _label(ticket: Ticket, verb: TicketVerb, agreed: TicketAppointment | None) -> str:
    if verb == V.APPOINT and agreed is not None:
        return _("Agree on another time")
    if verb == V.ACCEPT and ticket.status == TicketStatus.NEW:
        return _("Serve it ourselves")
    if verb == V.ASSIGN and ticket.status == TicketStatus.ASSIGNED:
        return _("Change engineer")
    return str(WORDS[verb][0])


def _blank(
    ticket: Ticket, actor: "User", verb: TicketVerb, *, agreed: TicketAppointment | None
) -> f.StepForm | None:
    if verb not in FORMS:
        return None
    if verb == V.APPOINT:
        return f.AppointForm(ticket=ticket, actor=actor, agreed=agreed)
    form = FORMS[verb](ticket=ticket, actor=actor)
    if verb == V.OFFER:
        served_by = dealer_for(ticket.division_id or "")
        refused = (
            TicketOffer.objects.visible_to(actor)
            .filter(ticket=ticket)
            .declined()
            .values_list("dealer", flat=True)
        )
        if served_by is not None and served_by.pk not in set(refused):
            form.initial["dealer"] = served_by.code
    return form


def _people(ticket: Ticket, actor: "User", *, at: datetime, sent: f.StepForm | None) -> list[dict[str, Any]]:
    """Return whom the ticket may go to, and who can't be sent and why; who was chosen stays chosen."""
    chosen = sent["engineer"].value() if sent else None
    return [
        {**one._asdict(), "can_go": one.can_go, "is_chosen": one.person.code == chosen}
        for one in listed_engineers(ticket, actor=actor, at=at)
    ]


def _windows(ticket: Ticket, *, at: datetime, sent: f.StepForm | None) -> list[dict[str, Any]]:
    """Return the next free windows; the one that was chosen stays chosen."""
    return free_windows(ticket, at=at, chosen=str(sent["window"].value() or "") if sent else "")
