"""Questions about quotes; whose they are is whose ticket it is (C4, L2)."""

from datetime import date
from typing import TYPE_CHECKING, Self

from tickets.querysets import TicketScopedQuerySet
from tickets.quotes.states import OPEN, QuoteStatus

if TYPE_CHECKING:
    from tickets.models import Quote, QuoteLine, Ticket  # noqa: F401 (named in the base classes)


class QuoteQuerySet(TicketScopedQuerySet["Quote"]):
    dealer_path = "ticket__dealer"

    def drafted(self) -> Self:
        return self.filter(status=QuoteStatus.DRAFTED)

    def sent(self) -> Self:
        """Return what the customer has and has not answered."""
        return self.filter(status=QuoteStatus.SENT)

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def over(self, on: date) -> Self:
        """Return sent quotes whose last day has passed."""
        return self.sent().filter(valid_until__lt=on)

    def shown_to_customer(self) -> Self:
        """Return what a customer was ever sent; what is being written is nobody's promise."""
        return self.filter(sent_at__isnull=False)

    def newest_first(self) -> Self:
        return self.order_by("-ordinal")

    def holding(self, ticket: "Ticket") -> "Quote | None":
        """Return the quote by which a ticket's work is done: the one agreed to last."""
        return self.filter(ticket=ticket, status=QuoteStatus.AGREED).newest_first().first()

    def with_names(self) -> Self:
        """Fetch what a row or a page shows of a quote in one statement."""
        return self.select_related(
            "ticket__customer",
            "ticket__product",
            "ticket__dealer",
            "ticket__engineer",
            "ticket__contact",
            "ticket__equipment__contact",
            "ticket__regulation_version",
            "sent_by",
            "decided_by",
            "drafted_by",
        )


class QuoteLineQuerySet(TicketScopedQuerySet["QuoteLine"]):
    ticket_path = "quote__ticket__"
    dealer_path = "quote__ticket__dealer"

    def in_order(self) -> Self:
        return self.order_by("position")
