"""What the pages of the report ask the database: no more statements for more dealers (house rule 11)."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from reports.calls import calls_context
from reports.explain import why_score
from reports.forms.satisfaction import PageQuery
from reports.page import page_context
from reports.report import Report
from tests.factories.dealers import DealerFactory
from tests.factories.visits import VisitFactory
from tests.reports.rated import SEPTEMBER, unit_of
from visits.models import Visit

PAGE = "/reports/satisfaction/"
NOW = datetime(2026, 9, 20, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_september():
    with time_machine.travel(NOW, tick=False):
        yield


def fifty(count):
    unit = None
    for _ in range(count):
        dealer = DealerFactory()
        unit = unit or unit_of(dealer)
        VisitFactory(
            equipment=unit, dealer=dealer, nth=Visit.objects.count() + 1, done=True, ended_on=SEPTEMBER
        )


def the_page(form, report, actor):
    context = page_context(form, report, actor=actor, at=NOW)
    return [*context["closer"]["rows"]]


def the_calls(form, report, actor):
    return calls_context(form, report, actor=actor, turn={})["rows"]


def the_why(form, report, actor):
    return why_score(report, link="")


@pytest.mark.parametrize("dealers", [1, 50])
@pytest.mark.parametrize(("shows", "statements"), [(the_page, 12), (the_calls, 7), (the_why, 9)])
def test_the_statements_are_the_same_at_1_and_at_50_dealers(
    manager, django_assert_num_queries, *, dealers, shows, statements
):
    """house rule 11: what the report itself asks, without the frame around it."""
    fifty(dealers)
    with django_assert_num_queries(statements):
        form = PageQuery(QueryDict(""), actor=manager)
        assert form.is_valid()
        assert shows(form, Report.of(form, Visit.objects.visible_to(manager), SEPTEMBER), manager)


@pytest.mark.parametrize("name", ["", "calls/", "why/", "print/"])
def test_a_page_takes_no_more_statements_for_more_dealers(page, manager, name):
    client = page(manager)
    counts = []
    for more in (1, 49):
        fifty(more)
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{PAGE}{name}")
        counts.append(len(asked))
    assert counts[0] == counts[1]
