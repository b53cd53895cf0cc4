"""Questions about tickets, offers, records and events."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Final, Self, TypeVar

from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from dealers.roles import Right
from dealers.scoping import DealerScopedQuerySet
from records.days import first_moment
from tickets import due_scope
from tickets.choices import AlertStep, AppointmentState, MailOutcome, OfferAnswer, TicketChannel
from tickets.finding import COMMON, SAMPLE, WORDS, found_by
from tickets.states import NOTICED, OPEN, TicketStatus

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import (  # noqa: F401 (named in the base classes)
        CustomerLink,
        CustomerRating,
        IncomingMail,
        ServiceNeed,
        Ticket,
        TicketAssignment,
        TicketClock,
        TicketEvent,
        TicketFile,
        TicketOffer,
        TicketPromise,
        TicketReply,
        TicketStop,
        TicketWait,
    )

M = TypeVar("M", bound=models.Model)
ENGINEER_SEES_FOR = timedelta(days=30)


# who holds one of these looks at tickets for more than their own repairs
LOOKS_FURTHER: Final = (
    Right.OPEN_TICKETS,
    Right.DISPATCH,
    Right.SERVE_AS_DESK,
    Right.CALL_CUSTOMERS,
    Right.SEE_REPORTS,
)
BEFORE_ANYBODY_SERVES: Final = (TicketStatus.NEW, TicketStatus.OFFERED)


def is_engineer_only(actor: "User") -> bool:
    """Say whether a person sees tickets only through their own assignments, wherever they belong."""
    return actor.may(Right.REPAIR) and not any(actor.may(right) for right in LOOKS_FURTHER)


def sees_every_ticket(actor: "User") -> bool:
    """Say whether all tickets with all their steps are a person's: headquarters', but its engineers'."""
    return actor.is_active and actor.is_head_office and not is_engineer_only(actor)


class TicketScopedQuerySet(DealerScopedQuerySet[M]):
    """Rows of a ticket: scoped by the serving dealer, and for an engineer by assignments of the last 30 days.

    An access window is judged at the moment of the access, so this is the one question that reads the clock.
    """

    ticket_path: ClassVar[str] = "ticket__"

    def visible_to(self, actor: "User") -> Self:
        """Return rows of tickets that the person's dealers serve, or opened while nobody serves them (L2).

        From the day on which headquarters takes a ticket on, its work is its own: the opener keeps a receipt.
        """
        if not actor.is_active:
            return self.none()
        if is_engineer_only(actor):
            return self._given_to(actor)
        if actor.is_head_office:
            return self.all()
        # not joined to: else the indexes of tickets don't serve, and each count reads a million of them
        colleagues = get_user_model().objects.filter(dealer__in=actor.dealer_ids)
        served = models.Q(**{f"{self.ticket_path}dealer__in": actor.dealer_ids})
        sent_up = models.Q(
            **{
                f"{self.ticket_path}dealer__isnull": True,
                f"{self.ticket_path}status__in": BEFORE_ANYBODY_SERVES,
                f"{self.ticket_path}opened_by__in": colleagues.values("pk"),
            }
        )
        return self.filter(served | sent_up)

    def _given_to(self, actor: "User") -> Self:
        """Return rows of what an engineer repairs, or repaired within 30 days, for whom they serve (E1)."""
        since = timezone.now() - ENGINEER_SEES_FOR
        mine = models.Q(**{f"{self.ticket_path}assignments__engineer__user": actor})
        recent = models.Q(**{f"{self.ticket_path}assignments__ended_at__isnull": True}) | models.Q(
            **{f"{self.ticket_path}assignments__ended_at__gte": since}
        )
        own = models.Q(**{f"{self.ticket_path}dealer": actor.dealer_id})
        if actor.dealer_id is None:
            own = models.Q(**{f"{self.ticket_path}dealer__isnull": True})
        return self.filter(own & mine & recent).distinct()


class TicketQuerySet(TicketScopedQuerySet["Ticket"]):
    ticket_path = ""

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def closed(self) -> Self:
        return self.filter(status=TicketStatus.CLOSED)

    def not_imported(self) -> Self:
        return self.exclude(channel=TicketChannel.IMPORT)

    def replayed(self) -> Self:
        """Return tickets that the event log of another system brought, with the steps it tells of."""
        return self.filter(channel=TicketChannel.IMPORT).exclude(level="")

    def opened_from(self, day: date) -> Self:
        """Return tickets opened on a local day or later."""
        return self.filter(opened_at__gte=first_moment(day)) if day.year > date.min.year else self

    def opened_until(self, day: date) -> Self:
        """Return tickets opened on a local day or before."""
        return self.filter(opened_at__lt=first_moment(day + timedelta(days=1))) if day < date.max else self

    def matching(self, text: str, *, phone_hash: str = "", last_four_hash: str = "") -> Self:
        """Return tickets by a part of what is written on them, of the customer's name, or by the phone."""
        is_common = not phone_hash and self._is_common(text)  # a whole number is written on few
        wanted = found_by(text, is_common=is_common, phone_hash=phone_hash, last_four_hash=last_four_hash)
        return self.alias(words=WORDS).filter(wanted)

    def _is_common(self, text: str) -> bool:
        """Ask the newest tickets: the database takes pairs of a phrase for chance, and it for rare."""
        newest = self.model.objects.order_by("-opened_at", "-pk").values("pk")[:SAMPLE]
        held = self.model.objects.filter(pk__in=newest).alias(words=WORDS).filter(words__hold=text)
        return len(held.values_list("pk")[:COMMON]) == COMMON

    def with_serial(self, number: str) -> Self:
        """Return tickets of one serial number, in whichever letters: the index of their words finds them."""
        return self.alias(words=WORDS).filter(words__paired=number, serial_number__iexact=number)

    def late(self, at: datetime) -> Self:
        """Return tickets of which a promised time has passed (D3)."""
        return self.filter(due_at__lt=at)

    def with_due(self) -> Self:
        return self.filter(due_at__isnull=False)

    def paused(self) -> Self:
        """Return tickets of which no clock runs while they wait."""
        return self.filter(status=TicketStatus.WAITING, due_at__isnull=True)

    def moved_since(self, at: datetime) -> Self:
        return self.filter(moved_at__gt=at)

    def with_page(self) -> Self:
        """Fetch what the ticket's page shows of it in one statement; its histories are fetched apart.

        The database tries joins in each order: what is kept in memory or fetched with the histories is not
        among them, as who opened the ticket and who confirmed a time.
        """
        holds = models.Q(stops__ended_at=None)
        joined = self.with_agreed().select_related("rating")
        stopped = joined.annotate(stop=models.FilteredRelation("stops", condition=holds))
        return stopped.annotate(stopped_at=models.F("stop__at"))

    def of_unit(self, equipment_id: int) -> Self:
        return self.filter(equipment=equipment_id)

    def with_names(self) -> Self:
        """Fetch what a row shows in one statement."""
        return self.select_related(
            "product", "customer", "dealer", "engineer", "equipment", "contact", "fault_class"
        )

    def with_agreed(self) -> Self:
        """Fetch with a row the time agreed with the customer, if one holds."""
        return self.with_names().with_appointment()

    def with_line(self) -> Self:
        """Fetch what a line of the queue shows, and no more."""
        return self.select_related("product", "customer", "dealer", "engineer").with_appointment()

    def with_appointment(self) -> Self:
        holds = models.Q(appointments__state=AppointmentState.AGREED)
        joined = self.annotate(agreed_time=models.FilteredRelation("appointments", condition=holds))
        return joined.select_related("agreed_time")

    def without_time(self) -> Self:
        """Return tickets for which no time is agreed with the customer (D5)."""
        return self.exclude(appointments__state=AppointmentState.AGREED)

    def due_from(self, actor: "User", *, on: date) -> Self:
        """Return what waits for a step of this person: to dispatch, accept, assign, repair or close (L1).

        So do who is to be asked again, and a promised answer, from their day on; and what came to them
        because a time runs out. All of that is open, which the database cannot know: so its index serves.
        """
        return self.open().filter(due_scope.due_from(actor, on) | due_scope.lies_with(actor))

    def lying_with(self, actor: "User") -> Self:
        """Return what came to this person's level because a time runs out or has passed (D3, D10)."""
        return self.filter(due_scope.lies_with(actor))

    def due_otherwise(self, actor: "User", *, on: date) -> Self:
        """Return what waits for a step of this person, and has not come to them by an alert."""
        return self.open().filter(due_scope.due_from(actor, on)).exclude(due_scope.lies_with(actor))

    def escalated(self) -> Self:
        """Return tickets of which a promised time has passed and somebody was told (D3, D10)."""
        return self.exclude(alert__in=["", AlertStep.WARN])

    def alerting(self, at: datetime) -> Self:
        """Return tickets of which an alert has come due (D3, D10)."""
        return self.filter(next_alert_at__lte=at)

    def known_to(self, actor: "User") -> Self:
        """Return tickets that a dealer's desk opened or was asked to serve: it may know where they stand.

        An engineer asks for nobody: to them a ticket is known that they see (E1).
        """
        if not actor.is_active or actor.is_head_office or is_engineer_only(actor):
            return self.visible_to(actor)
        asked = self.model.objects.filter(offers__dealer__in=actor.dealer_ids)
        opened = self.model.objects.filter(opened_by__dealer__in=actor.dealer_ids)
        return self.filter(models.Q(pk__in=asked.values("pk")) | models.Q(pk__in=opened.values("pk")))


def _readable_by(actor: "User") -> models.Q:
    """Return which steps a dealer's person reads: its own and those of nobody (L2)."""
    return models.Q(dealer__isnull=True) | models.Q(dealer__in=actor.dealer_ids)


class OwnAndNobodysQuerySet(TicketScopedQuerySet[M]):
    """Rows of a ticket that also say for which dealer they were written."""

    dealer_path = "ticket__dealer"

    def visible_to(self, actor: "User") -> Self:
        """Return rows of visible tickets, without those of dealers that were asked before (L2)."""
        visible = super().visible_to(actor)
        return visible if sees_every_ticket(actor) else visible.filter(_readable_by(actor))


class TicketFileQuerySet(OwnAndNobodysQuerySet["TicketFile"]):
    def in_order(self) -> Self:
        return self.order_by("pk")

    def shown_to_customer(self) -> Self:
        return self.filter(is_shown_to_customer=True)


class IncomingMailQuerySet(TicketScopedQuerySet["IncomingMail"]):
    dealer_path = "ticket__dealer"

    def unanswered(self) -> Self:
        """Return mails that came after the last one we wrote of their ticket, which is not over (D1)."""
        rows = self.filter(outcome=MailOutcome.ADDED, ticket__status__in=OPEN)
        rows = rows.annotate(written_at=models.Max("ticket__replies__at"))
        return rows.filter(models.Q(written_at=None) | models.Q(written_at__lt=models.F("taken_at")))

    def waiting(self) -> Self:
        """Return mails that could not be placed and that nobody has decided about."""
        return self.filter(outcome=MailOutcome.ASIDE, decision__isnull=True)

    def in_order(self) -> Self:
        return self.order_by("pk")


class TicketReplyQuerySet(TicketScopedQuerySet["TicketReply"]):
    dealer_path = "ticket__dealer"


class TicketEventQuerySet(OwnAndNobodysQuerySet["TicketEvent"]):
    def marked_for(self, actor: "User") -> Self:
        """Mark each step of a visible ticket with whether the person may read it: clocks need them all."""
        readable = ~models.Q(pk__in=[]) if sees_every_ticket(actor) else _readable_by(actor)
        return self.annotate(
            is_readable=models.ExpressionWrapper(readable, output_field=models.BooleanField())
        )

    def done(self) -> Self:
        """Return what somebody did, without what the system noticed."""
        return self.exclude(verb__in=NOTICED)

    def in_order(self) -> Self:
        """Return steps in the order they were written: a clock that was set back changes nothing."""
        return self.order_by("pk")


class TicketClockQuerySet(TicketScopedQuerySet["TicketClock"]):
    dealer_path = "ticket__dealer"


class CustomerLinkQuerySet(TicketScopedQuerySet["CustomerLink"]):
    dealer_path = "ticket__dealer"

    def valid(self, at: datetime) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)


class TicketStopQuerySet(TicketScopedQuerySet["TicketStop"]):
    dealer_path = "ticket__dealer"

    def in_force(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def of(self, ticket: "Ticket") -> "TicketStop | None":
        """Return since when a ticket's customer wants no messages of it, if that is so."""
        return self.in_force().filter(ticket=ticket).first()


class CustomerRatingQuerySet(TicketScopedQuerySet["CustomerRating"]):
    dealer_path = "ticket__dealer"

    def of(self, ticket: "Ticket") -> "CustomerRating | None":
        """Return the rating of one ticket, if its customer gave one."""
        return self.filter(ticket=ticket).first()


class TicketOfferQuerySet(TicketScopedQuerySet["TicketOffer"]):
    """Offers are scoped by the dealer that was asked: who else was asked is headquarters' business."""

    def visible_to(self, actor: "User") -> Self:
        """Return the offers of visible tickets that the person's own dealers were made (L2)."""
        visible = super().visible_to(actor)
        return visible if sees_every_ticket(actor) else visible.filter(dealer__in=actor.dealer_ids)

    def pending(self) -> Self:
        return self.filter(answer=OfferAnswer.PENDING)

    def declined(self) -> Self:
        """Return offers that a dealer refused or let pass: it is not asked again by itself (D5)."""
        return self.filter(answer__in=[OfferAnswer.REFUSED, OfferAnswer.LAPSED])

    def overdue(self, at: datetime) -> Self:
        return self.pending().filter(due_at__lte=at)


class TicketWaitQuerySet(TicketScopedQuerySet["TicketWait"]):
    dealer_path = "ticket__dealer"

    def open(self) -> Self:
        return self.filter(ended__isnull=True)

    def with_steps(self) -> Self:
        """Fetch when each began and ended with it."""
        return self.select_related("began", "ended").order_by("pk")

    def over(self, at: datetime) -> Self:
        """Return the waits whose agreed end has come."""
        return self.open().filter(ends_at__lte=at)


class TicketPromiseQuerySet(TicketScopedQuerySet["TicketPromise"]):
    dealer_path = "ticket__dealer"

    def with_steps(self) -> Self:
        """Fetch when each was made and answered with it."""
        return self.select_related("made", "ended").order_by("pk")

    def open(self) -> Self:
        return self.filter(ended__isnull=True)

    def falling_due(self, first: date | None, last: date | None) -> Self:
        """Return what was promised for a moment of these local days, both included; none is no bound."""
        rows = self.filter(until__gte=first_moment(first)) if first and first.year > date.min.year else self
        if last is None or last == date.max:
            return rows
        return rows.filter(until__lt=first_moment(last + timedelta(days=1)))


class TicketAssignmentQuerySet(TicketScopedQuerySet["TicketAssignment"]):
    dealer_path = "ticket__dealer"

    def current(self) -> Self:
        return self.filter(ended_at__isnull=True)


class ServiceNeedQuerySet(models.QuerySet["ServiceNeed"]):
    """What work asks for is headquarters' to set; it belongs to no dealer."""

    def asked(self) -> Self:
        """Return what is asked for today, with the names of the qualifications."""
        return self.filter(qualification__is_active=True).select_related("qualification")
