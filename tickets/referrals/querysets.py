"""Questions about referrals; whose they are is whose ticket it is (D9, L2)."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from records.days import first_moment
from tickets.querysets import TicketScopedQuerySet
from tickets.referrals.states import OPEN, ReferralStatus

if TYPE_CHECKING:
    from tickets.models import Referral  # noqa: F401 (named in the base class)


class ReferralQuerySet(TicketScopedQuerySet["Referral"]):
    dealer_path = "ticket__dealer"

    def drafted(self) -> Self:
        return self.filter(status=ReferralStatus.DRAFTED)

    def waiting(self) -> Self:
        """Return what headquarters has not answered yet."""
        return self.filter(status=ReferralStatus.REFERRED)

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def sent(self) -> Self:
        """Return what headquarters was ever asked; a draft is nobody's case yet."""
        return self.filter(referred_at__isnull=False)

    def overdue(self, at: datetime) -> Self:
        return self.waiting().filter(due_at__lt=at)

    def unannounced(self, at: datetime) -> Self:
        """Return what is overdue and nobody was told of."""
        return self.overdue(at).filter(overdue_told_at__isnull=True)

    def referred_from(self, day: date) -> Self:
        """Return what was referred on a local day or later."""
        return self.filter(referred_at__gte=first_moment(day)) if day.year > date.min.year else self

    def referred_until(self, day: date) -> Self:
        """Return what was referred on a local day or before."""
        return self.filter(referred_at__lt=first_moment(day + timedelta(days=1))) if day < date.max else self

    def newest_first(self) -> Self:
        return self.order_by("-pk")

    def with_names(self) -> Self:
        """Fetch what a row or a page shows of a referral in one statement."""
        return self.select_related(
            "ticket__customer",
            "ticket__product",
            "ticket__dealer",
            "ticket__division",
            "ticket__equipment",
            "ticket__engineer",
            "drafted_by",
            "referred_by",
            "answered_by",
            "asker",
            "territory",
        )
