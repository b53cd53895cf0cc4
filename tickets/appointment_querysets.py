"""Questions about agreed times: which hold, which collide, which a week of somebody's calendar shows (D5)."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from tickets.choices import AppointmentState
from tickets.querysets import TicketScopedQuerySet, is_engineer_only

if TYPE_CHECKING:
    from dealers.models import Dealer, User
    from tickets.models import TicketAppointment  # noqa: F401 (named in the base class)


class TicketAppointmentQuerySet(TicketScopedQuerySet["TicketAppointment"]):
    dealer_path = "ticket__dealer"

    def agreed(self) -> Self:
        """Return the windows that hold: neither changed nor called off nor over."""
        return self.filter(state=AppointmentState.AGREED)

    def overlapping(self, begins_at: datetime, ends_at: datetime) -> Self:
        return self.agreed().filter(begins_at__lt=ends_at, ends_at__gt=begins_at)

    def held_or_kept(self) -> Self:
        """Return the windows in which somebody comes or came."""
        return self.filter(state__in=[AppointmentState.AGREED, AppointmentState.KEPT])

    def between(self, first: datetime, last: datetime) -> Self:
        """Return the windows that begin from one moment on and before another."""
        return self.filter(begins_at__gte=first, begins_at__lt=last)

    def in_calendar_of(self, dealer: "Dealer | None", *, actor: "User") -> Self:
        """Return the windows of what one dealer serves, or headquarters; to an engineer their own (E1)."""
        rows = self.filter(ticket__dealer=dealer)
        return rows.filter(ticket__engineer__user=actor) if is_engineer_only(actor) else rows

    def with_tickets(self) -> Self:
        """Fetch with each window what a calendar says of it."""
        return self.select_related(
            "ticket__engineer", "ticket__customer", "ticket__product", "ticket__contact"
        ).order_by("begins_at", "pk")
