"""Questions about what was said of times that run out."""

from typing import TYPE_CHECKING, Self

from django.db import models

from tickets.querysets import TicketScopedQuerySet, sees_every_ticket

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import TicketAlert  # noqa: F401 (named in the base class)


class TicketAlertQuerySet(TicketScopedQuerySet["TicketAlert"]):
    dealer_path = "ticket__dealer"

    def visible_to(self, actor: "User") -> Self:
        """Return alerts of visible tickets, without those that a dealer asked before was told (L2)."""
        return super().visible_to(actor).not_anothers(actor)

    def not_anothers(self, actor: "User") -> Self:
        """Return the alerts of a visible ticket that the person may know of."""
        if sees_every_ticket(actor):
            return self
        return self.filter(models.Q(event__dealer=None) | models.Q(event__dealer__in=actor.dealer_ids))

    def furthest(self) -> models.Subquery:
        """Return how far it has gone, for a row that these alerts are of: steps are made in their order."""
        return models.Subquery(self.order_by("-pk").values("step")[:1])

    def with_event(self) -> Self:
        return self.select_related("event").order_by("pk")

    def with_why(self) -> Self:
        """Fetch what the why of an alert names, the newest last."""
        return self.select_related("ticket", "event", "promise__made").order_by("pk")
