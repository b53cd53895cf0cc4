"""What waits for the makers of the regulation, and what the why panel is told (K1, K2)."""

from datetime import UTC, date, datetime

import pytest

from regulation import due, services
from regulation.explain import explain_clause, parameter_history
from regulation.models import RegulationVersion
from regulation.services import load_editions
from tests.regulation.drafts import AT, approved, draft, edit, reviewed

pytestmark = pytest.mark.django_db


def titles(actor, at=AT):
    assert due.badge(actor, at) == len(due.items(actor, at))
    return [item.button for item in due.items(actor, at)]


def test_each_step_waits_for_the_one_who_may_take_it(manager, deputy, director, agent, norths_desk):
    version = draft(manager)
    assert [len(titles(actor)) for actor in (manager, deputy, director, agent, norths_desk)] == [
        1,
        1,
        0,
        0,
        0,
    ]
    assert due.items(manager, AT)[0].url.endswith("/edit/")
    assert due.items(deputy, AT)[0].url == version.get_absolute_url()
    reviewed_version = reviewed(manager, deputy)
    assert due.items(director, AT)[0].url == reviewed_version.get_absolute_url()


def test_a_returned_draft_waits_for_its_drafter_until_they_change_it(manager, deputy):
    version = services.return_version(draft(manager), actor=deputy, at=AT, note="目标缺依据")
    assert titles(deputy) == []
    assert due.items(manager, AT)[0].detail == "目标缺依据"
    edit(version, manager, satisfaction__target=91)
    assert len(titles(deputy)) == 1
    assert due.items(manager, AT)[0].detail == version.reason


def test_a_step_is_due_the_day_before_the_version_takes_effect(manager, director, deputy):
    reviewed(manager, deputy)
    (item,) = due.items(director, AT)
    assert (item.opens, item.due, item.tone) == (date(2026, 9, 15), date(2026, 9, 30), "")
    (item,) = due.items(director, datetime(2026, 9, 25, tzinfo=UTC))
    assert item.tone == "warn"
    (item,) = due.items(director, datetime(2026, 10, 5, tzinfo=UTC))
    assert item.tone == "bad"


def test_the_version_in_force_is_to_be_reviewed_again(manager, agent):
    """K1: each rule has a review date; the reminder comes a month ahead."""
    assert titles(manager, datetime(2026, 11, 30, tzinfo=UTC)) == []
    assert len(titles(manager, datetime(2026, 12, 3, tzinfo=UTC))) == 1
    assert titles(agent, datetime(2026, 12, 3, tzinfo=UTC)) == []


def test_a_clause_is_explained_with_its_numbers_then_and_before(manager, deputy, director):
    version = approved(manager, deputy, director)
    first = explain_clause(RegulationVersion.objects.get(number=1), "F1")
    assert (first["version"], first["version_before"]) == (1, None)
    assert first["text"].startswith("自安装之日起满 7 天")
    assert [part.path for part in first["parts"] if part.path] == [
        "calls.one_week.after_days",
        "calls.one_week.closes_after_days",
    ]
    third = edit(draft(manager, in_force_from=date(2026, 11, 1)), manager, attempts__limit=5)
    explained = explain_clause(third, "F7")
    assert explained["version_before"] == version.number
    limit, again = explained["parameters"]
    assert (limit["path"], limit["is_changed"]) == ("attempts.limit", True)
    assert (again["path"], again["is_changed"]) == ("attempts.again_within_days", False)
    assert ("5" in limit["value"], "3" in limit["before"]) == (True, True)
    assert explain_clause(third, "Z9") is None


def test_the_history_of_a_number_lists_each_approved_version(manager, deputy, director):
    approved(manager, deputy, director)
    rows = parameter_history("attempts.limit", load_editions())
    assert [row["number"] for row in rows] == [2, 1]
