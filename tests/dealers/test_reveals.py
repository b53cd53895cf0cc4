"""Who looks at very many phone numbers within an hour is asked about (C10, E8)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from dealers import due, reveals
from dealers.models import RevealAlert
from dealers.roles import Role
from equipment.services import reveal_phone
from records.models import AuditEntry
from tests.factories.dealers import UserFactory
from tests.factories.equipment import CustomerContactFactory

AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ALERTS = "/network/alerts/"


def look(actor, times, *, at=AT, contact=None):
    """Look at a number `times` times, one a second."""
    contact = contact or CustomerContactFactory()
    for second in range(times):
        reveal_phone(contact, actor=actor, at=at + timedelta(seconds=second), reason="EX-1")


@pytest.fixture
def alert(souths_desk):
    look(souths_desk, 51)
    return RevealAlert.objects.get()


def test_more_than_fifty_within_an_hour_raise_an_alert(souths_desk):
    """E8: fifty are a day's work, the next is asked about; who, since when, in the audit too."""
    look(souths_desk, reveals.MOST_AN_HOUR)
    assert not RevealAlert.objects.exists()
    look(souths_desk, 1, at=AT + MINUTE)
    alert = RevealAlert.objects.get()
    assert (alert.person, alert.since, alert.raised_at) == (souths_desk, AT, AT + MINUTE)
    entry = AuditEntry.objects.get(verb="phones_alert")
    assert (entry.actor, entry.object_ref, entry.reason[:3]) == (souths_desk, alert.number, "51 ")


def test_an_hour_counts_and_not_a_day(souths_desk):
    look(souths_desk, 40)
    look(souths_desk, 40, at=AT + timedelta(hours=1, minutes=1))
    assert not RevealAlert.objects.exists()


def test_each_person_is_counted_alone(souths_desk, norths_desk):
    look(souths_desk, 40)
    look(norths_desk, 40)
    assert not RevealAlert.objects.exists()


def test_once_a_person_and_hour(souths_desk, alert):
    look(souths_desk, 20, at=AT + 30 * MINUTE)
    assert RevealAlert.objects.count() == 1
    assert AuditEntry.objects.filter(verb="phones_alert").count() == 1
    look(souths_desk, 51, at=AT + 120 * MINUTE)
    assert RevealAlert.objects.count() == 2


def test_the_alert_is_raised_in_the_reveals_own_transaction(souths_desk):
    """A reveal that is rolled back is none: neither seen nor counted."""
    look(souths_desk, 50)
    with transaction.atomic():
        look(souths_desk, 1, at=AT + MINUTE)
        transaction.set_rollback(True)
    assert not RevealAlert.objects.exists()
    assert AuditEntry.objects.filter(verb="phone_revealed").count() == 50


def test_a_reveal_takes_the_same_statements_at_one_and_at_fifty(souths_desk, django_assert_num_queries):
    contact = CustomerContactFactory()
    assert souths_desk.rights
    with django_assert_num_queries(5):  # a savepoint and its release, the person, the audit, the count
        look(souths_desk, 1, contact=contact)
    look(souths_desk, 48, at=AT + MINUTE, contact=contact)
    with django_assert_num_queries(5):
        look(souths_desk, 1, at=AT + 2 * MINUTE, contact=contact)


def test_it_stands_on_the_home_of_administrators_and_service_managers(
    alert, souths_desk, manager, administrator, dispatcher, agent, director, norths_desk
):
    look(souths_desk, 4, at=AT + 2 * MINUTE)
    for actor in (manager, administrator):
        (item,) = due.items(actor, AT + 3 * MINUTE)
        assert "55" in item.title
        assert str(souths_desk) in item.title
        assert "10:00" in item.detail
        assert item.url == f"{ALERTS}?alert={alert.number}"
        assert due.badge(actor, AT) == 1
    for actor in (dispatcher, agent, director, norths_desk, souths_desk):
        assert due.items(actor, AT) == []
        assert due.badge(actor, AT) == 0


def test_the_page_shows_what_was_looked_at_and_ends_the_alert(page, alert, manager, administrator):
    client, address = page(manager), f"{ALERTS}?alert={alert.number}"
    assert alert.number in client.get(ALERTS).content.decode()
    response = client.get(address)
    assert len(response.context["reveals"]) == 51
    assert "/admin/" not in response.content.decode().partition("<main")[2]
    assert (
        f"/admin/records/auditentry/?actor__id__exact={alert.person_id}"
        in page(administrator).get(address).content.decode()
    )
    assert page(manager).post(address, {"finding": " "}).status_code == 422
    assert page(manager).post(address, {"finding": "季度回访，属正常"}).url == ALERTS
    alert.refresh_from_db()
    assert (alert.handled_by, alert.finding) == (manager, "季度回访，属正常")
    assert page(administrator).post(address, {"finding": "x"}).status_code == 409
    assert "季度回访" in page(manager).get(ALERTS).content.decode()
    assert due.items(manager, AT) == []


def test_nobody_looks_into_their_own(page, manager, administrator):
    look(manager, 51)
    alert = RevealAlert.objects.get()
    with pytest.raises(PermissionDenied):
        reveals.handle_alert(alert, actor=manager, at=AT, finding="无事")
    assert page(manager).post(f"{ALERTS}?alert={alert.number}", {"finding": "无事"}).status_code == 403
    reveals.handle_alert(alert, actor=administrator, at=AT, finding="已谈话")


@pytest.mark.parametrize("who", ["souths_desk", "norths_desk", "dispatcher", "agent", "director"])
def test_nobody_else_sees_the_alerts(request, page, alert, who):
    client = page(request.getfixturevalue(who))
    assert client.get(ALERTS).status_code == 403
    assert client.get(f"{ALERTS}?alert={alert.number}").status_code == 403


def test_a_dealers_own_service_manager_is_nobody(page, alert, north):
    """L2: the role without headquarters is no key."""
    stray = UserFactory(dealer=north, roles=[Role.SERVICE_MANAGER])
    assert page(stray).get(ALERTS).status_code == 403
    assert due.items(stray, AT) == []


def test_the_lists_statements_do_not_grow(manager, django_assert_num_queries):
    people = [UserFactory(roles=[Role.AGENT]) for _one in range(3)]
    for person in people:
        RevealAlert.objects.create(
            number=f"P-{person.pk}", person=person, since=AT, until=AT + 60 * MINUTE, raised_at=AT
        )
    assert manager.rights
    with django_assert_num_queries(3):  # the alerts, the filings and the papers to confirm
        due.items(manager, AT)
