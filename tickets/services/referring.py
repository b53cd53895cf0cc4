"""A hard case put together, referred to headquarters with its dossier, and answered (D9)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dealers.models import User
from dealers.roles import Right, Role
from dealers.services import dealer_for
from dealers.telling import News, tell
from records.numbers import take_number
from records.refusals import Refusal
from records.wording import short_moment
from regulation.calendars import local_day
from regulation.choices import TimeBasis, WaitReason
from regulation.names import listed
from regulation.services import version_in_force
from tickets import permissions
from tickets.choices import IN_PERSON, HelpKind
from tickets.models import RecordPhoto, Referral, Ticket, TicketFile
from tickets.referrals.dossier import DossierFacts, DossierIncomplete, Needed, missing, parts
from tickets.referrals.states import ReferralStandsOtherwise, ReferralStatus, ReferralVerb
from tickets.services.charging import charge_of, post_charge
from tickets.services.clocks import counted_by
from tickets.services.holding import hold
from tickets.services.moving import _move, _moved_by_another
from tickets.services.notes import NoteMissing, checked
from tickets.services.referral_moving import _move_referral, claim_draft
from tickets.services.telling import values_now
from tickets.states import QUOTED_IN, TicketStatus, TicketVerb, TransitionNotAllowed

if TYPE_CHECKING:
    from regulation.parameters import Referrals

LONGEST_DIAGNOSIS: Final = 2000
LONGEST_QUESTION: Final = 1000
LONGEST_ANSWER: Final = 4000
MOST_DAYS: Final = 60
HOUR: Final = 3600
OVERDUE_LETTER: Final = "staff.referral_overdue"


class HelpUnknown(Refusal):
    code = "help_unknown"
    message = _("Choose what help it is: remote, advice on site, or repair by headquarters' engineer.")


class DaysNotPossible(Refusal):
    code = "days_not_possible"
    message = _("Help on site takes 1 to %(most)s days; remote help takes none.")


def facts_of(ticket: Ticket, *, diagnosis: str) -> DossierFacts:
    """Return what is known of a case now."""
    unit = ticket.equipment
    checks = list(unit.self_check.values_list("passed", flat=True)) if unit else []
    return DossierFacts(
        model=ticket.product.code if ticket.product else ticket.product_text,
        serial_number=ticket.serial_number,
        factory_date=unit.factory_on.isoformat() if unit and unit.factory_on else "",
        installed_on=unit.installed_on.isoformat() if unit and unit.installed_on else "",
        checks=len(checks),
        passed=sum(checks),
        description=ticket.description,
        diagnosis=diagnosis,
        photos=_photos_of(ticket),
    )


def _photos_of(ticket: Ticket) -> int:
    """Count the pictures with a ticket: added to its files, or taken for the record of a trip."""
    pictures = {"file__media_type__startswith": "image/"}
    added = TicketFile.objects.filter(ticket=ticket, **pictures).count()
    return added + RecordPhoto.objects.filter(record__ticket=ticket).count()


def rules_on(at: datetime) -> "Referrals":
    """Return what the version in force at a moment asks of a referral."""
    return version_in_force(local_day(at)).typed.referrals


def needed_on(at: datetime) -> Needed:
    rules = rules_on(at)
    return Needed(photos=rules.photos, diagnosis_length=rules.diagnosis_length)


@transaction.atomic
def save_referral(
    ticket: Ticket, *, actor: User, at: datetime, diagnosis: str, question: str, wanted: str
) -> Referral:
    """Keep what was typed of a hard case as its draft, complete or not: one a ticket (D9)."""
    ticket = hold(ticket)
    _check_may_refer(ticket, actor=actor)
    typed = _typed(diagnosis=diagnosis, question=question, wanted=wanted)
    under_way = Referral.objects.open().filter(ticket=ticket).with_names().first()
    if under_way is not None and under_way.status != ReferralStatus.DRAFTED:
        raise ReferralStandsOtherwise(number=under_way.number, status=ReferralStatus(under_way.status).label)
    if under_way is not None:
        return claim_draft(under_way, drafted_at=at, drafted_by=actor, **typed)
    number = take_number("RF", year=local_day(at).year)
    return Referral.objects.create(number=number, ticket=ticket, drafted_at=at, drafted_by=actor, **typed)


def _check_may_refer(ticket: Ticket, *, actor: User) -> None:
    if not permissions.may_refer(actor, ticket):
        raise PermissionDenied
    if ticket.status not in QUOTED_IN:
        raise TransitionNotAllowed(verb=TicketVerb.REFER.label, status=TicketStatus(ticket.status).label)


def _typed(*, diagnosis: str, question: str, wanted: str) -> dict[str, Any]:
    if wanted not in HelpKind.values:
        raise HelpUnknown(field="wanted")
    return {
        "diagnosis": checked(diagnosis, field="diagnosis", limit=LONGEST_DIAGNOSIS),
        "question": checked(question, field="question", limit=LONGEST_QUESTION),
        "wanted": wanted,
    }


@transaction.atomic
def refer_ticket(
    ticket: Ticket, *, actor: User, at: datetime, diagnosis: str, question: str, wanted: str
) -> Referral:
    """Ask headquarters: the dossier is frozen, headquarters' clock starts, the dealer's go on (D9).

    Waiting for headquarters is a wait of its own, which pauses the dealer's clocks only where the regulation
    says so; the ticket stays where it stands.
    """
    if hold(ticket).version != ticket.version:
        raise _moved_by_another(ticket)
    referral = save_referral(
        ticket, actor=actor, at=at, diagnosis=diagnosis, question=question, wanted=wanted
    )
    ticket = Ticket.objects.with_names().get(pk=ticket.pk)
    facts = facts_of(ticket, diagnosis=referral.diagnosis)
    _check_complete(facts, at=at)
    if not referral.question:
        raise NoteMissing(_("Write what headquarters is asked."), field="question")
    referred = _move_referral(
        referral,
        ReferralVerb.REFER,
        dossier=facts.kept(),
        referred_at=at,
        referred_by=actor,
        asker=ticket.dealer,
        territory=dealer_for(ticket.division_id or ""),
        due_at=due_of(at),
    )
    status = TicketStatus(ticket.status)
    referred.ticket = _move(ticket, TicketVerb.REFER, status, actor=actor, at=at, about=referred.number)
    return referred


def _check_complete(facts: DossierFacts, *, at: datetime) -> None:
    found = parts(facts, needed_on(at))
    if absent := missing(found):
        sentences = listed(f"{part.code.label}: {part.missing}" for part in absent)
        raise DossierIncomplete(done=len(found) - len(absent), all=len(found), missing=sentences)


def due_of(referred_at: datetime) -> datetime:
    """Return until when headquarters answers, in the working time of the version then in force."""
    version = version_in_force(local_day(referred_at))
    counted = counted_by(version, {TimeBasis.WORKING})[TimeBasis.WORKING]
    return counted.after(referred_at, version.typed.referrals.answer_hours * HOUR)


@transaction.atomic
def advise_referral(
    referral: Referral, *, actor: User, at: datetime, answer: str, given: str, days: int = 0
) -> Referral:
    """Answer a hard case: by advice, or by going there; a wait for technical support ends with it (D9).

    What the regulation charges for it is on the dealer's account in the same transaction (I11).
    """
    ticket = referral.ticket
    if not permissions.may_advise(actor, ticket):
        raise PermissionDenied
    if given not in HelpKind.values:
        raise HelpUnknown(field="given")
    if not (1 <= days <= MOST_DAYS if given in IN_PERSON else days == 0):
        raise DaysNotPossible(most=MOST_DAYS, field="days")
    said = checked(answer, field="answer", limit=LONGEST_ANSWER, missing=NoteMissing(_("Write what to do.")))
    charge = charge_of(referral, given=given, days=days)
    answered = _move_referral(
        referral,
        ReferralVerb.ADVISE,
        answer=said,
        given=given,
        days=days,
        answered_at=at,
        answered_by=actor,
        charging=charge.ruling,
    )
    ticket = Ticket.objects.with_names().get(pk=ticket.pk)
    answered.ticket = _move(
        ticket, TicketVerb.ADVISE, _goes_on_to(ticket), actor=actor, at=at, about=answered.number
    )
    post_charge(answered, charge, actor=actor, at=at)
    return answered


def _goes_on_to(ticket: Ticket) -> TicketStatus:
    """Return where a ticket goes on once headquarters has answered; another wait stays."""
    if ticket.status == TicketStatus.WAITING and ticket.wait_reason == WaitReason.SUPPORT:
        return TicketStatus(ticket.waiting_from)
    return TicketStatus(ticket.status)


def tell_overdue(at: datetime) -> int:
    """Tell the service manager and technical support of each answer that is overdue, once (D9, D10)."""
    late = Referral.objects.unannounced(at).order_by("due_at", "pk").values_list("pk", flat=True)
    return sum(_tell_one(pk, at=at) for pk in list(late))


@transaction.atomic
def _tell_one(pk: int, *, at: datetime) -> int:
    if not Referral.objects.unannounced(at).filter(pk=pk).update(overdue_told_at=at):
        return 0
    referral = Referral.objects.with_names().get(pk=pk)
    ticket = referral.ticket
    step = ticket.events.in_order().reverse()[0]
    due = short_moment(referral.due_at, None) if referral.due_at else ""

    def values() -> dict[str, str]:
        return values_now(ticket, step) | {"referral": referral.number, "due": due}

    news = News(OVERDUE_LETTER, values, key=f"referral/{pk}/overdue", about=ticket.number, at=at)
    tell(news, people=[*User.objects.in_role(Role.SERVICE_MANAGER).filter(dealer=None), *support()])
    return 1


def support() -> list[User]:
    """Return who answers hard cases at headquarters."""
    people = User.objects.filter(is_active=True, dealer__isnull=True).with_standing()
    return [person for person in people if person.may(Right.ADVISE)]
