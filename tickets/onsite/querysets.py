"""Questions about service records and what belongs to them (D7, L2)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db.models import Model, Q
from django.utils import timezone

from dealers.roles import Right
from records.days import first_moment
from tickets.onsite.states import OWED, RecordStatus
from tickets.querysets import ENGINEER_SEES_FOR, TicketScopedQuerySet, is_engineer_only

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import (  # noqa: F401 (named in the base classes)
        RecordEvent,
        RecordLine,
        RecordPhoto,
        RecordReading,
        ServiceRecord,
        SignedRecord,
    )


M = TypeVar("M", bound=Model)


class RecordScopedQuerySet(TicketScopedQuerySet[M]):
    """Rows of a service record: they exist for who serves the ticket, and for whose trip it was.

    A ticket may have gone to another dealer since: its first dealer still owes the record and answers for it.
    So does an engineer, of a trip within the days that a ticket stays in sight (E1), while it is still owed.
    """

    record_path: ClassVar[str] = "record__"
    dealer_path = "record__ticket__dealer"
    ticket_path = "record__ticket__"

    def visible_to(self, actor: "User") -> Self:
        rows = super().visible_to(actor)
        if actor.is_head_office or not actor.is_active:
            return rows
        own = Q(**{f"{self.record_path}dealer__in": actor.dealer_ids})
        if is_engineer_only(actor):
            since = timezone.now() - ENGINEER_SEES_FOR
            owed = {"engineer__user": actor, "status__in": OWED, "began_at__gte": since}
            own &= Q(**{f"{self.record_path}{name}": value for name, value in owed.items()})
            return self.filter(Q(pk__in=rows.values("pk")) | own)
        # a ticket that nobody serves has no record but those of who served it before
        return self.filter(own | Q(**{f"{self.ticket_path}dealer__in": actor.dealer_ids}))


class ServiceRecordQuerySet(RecordScopedQuerySet["ServiceRecord"]):
    record_path = ""
    dealer_path = "ticket__dealer"
    ticket_path = "ticket__"

    def with_names(self) -> Self:
        return self.select_related(
            *("ticket__customer", "ticket__product", "ticket__equipment", "ticket__fault_class"),
            *("engineer", "dealer", "cause__fault_class", "remedy", "audited_by"),
        )

    def with_diagnosis(self) -> Self:
        return self.select_related("engineer", "cause", "remedy")

    def open(self) -> Self:
        """Return the records that somebody is writing."""
        return self.filter(status=RecordStatus.OPEN)

    def under_way(self) -> Self:
        """Return the trips of which nothing was written down yet: they end with what ends the work."""
        return self.open().filter(recorded_at__isnull=True)

    def told(self) -> Self:
        """Return the records that say what was done, signed or not."""
        return self.filter(recorded_at__isnull=False)

    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def to_audit(self) -> Self:
        """Return what a customer signed and nobody has judged yet (D8)."""
        return self.filter(status=RecordStatus.SIGNED)

    def counting(self) -> Self:
        """Return the only records that count later, in fees and grades: those that passed (D8)."""
        return self.filter(status=RecordStatus.PASSED)

    def owed(self) -> Self:
        """Return what is not back: being written, not signed, or returned to be mended (D8)."""
        return self.filter(status__in=OWED)

    def overdue(self, on: date) -> Self:
        """Return what is not back though its last day has passed (D8)."""
        return self.owed().filter(back_by__lt=on)

    def to_chase(self, on: date, *, asked_before: date) -> Self:
        """Return the overdue ones that nobody was asked after since a day, this day left out (D8)."""
        return self.overdue(on).filter(Q(chased_on__isnull=True) | Q(chased_on__lte=asked_before))

    def served_by(self, dealer_id: int | None) -> Self:
        """Return those of one dealer, or of headquarters itself."""
        return self.filter(dealer__isnull=True) if dealer_id is None else self.filter(dealer=dealer_id)

    def owed_by(self, actor: "User") -> Self:
        """Return what a person has to see to: an engineer their own, a desk those of its dealer (D8)."""
        mine = Q(pk__in=[])
        if actor.may(Right.REPAIR):
            mine |= Q(engineer__user=actor)
        if actor.dealer_id is not None and actor.may(Right.SERVE_AS_DESK):
            mine |= Q(dealer=actor.dealer_id)
        if actor.is_head_office and actor.may(Right.DISPATCH):
            mine |= Q(dealer__isnull=True)
        return self.owed().filter(mine)

    def done_from(self, day: date) -> Self:
        """Return the records of work done on a local day or later."""
        return self.filter(recorded_at__gte=first_moment(day)) if day.year > date.min.year else self

    def done_until(self, day: date) -> Self:
        """Return the records of work done on a local day or before."""
        if day == date.max:
            return self
        return self.filter(recorded_at__lt=first_moment(day + timedelta(days=1)))

    def owed_first(self) -> Self:
        return self.order_by("back_by", "pk")

    def longest_done_first(self) -> Self:
        """Order what is to be audited: who has waited longest is judged first."""
        return self.order_by("recorded_at", "pk")


class RecordLineQuerySet(RecordScopedQuerySet["RecordLine"]):
    def in_order(self) -> Self:
        return self.order_by("position")


class RecordReadingQuerySet(RecordScopedQuerySet["RecordReading"]):
    def in_order(self) -> Self:
        return self.order_by("position")


class RecordPhotoQuerySet(RecordScopedQuerySet["RecordPhoto"]):
    def in_order(self) -> Self:
        return self.select_related("file").order_by("pk")


class RecordEventQuerySet(RecordScopedQuerySet["RecordEvent"]):
    def in_order(self) -> Self:
        return self.select_related("actor").order_by("pk")


class SignedRecordQuerySet(RecordScopedQuerySet["SignedRecord"]):
    def in_order(self) -> Self:
        return self.order_by("version")

    def with_record(self) -> Self:
        return self.select_related("record__ticket")

    def by_code(self, code_hash: str) -> Self:
        return self.filter(code_hash=code_hash).with_record()
