"""Which dealers' rows a person may see: the one decision (L2, safety.md 1)."""

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from dealers.models import User

M = TypeVar("M", bound=models.Model)


class DealerScopedQuerySet(models.QuerySet[M]):
    """Rows that belong to a dealer, directly or through a parent.

    `dealer_path` leads from the model to its dealer. Views, API, forms and filters start every query with
    `visible_to`; a test reads their source and fails on any other use of a manager.
    """

    dealer_path: ClassVar[str] = "dealer"

    def visible_to(self, actor: "User") -> Self:
        """Return the rows that exist for a person: to headquarters all, else their dealer's and outlets'.

        Who belongs to neither sees nothing: an account without a dealer is not headquarters' by that alone.
        """
        if not actor.is_active:
            return self.none()
        if actor.is_head_office:
            return self.all()
        return self.filter(**{f"{self.dealer_path}__in": actor.dealer_ids})
