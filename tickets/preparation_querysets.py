"""Questions about preparations; whose they are is whose ticket it is (D6, L2)."""

from typing import TYPE_CHECKING, Self

from tickets.choices import PreparationKind
from tickets.querysets import TicketScopedQuerySet

if TYPE_CHECKING:
    from tickets.models import PreparationItem  # noqa: F401 (named in the base class)


class PreparationItemQuerySet(TicketScopedQuerySet["PreparationItem"]):
    dealer_path = "ticket__dealer"

    def in_order(self) -> Self:
        """Return checks first, then tools and parts, each as they were put down."""
        return self.order_by("kind", "pk")

    def missing(self) -> Self:
        return self.filter(is_needed=True, is_ready=False)

    def tools(self) -> Self:
        return self.filter(kind=PreparationKind.TOOL)
