"""The arithmetic of the score, by tables (J1)."""

from decimal import Decimal

import pytest

from reports.figures import Figures, change, pull


def rated(*ratings, points=20, satisfied_from=4):
    return Figures(
        answers=len(ratings),
        rating_sum=sum(ratings),
        points=points * sum(ratings),
        satisfied=sum(rating >= satisfied_from for rating in ratings),
    )


@pytest.mark.parametrize(
    ("ratings", "score"),
    [
        ((5,), "100.0"),
        ((1,), "20.0"),
        ((5, 4), "90.0"),
        ((5, 5, 4), "93.3"),
        ((5, 4, 4), "86.7"),
        ((5,) * 7 + (4,), "97.5"),
        ((5,) * 15 + (4,), "98.8"),  # 98.75: half goes up, not to the even digit
        ((5,) * 14 + (4, 3), "96.3"),  # 96.25
        ((5,) * 31 + (4,), "99.4"),  # 99.375
    ],
)
def test_the_score_is_the_mean_times_twenty_rounded_half_up(ratings, score):
    """J1."""
    assert rated(*ratings).score == Decimal(score)


def test_without_an_answer_there_is_no_score_and_no_share():
    """J1: not reached is never satisfied, and no answer is not a nought."""
    nobody = Figures(without_rating=3, not_reached=5)
    assert (nobody.score, nobody.satisfied_share, nobody.satisfied_percent) == (None, None, None)
    assert nobody.completed == 3


def test_the_share_is_rounded_half_up_too():
    assert rated(*[5] * 1, *[1] * 31).satisfied_share == Decimal("0.0313")  # 0.03125


def test_four_and_five_are_satisfied():
    figures = rated(5, 4, 3)
    assert (figures.satisfied_share, figures.satisfied_percent, figures.low) == (
        Decimal("0.6667"),
        Decimal("66.7"),
        1,
    )


def test_groups_add_up_to_the_whole_and_not_to_a_mean_of_means():
    whole = rated(5) + rated(1, 1, 1) + Figures(planned=4, lapsed=1, refused=2, not_reached=1)
    assert whole.score == Decimal("40.0")
    assert (whole.planned, whole.lapsed, whole.refused, whole.not_reached) == (4, 1, 2, 1)


def test_the_change_is_the_difference_of_the_two_figures_shown():
    assert change(rated(5, 5, 4), rated(5, 4)) == Decimal("3.3")
    assert change(rated(5), Figures()) is None


def test_a_part_pulls_down_by_what_the_whole_would_be_without_it():
    low, rest = rated(2, 2), rated(5, 5, 5, 5, 5, 5)
    assert pull(low + rest, low) == Decimal(100) - Decimal(85)
    assert pull(low, low) == 0  # nothing is left to compare with
    assert pull(low + rest, Figures(not_reached=3)) == 0  # who was not reached pulls nothing
    assert pull(Figures(), Figures()) == 0
