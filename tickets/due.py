"""What of tickets is due from a person today (L1)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from records.due import DueItem
from records.listing import capped_count
from records.wording import short_moment
from regulation.calendars import local_day
from regulation.choices import ClockKind
from tickets import permissions
from tickets.choices import AlertStep
from tickets.models import IncomingMail, Ticket
from tickets.services.watching import alerted, with_alerted
from tickets.states import TicketStatus, TicketVerb

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.querysets import TicketQuerySet

MOST_SHOWN: Final = 10
S, V = TicketStatus, TicketVerb
# which step of theirs a ticket waits for, the first that the person may take
STEPS: Final[Mapping[str, tuple[TicketVerb, ...]]] = {
    S.NEW: (V.OFFER, V.SOLVE),
    S.OFFERED: (V.ACCEPT,),
    S.ACCEPTED: (V.ASSIGN,),
    S.ASSIGNED: (V.RECORD,),
    S.WAITING: (V.CHASE,),
    S.RESOLVED: (V.CLOSE,),
}
# a step: its icon, why it is theirs, the button
WORDS: Final[Mapping[TicketVerb, tuple[str, Any, Any]]] = {
    V.OFFER: ("send", gettext_lazy("To be dispatched"), gettext_lazy("Dispatch")),
    V.SOLVE: ("phone-check", gettext_lazy("Not dispatched yet"), gettext_lazy("Solve by phone")),
    V.ACCEPT: ("mail-forward", gettext_lazy("Offered to you"), gettext_lazy("Accept")),
    V.ASSIGN: ("user-check", gettext_lazy("Needs an engineer"), gettext_lazy("Assign")),
    V.RECORD: ("tool", gettext_lazy("Yours to repair"), gettext_lazy("Open job")),
    V.CHASE: ("bell-ringing", gettext_lazy("To be asked again today"), gettext_lazy("Ask again")),
    V.ANSWER: ("message-check", gettext_lazy("An answer is promised"), gettext_lazy("Answer")),
    V.CLOSE: ("file-check", gettext_lazy("Repaired, to be closed"), gettext_lazy("Close")),
}


def items(actor: "User", at: datetime) -> list[DueItem]:
    """Return what waits for a step of the person, the longest waiting first."""
    if not permissions.may_see(actor):
        return []
    today = local_day(at)
    visible = Ticket.objects.visible_to(actor).with_names()
    alerts = with_alerted(visible.lying_with(actor)).order_by("due_at", "pk")
    rows = visible.due_otherwise(actor, on=today).order_by("moved_at", "pk")
    return [
        *(_alert(ticket, today) for ticket in alerts[:MOST_SHOWN]),
        *_mails(actor),
        *(_item(ticket, actor, today) for ticket in rows[:MOST_SHOWN]),
    ]


def _alert(ticket: Ticket, today: date) -> DueItem:
    """Return a line about a time that runs out, or that has passed and came up to the person (D3, D10)."""
    is_warning = ticket.alert == AlertStep.WARN
    clock, due_at = alerted(ticket)
    known = {"clock": ClockKind(clock).label if clock else "", "moment": short_moment(due_at, today)}
    said = _("“%(clock)s” runs out: due %(moment)s") if is_warning else _("“%(clock)s” was due %(moment)s")
    about = [said % known, ticket.dealer or _("Headquarters"), ticket.product or ticket.product_text]
    return DueItem(
        icon="alarm" if is_warning else "flame",
        title=f"{ticket.number} {ticket.description[:60]}",
        detail=" · ".join(str(part) for part in about if part),
        url=ticket.get_absolute_url(),
        button=pgettext("alert", "See to it"),
        due=due_at or ticket.moved_at,
        opens=ticket.opened_at,
        tone="warn" if is_warning else "bad",
    )


def _mails(actor: "User") -> list[DueItem]:
    """Return what customers wrote that nobody has answered, and mails that have no ticket yet (D1)."""
    if not permissions.may_place_mails(actor):
        return []
    rows = IncomingMail.objects.visible_to(actor)
    answers = {mail.ticket: mail for mail in rows.unanswered().select_related("ticket").order_by("-pk")}
    waiting = list(rows.waiting().in_order()[:MOST_SHOWN])
    return [_answer(mail) for mail in list(answers.values())[:MOST_SHOWN]] + [
        _aside(mail) for mail in waiting
    ]


def _answer(mail: IncomingMail) -> DueItem:
    ticket = mail.ticket
    return DueItem(
        icon="mail",
        title=f"{ticket} {mail.text[:60]}",
        detail=_("The customer has written: %(who)s") % {"who": mail.masked_sender},
        url=f"{ticket.get_absolute_url() if ticket else ''}#mails",
        button=_("Answer"),
        due=mail.taken_at,
    )


def _aside(mail: IncomingMail) -> DueItem:
    return DueItem(
        icon="mail-question",
        title=mail.subject or _("Without subject"),
        detail=f"{mail.says} · {mail.masked_sender}",
        url=f"{reverse('tickets:mails')}#mail-{mail.code}",
        button=pgettext("mail", "Place"),
        due=mail.taken_at,
    )


def _item(ticket: Ticket, actor: "User", today: date) -> DueItem:
    """Return a line with the step that this person may take: nobody is sent to a door that is shut (D5)."""
    allowed = permissions.allowed_verbs(actor, ticket)
    promised = ticket.promised_until is not None and local_day(ticket.promised_until) <= today
    verbs = (V.ANSWER, *STEPS[ticket.status]) if promised else STEPS[ticket.status]
    icon, what, button = WORDS[next(verb for verb in verbs if verb in allowed)]
    name = "tickets:job" if ticket.status == TicketStatus.ASSIGNED else "tickets:detail"
    about = [
        what,
        ticket.customer or ticket.contact_name,
        ticket.product or ticket.product_text,
        ticket.place_text,
    ]
    return DueItem(
        icon=icon,
        title=f"{ticket.number} {ticket.description[:60]}",
        detail=" · ".join(str(part) for part in about if part),
        url=reverse(name, args=[ticket.number]),
        button=str(button),
        due=ticket.moved_at,
    )


def waiting(actor: "User", at: datetime) -> "TicketQuerySet":
    """Return what waits for the person, as the queue's first view does."""
    rows = Ticket.objects.visible_to(actor)
    return rows.due_from(actor, on=local_day(at)) if permissions.may_see(actor) else rows.none()


def badge(actor: "User", at: datetime) -> int:
    """Count what waits for the person: up to 100 and no further."""
    return capped_count(waiting(actor, at))
