"""What of calls is due from whom, the badge on the rail, and what the admin may do (L1, safety.md F7)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories.visits import VisitFactory
from visits import due
from visits.models import Question, Visit

MON_AM = datetime(2026, 6, 15, 1, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def calls(north):
    """One overdue, one closing today, two open, one put off, one ahead."""
    for closes_on in (date(2026, 6, 14), date(2026, 6, 15), date(2026, 6, 19), date(2026, 6, 20)):
        VisitFactory(equipment__dealer=north, closes_on=closes_on)
    VisitFactory(equipment__dealer=north, call_again_at=MON_AM + timedelta(hours=2))
    VisitFactory(equipment__dealer=north, opens_on=date(2026, 6, 16), due_on=date(2026, 6, 16))


def test_a_caller_has_calls_by_the_end_of_their_window(agent, calls):
    items = due.items(agent, MON_AM)
    assert [(item.tone, item.count) for item in items] == [("bad", 1), ("warn", 1), ("", 2)]
    assert {item.url for item in items} == {"/calls/"}


def test_the_badge_counts_what_the_first_tab_counts(agent, calls, page, time_machine):
    """ui/README.md 2: the badge equals the count inside the page."""
    time_machine.move_to(MON_AM, tick=False)
    tab = page(agent).get("/calls/").context["tabs"][0]
    assert due.badge(agent, MON_AM) == tab["count"] == 4


@pytest.mark.parametrize("who", ["norths_desk", "dispatcher", "deputy", "director"])
def test_who_does_not_call_has_nothing_due(calls, who, request):
    actor = request.getfixturevalue(who)
    assert (due.items(actor, MON_AM), due.badge(actor, MON_AM)) == ([], 0)


def test_a_count_goes_no_further_than_a_hundred(agent, north):
    first = VisitFactory(equipment__dealer=north)
    Visit.objects.bulk_create(
        Visit(
            number=f"V-X-{turn}",
            equipment=first.equipment,
            rule="annual",
            nth=turn,
            counted_on=first.counted_on,
            opens_on=first.opens_on,
            due_on=first.due_on,
            closes_on=first.closes_on,
            regulation_version=first.regulation_version,
            planned_at=first.planned_at,
        )
        for turn in range(1, 121)
    )
    assert due.badge(agent, MON_AM) == 100
    assert "99+" in due.items(agent, MON_AM)[0].title


# ── admin ──


def test_questions_are_edited_but_never_deleted(client, administrator):
    administrator.is_superuser = True
    administrator.save()
    client.force_login(administrator, backend="dealers.backends.RoleBackend")
    question = Question.objects.first()
    assert client.get(f"/admin/visits/question/{question.pk}/change/").status_code == 200
    assert client.post(f"/admin/visits/question/{question.pk}/delete/").status_code == 403


def test_calls_are_read_only_in_the_admin(client, administrator, calls):
    """safety.md F7."""
    administrator.is_superuser = True
    administrator.save()
    client.force_login(administrator, backend="dealers.backends.RoleBackend")
    visit = Visit.objects.first()
    assert client.get("/admin/visits/visit/").status_code == 200
    assert client.get(f"/admin/visits/visit/{visit.pk}/change/").status_code == 200
    assert client.post(f"/admin/visits/visit/{visit.pk}/change/", {"rating": 5}).status_code == 403
    assert client.get("/admin/visits/visit/add/").status_code == 403
    assert client.post(f"/admin/visits/visit/{visit.pk}/delete/").status_code == 403
