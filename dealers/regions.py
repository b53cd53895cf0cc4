"""Which dealer belongs to which region, from which day on (D16)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer, Region, RegionMember
from records.refusals import Refusal
from regulation.calendars import local_day


class DayHasPassed(Refusal):
    code = "region_day_has_passed"
    message = _(
        "%(day)s has passed, and its reports are written. Choose %(today)s or a later day: "
        "what was true of a day stays true of it."
    )


def check_day(since: date, *, at: datetime) -> None:
    """Refuse a day that is over: nobody moves dealers in reports that were written."""
    today = local_day(at)
    if since < today:
        raise DayHasPassed(day=since.isoformat(), today=today.isoformat(), field="since")


@transaction.atomic
def join_region(dealer: Dealer, region: Region | None, *, since: date, at: datetime) -> list[RegionMember]:
    """Let a dealer, and with a centre its outlets, belong to a region from a day on, or to none.

    An outlet that is to stand elsewhere is put there by itself afterwards.
    """
    check_day(since, at=at)
    those = [dealer, *dealer.outlets.order_by("pk")]
    return RegionMember.objects.bulk_create(
        [RegionMember(dealer=one, region=region, since=since) for one in those]
    )
