"""The counts of the report against plain SQL and hand-made tables (J1)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection

from regulation.choices import RuleCode
from regulation.models import RegulationVersion
from regulation.services import load_editions
from reports.choices import GroupBy, Shown
from reports.figures import Figures
from reports.periods import Period
from reports.satisfaction import Conditions, calls_behind, figures_of, groups, total
from tests.factories.dealers import DealerFactory
from tests.factories.equipment import ProductFactory
from tests.factories.visits import AfterServiceFactory, VisitFactory
from tests.reports.rated import SEPTEMBER, ended, ended_all, unit_of
from visits.models import Visit
from visits.scale import Scale
from visits.services.calling import complete_visit
from visits.states import VisitStatus

MONTH = Period(date(2026, 9, 1), date(2026, 10, 1))
ALWAYS = Period()


@pytest.fixture
def scale(db):
    return Scale(load_editions())


def by(grouping, scale, period=MONTH, visits=None):
    rows = groups(Visit.objects.all() if visits is None else visits, grouping, period=period, scale=scale)
    return {row.key: row.figures for row in rows}


def test_each_dealer_has_its_own_score(north, south, scale):
    """J1: ties, one answer, and a mean that does not end."""
    ended_all(north, [5, 5, 4])
    ended_all(south, [3, 4, 4])
    rows = groups(Visit.objects.all(), GroupBy.DEALER, period=MONTH, scale=scale)
    assert [(row.key, row.name, row.figures.score, row.figures.answers) for row in rows] == [
        ("NORTH", "华东一号经销商", Decimal("93.3"), 3),
        ("SOUTH", "西南三号网点", Decimal("73.3"), 3),
    ]
    assert total(row.figures for row in rows).score == Decimal("83.3")


def test_what_was_not_rated_is_counted_apart_and_never_as_satisfied(north, scale):
    """J1, F7: not reached, lapsed, refused and without a rating touch neither score nor share."""
    ended_all(north, [5, 4])
    ended(north, None)
    for status, count in (
        (VisitStatus.UNREACHABLE, 3),
        (VisitStatus.LAPSED, 2),
        (VisitStatus.REFUSED, 1),
        (VisitStatus.CANCELLED, 4),
    ):
        for _ in range(count):
            ended(north, status=status)
    figures = by(GroupBy.DEALER, scale)["NORTH"]
    assert figures == Figures(
        answers=2,
        rating_sum=9,
        points=180,
        satisfied=2,
        without_rating=1,
        not_reached=3,
        lapsed=2,
        refused=1,
        planned=9,  # the cancelled ones are not due
    )
    assert (figures.score, figures.satisfied_share) == (Decimal("90.0"), Decimal("1.0000"))


def test_a_dealer_with_no_rating_at_all_has_no_score(north, scale):
    ended(north, None)
    ended(north, status=VisitStatus.UNREACHABLE)
    figures = by(GroupBy.DEALER, scale)["NORTH"]
    assert (figures.score, figures.satisfied_share, figures.answers) == (None, None, 0)


def test_without_calls_there_are_no_rows_and_the_whole_is_nought(scale):
    assert by(GroupBy.DEALER, scale) == {}
    assert figures_of(Visit.objects.all(), period=MONTH, scale=scale) == Figures()


def test_the_month_is_the_local_month_of_completion(north, agent, scale):
    """J1: 2026-08-31T16:30Z is half past midnight on 1 September in the service region."""
    august, september = (
        VisitFactory(equipment=unit_of(north), opens_on=date(2026, 8, 20), due_on=date(2026, 8, 27),
                     closes_on=date(2026, 9, 3))
        for _ in range(2)
    )  # fmt: skip
    for visit, at in (
        (august, datetime(2026, 8, 31, 15, 59, tzinfo=UTC)),
        (september, datetime(2026, 8, 31, 16, 30, tzinfo=UTC)),
    ):
        complete_visit(visit, actor=agent, at=at, rating=5, answers=[])
    found = by(GroupBy.MONTH, scale, ALWAYS)
    assert {month: figures.answers for month, figures in found.items()} == {"2026-08": 1, "2026-09": 1}
    assert found["2026-08"].planned == 2  # due is another month than done


def test_planned_counts_what_is_due_in_the_period_whatever_became_of_it(north, scale):
    VisitFactory(equipment=unit_of(north), opens_on=date(2026, 9, 30), due_on=date(2026, 9, 30),
                 closes_on=date(2026, 10, 7))  # fmt: skip
    VisitFactory(equipment=unit_of(north), opens_on=date(2026, 9, 30), due_on=date(2026, 10, 1),
                 closes_on=date(2026, 10, 7))  # fmt: skip
    ended(north, 5, on=date(2026, 9, 1))
    assert by(GroupBy.DEALER, scale)["NORTH"].planned == 2


def test_models_stages_and_headquarters_own_calls_are_groups_too(north, scale):
    excavator, loader = ProductFactory(code="EX-215", name_zh="挖掘机"), ProductFactory(code="LD-50")
    ended(north, 5, unit=unit_of(north, excavator))
    ended(north, 2, unit=unit_of(north, loader), rule=RuleCode.ANNUAL)
    AfterServiceFactory(dealer=None, status="done", rating=4, ended_on=SEPTEMBER,
                        ended_at=datetime(2026, 9, 15, 4, tzinfo=UTC), product=None)  # fmt: skip
    assert {key: one.score for key, one in by(GroupBy.PRODUCT, scale).items()} == {
        "EX-215": Decimal("100.0"),
        "LD-50": Decimal("40.0"),
        "none": Decimal("80.0"),
    }
    assert list(by(GroupBy.RULE, scale)) == ["one_week", "annual", "after_service"]
    assert by(GroupBy.DEALER, scale)["headquarters"].answers == 1


@pytest.mark.parametrize(
    ("conditions", "answers"),
    [
        ({}, 3),
        ({"dealer": "NORTH"}, 2),
        ({"dealer": "headquarters"}, 0),
        ({"dealer": "NORTH", "rule": "annual"}, 1),
        ({"product": "EX-215"}, 1),
        ({"product": "none"}, 0),
        ({"dealer": "NOBODY"}, 0),
    ],
)
def test_conditions_narrow_the_calls(north, south, scale, conditions, answers):
    ended(north, 5, unit=unit_of(north, ProductFactory(code="EX-215")))
    ended(north, 4, rule=RuleCode.ANNUAL)
    ended(south, 3)
    narrowed = Conditions(**conditions).narrow(Visit.objects.all())
    assert figures_of(narrowed, period=MONTH, scale=scale).answers == answers


def test_the_figures_equal_plain_sql(north, south, centre, scale):
    """J1: counted anew by a statement that knows nothing of the report's own."""
    for turn, dealer in enumerate((north, south, centre) * 12):
        on = date(2026, 7 + turn % 4, 1 + turn % 28)
        statuses = (VisitStatus.DONE, VisitStatus.DONE, VisitStatus.DONE, VisitStatus.UNREACHABLE)
        status = statuses[turn % 4]
        done = status == VisitStatus.DONE and turn % 7
        ended(dealer, 1 + turn % 5 if done else None, on, status=status)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT d.code, COUNT(v.rating), SUM(v.rating),
                   SUM(CASE WHEN v.rating IN (4, 5) THEN 1 ELSE 0 END),
                   SUM(CASE WHEN v.status = 'done' AND v.rating IS NULL THEN 1 ELSE 0 END),
                   SUM(CASE WHEN v.status = 'unreachable' THEN 1 ELSE 0 END)
            FROM visits_visit v JOIN dealers_dealer d ON d.id = v.dealer_id
            WHERE v.ended_on >= '2026-08-01' AND v.ended_on < '2026-10-01' GROUP BY d.code
            """
        )
        expected = {code: tuple(int(count or 0) for count in counts) for code, *counts in cursor.fetchall()}
    found = by(GroupBy.DEALER, scale, Period(date(2026, 8, 1), date(2026, 10, 1)))
    assert len(expected) == 3
    assert expected == {
        code: (one.answers, one.rating_sum, one.satisfied, one.without_rating, one.not_reached)
        for code, one in found.items()
    }
    assert all(one.points == 20 * one.rating_sum for one in found.values())


@pytest.mark.parametrize("dealers", [1, 50])
def test_the_report_takes_two_statements_at_1_and_at_50_dealers(scale, dealers, django_assert_num_queries):
    unit = None
    for turn in range(dealers):
        dealer = DealerFactory()
        unit = unit or unit_of(dealer)
        VisitFactory(equipment=unit, dealer=dealer, nth=turn + 1, done=True)
    with django_assert_num_queries(2):
        rows = groups(Visit.objects.all(), GroupBy.DEALER, period=ALWAYS, scale=scale)
    assert len(rows) == dealers


# ── a new version changes what a rating is worth from its day on ──


@pytest.fixture
def new_scale(db):
    first = RegulationVersion.objects.get(number=1)
    parameters = first.parameters | {
        "satisfaction": {"target": 92, "points_per_rating": 10, "satisfied_from": 5, "few_answers_below": 5}
    }
    RegulationVersion.objects.create(
        number=2, status="approved", in_force_from=date(2026, 9, 10), parameters=parameters,
        drafted_at=datetime(2026, 8, 1, tzinfo=UTC), approved_at=datetime(2026, 8, 2, tzinfo=UTC),
    )  # fmt: skip
    return Scale(load_editions())


def test_each_call_counts_by_the_version_of_its_day(north, new_scale):
    """K1: before 10 September a rating is worth 20 and 4 is satisfied, from that day on 10 and 5."""
    ended(north, 4, date(2026, 9, 9))
    ended(north, 4, date(2026, 9, 10))
    whole = figures_of(Visit.objects.all(), period=MONTH, scale=new_scale)
    assert (whole.points, whole.satisfied, whole.score) == (80 + 40, 1, Decimal("60.0"))
    low = calls_behind(Visit.objects.all(), Shown.LOW, period=MONTH, scale=new_scale)
    assert [visit.ended_on.day for visit in low] == [10]


def test_calls_before_the_first_version_are_worth_what_it_says(north, new_scale):
    """K1: the first version holds for all earlier days."""
    ended(north, 4, date(2025, 9, 9))
    whole = figures_of(Visit.objects.all(), period=ALWAYS, scale=new_scale)
    assert (whole.points, whole.satisfied) == (80, 1)


def test_calls_that_come_in_an_order_are_grouped_all_the_same(north, scale):
    """Else each call would be a group of its own."""
    ended_all(north, [5, 4])
    assert by(GroupBy.DEALER, scale, visits=Visit.objects.in_calling_order())["NORTH"].answers == 2


def test_a_month_is_judged_by_the_version_of_its_last_day_or_of_today(new_scale):
    september = date(2026, 9, 1)
    assert new_scale.rules(september, today=date(2026, 9, 9)).target == 90
    assert new_scale.rules(september, today=date(2026, 9, 10)).target == 92
    assert new_scale.rules(date(2026, 8, 1), today=date(2026, 9, 10)).target == 90


# ── the calls behind a figure ──


@pytest.mark.parametrize("shown", Shown)
def test_behind_each_figure_stand_exactly_its_calls(north, south, scale, shown):
    """J1, J3: the drill-down equals the figure."""
    ended_all(north, [5, 4, 3, 2, 1, 1])
    for status in (VisitStatus.UNREACHABLE, VisitStatus.LAPSED, VisitStatus.REFUSED, VisitStatus.CANCELLED):
        ended(north, status=status)
    ended(north, None)
    ended(north, 5, date(2026, 8, 31))
    ended(south, 2, date(2026, 10, 1))
    whole = figures_of(Visit.objects.all(), period=MONTH, scale=scale)
    expected = {
        Shown.COMPLETED: whole.completed,
        Shown.RATED: whole.answers,
        Shown.SATISFIED: whole.satisfied,
        Shown.LOW: whole.low,
        Shown.WITHOUT_RATING: whole.without_rating,
        Shown.NOT_REACHED: whole.not_reached,
        Shown.LAPSED: whole.lapsed,
        Shown.REFUSED: whole.refused,
        Shown.PLANNED: whole.planned,
    }
    assert whole.answers == 6
    assert calls_behind(Visit.objects.all(), shown, period=MONTH, scale=scale).count() == expected[shown]
