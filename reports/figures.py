"""The figures of satisfaction: counts that can be added up, with the score that follows (J1). Pure."""

from dataclasses import astuple, dataclass
from decimal import ROUND_HALF_UP, Decimal

from visits.scale import score_of, tenth

TEN_THOUSANDTH = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one group of calls; groups that don't overlap add up."""

    answers: int = 0  # completed with a rating
    rating_sum: int = 0
    points: int = 0  # ratings × points per rating, each by the version of its day
    satisfied: int = 0
    without_rating: int = 0  # completed, and the customer gave none
    not_reached: int = 0
    lapsed: int = 0
    refused: int = 0
    planned: int = 0  # due in the period, whatever became of them; not the cancelled ones

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def completed(self) -> int:
        return self.answers + self.without_rating

    @property
    def low(self) -> int:
        """Rated, and not satisfied."""
        return self.answers - self.satisfied

    @property
    def mean(self) -> Decimal | None:
        """The score before rounding; none without an answer."""
        return Decimal(self.points) / self.answers if self.answers else None

    @property
    def score(self) -> Decimal | None:
        """0 to 100 with one decimal, rounded half up."""
        return score_of(self.points, self.answers)

    @property
    def satisfied_share(self) -> Decimal | None:
        """The share of satisfied answers, 0 to 1."""
        if not self.answers:
            return None
        return (Decimal(self.satisfied) / self.answers).quantize(TEN_THOUSANDTH, ROUND_HALF_UP)

    @property
    def satisfied_percent(self) -> Decimal | None:
        return None if not self.answers else tenth(Decimal(100 * self.satisfied) / self.answers)


def change(now: Figures, was: Figures) -> Decimal | None:
    """Return by how much the shown score moved: the difference of the two figures the reader sees."""
    return None if now.score is None or was.score is None else now.score - was.score


def pull(whole: Figures, part: Figures) -> Decimal:
    """Return by how much a part lowers the whole: the score without it, less the score with it."""
    rest = whole.answers - part.answers
    if whole.mean is None or not rest:
        return Decimal(0)
    return Decimal(whole.points - part.points) / rest - whole.mean
