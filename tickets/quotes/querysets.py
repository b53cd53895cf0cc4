"""Questions about quotes; whose they are is whose ticket it is (C4, L2)."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from dealers.roles import Right
from records.days import first_moment
from tickets.querysets import TicketScopedQuerySet
from tickets.quotes.states import OPEN, QuoteStatus
from tickets.states import QUOTED_IN

if TYPE_CHECKING:
    from dealers.models import User
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

    def ending(self, on: date) -> Self:
        """Return what nobody has answered and who serves is to be reminded of."""
        return self.sent().filter(remind_on__lte=on)

    def left(self) -> Self:
        """Return what was answered or lapsed without a step on its ticket since."""
        decided = [QuoteStatus.AGREED, QuoteStatus.DECLINED, QuoteStatus.LAPSED]
        return self.filter(
            status__in=decided, ticket__status__in=QUOTED_IN, ticket__moved_at=models.F("decided_at")
        )

    def waiting(self, on: date) -> "models.QuerySet[Quote, Any]":
        """Return the keys of what ends soon, and of what was left.

        Apart: one condition over both takes the database longer to plan than all other counts of a page.
        """
        return self.ending(on).values("pk").union(self.left().values("pk"), all=True)

    def of_desk_or_engineer(self, actor: "User") -> Self:
        """Return the quotes that a person follows up: of what their desk serves, or of their own repairs."""
        mine = models.Q(pk__in=[])
        if actor.is_head_office and actor.may(Right.DISPATCH):
            mine |= models.Q(ticket__dealer__isnull=True)
        if actor.dealer_id is not None and actor.may(Right.SERVE_AS_DESK):
            mine |= models.Q(ticket__dealer=actor.dealer_id)
        if actor.may(Right.REPAIR):
            mine |= models.Q(ticket__engineer__user=actor)
        return self.filter(mine)

    def sent_from(self, day: date) -> Self:
        """Return quotes sent on a local day or later."""
        return self.filter(sent_at__gte=first_moment(day)) if day.year > date.min.year else self

    def sent_until(self, day: date) -> Self:
        """Return quotes sent on a local day or before."""
        return self.filter(sent_at__lt=first_moment(day + timedelta(days=1))) if day < date.max else self

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
            "sent_by",
            "decided_by",
            "drafted_by",
        )

    def with_stop(self) -> Self:
        """Fetch with the names since when the customer wants no messages, and whom the contact became."""
        holds = models.Q(ticket__stops__ended_at=None)
        stopped = self.annotate(stop=models.FilteredRelation("ticket__stops", condition=holds))
        known = stopped.annotate(stopped_at=models.F("stop__at")).with_names()
        return known.select_related("ticket__contact__replaced_by")


class QuoteLineQuerySet(TicketScopedQuerySet["QuoteLine"]):
    ticket_path = "quote__ticket__"
    dealer_path = "quote__ticket__dealer"

    def in_order(self) -> Self:
        return self.order_by("position")
