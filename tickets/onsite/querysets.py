"""Questions about service records and what belongs to them; whose they are is whose ticket it is (D7, L2)."""

from typing import TYPE_CHECKING, Self

from tickets.onsite.states import RecordStatus
from tickets.querysets import TicketScopedQuerySet

if TYPE_CHECKING:
    from tickets.models import (  # noqa: F401 (named in the base classes)
        RecordEvent,
        RecordLine,
        RecordPhoto,
        RecordReading,
        ServiceRecord,
        SignedRecord,
    )


class ServiceRecordQuerySet(TicketScopedQuerySet["ServiceRecord"]):
    dealer_path = "ticket__dealer"

    def with_names(self) -> Self:
        return self.select_related(
            *("ticket__customer", "ticket__product", "ticket__equipment", "ticket__fault_class"),
            *("engineer", "dealer", "cause__fault_class", "remedy"),
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


class RecordLineQuerySet(TicketScopedQuerySet["RecordLine"]):
    dealer_path = "record__ticket__dealer"
    ticket_path = "record__ticket__"

    def in_order(self) -> Self:
        return self.order_by("position")


class RecordReadingQuerySet(TicketScopedQuerySet["RecordReading"]):
    dealer_path = "record__ticket__dealer"
    ticket_path = "record__ticket__"

    def in_order(self) -> Self:
        return self.order_by("position")


class RecordPhotoQuerySet(TicketScopedQuerySet["RecordPhoto"]):
    dealer_path = "record__ticket__dealer"
    ticket_path = "record__ticket__"

    def in_order(self) -> Self:
        return self.select_related("file").order_by("pk")


class RecordEventQuerySet(TicketScopedQuerySet["RecordEvent"]):
    dealer_path = "record__ticket__dealer"
    ticket_path = "record__ticket__"

    def in_order(self) -> Self:
        return self.select_related("actor").order_by("pk")


class SignedRecordQuerySet(TicketScopedQuerySet["SignedRecord"]):
    dealer_path = "record__ticket__dealer"
    ticket_path = "record__ticket__"

    def in_order(self) -> Self:
        return self.order_by("version")

    def with_record(self) -> Self:
        return self.select_related("record__ticket")

    def by_code(self, code_hash: str) -> Self:
        return self.filter(code_hash=code_hash).with_record()
