"""Calls that ended, made directly: a hand-made table for the tests of the report."""

from datetime import UTC, date, datetime, time

from tests.factories.equipment import EquipmentFactory, ProductFactory
from tests.factories.visits import VisitFactory
from visits.models import VisitAnswer
from visits.states import VisitStatus

REASONS = {
    VisitStatus.UNREACHABLE: "attempts_used",
    VisitStatus.REFUSED: "customer_refused",
    VisitStatus.LAPSED: "recorded_late",
    VisitStatus.CANCELLED: "fell_away",
}
SEPTEMBER = date(2026, 9, 15)


def unit_of(dealer, product=None):
    return EquipmentFactory(dealer=dealer, product=product or ProductFactory(), installed=True)


def ended(dealer, rating=None, on=SEPTEMBER, *, status=VisitStatus.DONE, words="", unit=None, **more):
    """Make a call of a dealer that ended on a local day, due on the same day."""
    visit = VisitFactory(
        equipment=unit or unit_of(dealer),
        status=status,
        rating=rating,
        reason=REASONS.get(status, ""),
        opens_on=on,
        due_on=on,
        closes_on=on,
        ended_on=on,
        ended_at=datetime.combine(on, time(4), tzinfo=UTC),
        **more,
    )
    if words:
        VisitAnswer.objects.create(visit=visit, position=4, question="opinions", value=words)
    return visit


def ended_all(dealer, ratings, on=SEPTEMBER):
    return [ended(dealer, rating, on) for rating in ratings]
