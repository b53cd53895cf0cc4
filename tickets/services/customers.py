"""What customers do without an account: report, confirm, say that it is not over, rate (C9, D1, F5)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from equipment.services import find_or_add_reporter
from records.choices import FileKind
from records.files.keeping import keep_file
from records.refusals import Refusal
from tickets.choices import (
    FileSource,
    LinkPurpose,
    MachineState,
    Symptom,
    TicketChannel,
    TicketKind,
    TicketPriority,
)
from tickets.models import CustomerLink, CustomerRating, Ticket
from tickets.services.closing import take_up_again
from tickets.services.confirming import ask_holder
from tickets.services.dispatching import end_assignments
from tickets.services.files import attach_file
from tickets.services.links import new_link
from tickets.services.moving import _move
from tickets.services.notes import cleaned
from tickets.services.opening import Intake, open_ticket
from tickets.states import TicketStatus, TicketVerb

if TYPE_CHECKING:
    from equipment.models import Equipment
    from records.files.keeping import SentFile

REOPENED_WITHIN: Final = timedelta(days=14)
RATED_WITHIN: Final = timedelta(days=30)
LONGEST_COMMENT: Final = 300
MOST_SENT: Final = 9
MOST_OPEN: Final = 3  # reports of one machine: each tells people, and anybody can stand before it
PICTURES_AND_SOUNDS: Final = frozenset({FileKind.IMAGE, FileKind.AUDIO})
RATINGS: Final = range(1, 6)
PRIORITIES: Final = {MachineState.STANDS.value: TicketPriority.HIGH}


@dataclass(frozen=True, slots=True)
class Report:
    """What a customer says of a fault; hardly anything of it is typed."""

    state: str
    symptoms: tuple[str, ...] = ()
    words: str = ""
    phone: str = ""
    sent: "tuple[SentFile, ...]" = ()
    is_another: bool = False


class NothingReported(Refusal):
    code = "nothing_reported"
    message = gettext_lazy("Press what is wrong, or say it in a few words.")


class TooMuchSent(Refusal):
    code = "too_much_sent"
    message = gettext_lazy("At most %(limit)s photos and voice messages can be sent. Leave some out.")


class AlreadyReported(Refusal):
    code = "already_reported"
    status = 409
    message = gettext_lazy("Somebody has reported a fault of this machine already.")


class TooMuchReported(Refusal):
    code = "too_much_reported"
    status = 429
    message = gettext_lazy(
        "%(limit)s faults of this machine are reported and not done yet. Call us about another."
    )


class TooLateToReopen(Refusal):
    code = "too_late_to_reopen"
    message = gettext_lazy("This repair was finished more than two weeks ago. Report the fault again.")


class NotRatedNow(Refusal):
    code = "not_rated_now"
    message = gettext_lazy("A repair is rated once it is closed, for a month.")


class RatingNotValid(Refusal):
    code = "rating_not_valid"
    message = gettext_lazy("Press one of the five for each question.")


class AlreadyRated(Refusal):
    code = "already_rated"
    status = 409
    message = gettext_lazy("This repair is rated already. Thank you.")


@transaction.atomic
def report_fault(unit: "Equipment", *, at: datetime, report: Report) -> tuple[Ticket, str]:
    """Open a ticket at the code on a unit; return it with the secret of the customer's link to it (D1)."""
    if not report.is_another and Ticket.objects.of_unit(unit.pk).open().exists():
        raise AlreadyReported
    if not report.symptoms and not cleaned(report.words) and not report.sent:
        raise NothingReported(field="symptoms")
    if len(report.sent) > MOST_SENT:
        raise TooMuchSent(limit=MOST_SENT, field="photos")
    if Ticket.objects.of_unit(unit.pk).open().filter(channel=TicketChannel.QR).count() >= MOST_OPEN:
        raise TooMuchReported(limit=MOST_OPEN)
    phone = report.phone.strip()
    ticket = open_ticket(
        actor=None,
        at=at,
        intake=Intake(
            kind=TicketKind.REPAIR,
            channel=TicketChannel.QR,
            description=_written(report),
            contact_name="",
            contact_phone="",
            contact=find_or_add_reporter(unit, phone=phone, at=at) if phone else None,
            equipment=unit,
            priority=PRIORITIES.get(report.state, TicketPriority.NORMAL),
        ),
    )
    ask_holder(ticket, at=at)
    for one in report.sent:
        file = keep_file(one, actor=None, at=at, allowed=PICTURES_AND_SOUNDS)
        attach_file(ticket, actor=None, at=at, file=file, source=FileSource.CUSTOMER)
    return ticket, new_link(ticket, purpose=LinkPurpose.PROGRESS, at=at, actor=None)


def _written(report: Report) -> str:
    """Return a report as the first line of a ticket, and below it the customer's own words."""
    pressed = _(", ").join(str(Symptom(one).label) for one in report.symptoms)
    first = _("%(state)s: %(symptoms)s") if pressed else "%(state)s"
    line = first % {"state": MachineState(report.state).label, "symptoms": pressed}
    return f"{line}\n{cleaned(report.words)}".strip()


@transaction.atomic
def confirm_repair(link: CustomerLink, *, at: datetime) -> Ticket:
    """Close a resolved ticket, for the customer says that the machine works again."""
    moved = _move(link.ticket, TicketVerb.CLOSE, TicketStatus.CLOSED, actor=None, at=at, link=link)
    end_assignments(moved, at=at)
    return moved


@transaction.atomic
def report_not_over(link: CustomerLink, *, at: datetime, reason: str) -> Ticket:
    """Take a resolved ticket up again, for the customer says that the fault is still there."""
    resolved_at = link.ticket.resolved_at
    if resolved_at is not None and at - resolved_at > REOPENED_WITHIN:
        raise TooLateToReopen
    return take_up_again(link.ticket, actor=None, at=at, reason=reason, link=link)


def may_be_rated(ticket: Ticket, *, at: datetime) -> bool:
    """Say whether it is the time to rate a repair: once it is closed, for a month (B11)."""
    return ticket.closed_at is not None and at - ticket.closed_at <= RATED_WITHIN


@transaction.atomic
def rate_repair(
    link: CustomerLink, *, at: datetime, content: int, process: int, attitude: int, comment: str = ""
) -> CustomerRating:
    """Keep what a customer thinks of a repair, once (F5, B11)."""
    if not may_be_rated(link.ticket, at=at):
        raise NotRatedNow
    given = {"content": content, "process": process, "attitude": attitude}
    if not all(rating in RATINGS for rating in given.values()):
        raise RatingNotValid
    said = cleaned(comment)[:LONGEST_COMMENT]
    try:
        with transaction.atomic():
            return CustomerRating.objects.create(
                ticket=link.ticket, comment=said, rated_at=at, link=link, **given
            )
    except IntegrityError as error:
        raise AlreadyRated from error
