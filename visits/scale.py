"""What a rating is worth: by the version in force on the day the call was completed (J1, K1)."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from operator import or_
from typing import Final, NamedTuple

from dateutil.relativedelta import relativedelta
from django.db.models import Case, Expression, F, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable

from regulation.editions import Edition, Editions
from regulation.parameters import Satisfaction

TENTH: Final = Decimal("0.1")
END_OF_MONTH: Final = relativedelta(day=31)


class Stretch(NamedTuple):
    """Days on which ratings are worth the same; an open side has no day."""

    start: date | None
    end: date | None
    points: int
    satisfied_from: int

    def days(self) -> Q:
        sides = {"ended_on__gte": self.start, "ended_on__lt": self.end}
        return Q(**{lookup: day for lookup, day in sides.items() if day is not None})


class Scale:
    """Turns ratings into points, and into satisfied or not, inside the statement that adds them up."""

    def __init__(self, editions: Editions) -> None:
        self.editions = editions
        self.stretches = _stretches(editions)

    def edition(self, month: date, *, today: date) -> Edition:
        """Return the version by which a month is judged: the one in force on its last day, or today."""
        return self.editions.in_force(min(month + END_OF_MONTH, today))

    def rules(self, month: date, *, today: date) -> Satisfaction:
        return self.edition(month, today=today).parameters.satisfaction

    def points(self) -> Expression | Combinable:
        """Return a call's points as an expression."""
        if len(self.stretches) == 1:
            return F("rating") * Value(self.stretches[0].points)
        worth = [When(stretch.days(), then=Value(stretch.points)) for stretch in self.stretches]
        return F("rating") * Case(*worth, output_field=IntegerField())

    def satisfied(self) -> Q:
        """Return the condition that the customer of a call is satisfied."""
        if len(self.stretches) == 1:
            return Q(rating__gte=self.stretches[0].satisfied_from)
        return reduce(or_, (s.days() & Q(rating__gte=s.satisfied_from) for s in self.stretches))


def tenth(value: Decimal) -> Decimal:
    """Round half up to one decimal, as every score is shown."""
    return value.quantize(TENTH, ROUND_HALF_UP)


def score_of(points: int, answers: int) -> Decimal | None:
    """Return the score, 0 to 100 with one decimal; none without an answer."""
    return tenth(Decimal(points) / answers) if answers else None


def _stretches(editions: Editions) -> list[Stretch]:
    """Join neighbouring versions that value ratings alike; the first version holds for all earlier days."""
    found: list[Stretch] = []
    for edition in editions.all:
        rules = edition.parameters.satisfaction
        worth = (rules.points_per_rating, rules.satisfied_from)
        if found and found[-1][2:] == worth:
            continue
        if found:
            found[-1] = found[-1]._replace(end=edition.in_force_from)
        found.append(Stretch(edition.in_force_from if found else None, None, *worth))
    return found
