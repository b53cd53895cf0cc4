"""The steps a person may take with a ticket now, as the action panel draws them (D5)."""

from collections.abc import Collection, Mapping
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
    V.CLASSIFY: f.ClassifyForm,
    V.CANCEL: f.CancelForm,
    V.MERGE: f.MergeForm,
    LINK: f.LinkForm,
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
    V.CLASSIFY,
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
    V.CLASSIFY: (gettext_lazy("Set the fault class"), "category"),
    V.CANCEL: (gettext_lazy("Cancel ticket"), "ban"),
    LINK: (gettext_lazy("Link with another"), "link"),
}


def steps(
    ticket: Ticket, *, actor: "User", at: datetime, sent: Mapping[str, f.StepForm] | None = None
) -> list[dict[str, Any]]:
    """Return the open steps in order: the first with its form, the others by name until one is opened.

    A refused form keeps what was typed, and stands open.
    """
    sent = sent or {}
    rows = []
    for n, verb in enumerate(_ordered(ticket, actor)):
        is_first = n == 0 and _brings_on(ticket, verb)
        row = _named(ticket, verb) | {"is_first": is_first, "is_open": verb in sent}
        if is_first or verb in sent:
            row |= _asked(ticket, actor, verb, at=at, sent=sent.get(verb))
        rows.append(row)
    return rows


def whole_steps(
    ticket: Ticket, *, actor: "User", at: datetime, only: Collection[str]
) -> list[dict[str, Any]]:
    """Return some of the open steps with their forms: on a phone at the machine each fetch may fail."""
    return [
        _named(ticket, verb) | _asked(ticket, actor, verb, at=at)
        for verb in _ordered(ticket, actor)
        if verb in only
    ]


def one_step(ticket: Ticket, verb: str, *, actor: "User", at: datetime) -> dict[str, Any] | None:
    """Return one step with its form; nothing where it is not open to the person now."""
    if verb not in _ordered(ticket, actor):
        return None
    return _named(ticket, verb) | _asked(ticket, actor, verb, at=at)


def _brings_on(ticket: Ticket, verb: str) -> bool:
    """Say whether a step is what the ticket waits for; to change what is settled already is not."""
    if verb == V.APPOINT:
        return agreed_of(ticket) is None
    return verb in BRINGS_ON and not (verb == V.ASSIGN and ticket.status == TicketStatus.ASSIGNED)


def _named(ticket: Ticket, verb: str) -> dict[str, Any]:
    return {
        "verb": str(verb),
        "label": _label(ticket, verb, agreed_of(ticket)),
        "icon": WORDS[verb][1],
        "url": reverse(f"tickets:{verb}", args=[ticket.number]),
    }


def _asked(
    ticket: Ticket, actor: "User", verb: str, *, at: datetime, sent: f.StepForm | None = None
) -> dict[str, Any]:
    """Return what a step asks: its form, and what there is to choose from."""
    return {
        "form": sent or _blank(ticket, actor, verb),
        "people": _people(ticket, actor, at=at, sent=sent) if verb == V.ASSIGN else [],
        "windows": _windows(ticket, at=at, sent=sent) if verb == V.APPOINT else [],
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


def _ordered(ticket: Ticket, actor: "User") -> list[str]:
    allowed = steps_possible(permissions.allowed_verbs(actor, ticket), agreed_of(ticket))
    order: list[str] = [verb for verb in ORDER if verb in allowed]
    if ticket.promised_until is None and V.ANSWER in order:
        order.remove(V.ANSWER)  # nothing is promised that could be kept
    if ticket.status == TicketStatus.NEW and V.ACCEPT in order and V.OFFER in order:
        order.remove(V.ACCEPT)
        order.insert(order.index(V.OFFER) + 1, V.ACCEPT)  # a dealer is asked before headquarters goes itself
    if ticket.status == TicketStatus.ASSIGNED and V.ASSIGN in order:
        order.remove(V.ASSIGN)
        order.insert(order.index(V.APPOINT) + 1 if V.APPOINT in order else 0, V.ASSIGN)
    if permissions.may_link(actor, ticket):
        order.append(LINK)  # no step, and open in any state
    return order


def _label(ticket: Ticket, verb: str, agreed: TicketAppointment | None) -> str:
    if verb == V.APPOINT and agreed is not None:
        return _("Agree on another time")
    if verb == V.ACCEPT and ticket.status == TicketStatus.NEW:
        return _("Serve it ourselves")
    if verb == V.ASSIGN and ticket.status == TicketStatus.ASSIGNED:
        return _("Change engineer")
    return str(WORDS[verb][0])


def _blank(ticket: Ticket, actor: "User", verb: str) -> f.StepForm | None:
    if verb not in FORMS:
        return None
    if verb == V.APPOINT:
        return f.AppointForm(ticket=ticket, actor=actor, agreed=agreed_of(ticket))
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
