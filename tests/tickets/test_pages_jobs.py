"""The engineer's pages on a phone: what is in hand, one job, its service record (D7, E8)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from dealers.roles import Role
from tests.factories.dealers import ServiceStaffFactory, UserFactory
from tests.tickets.cast import assigned, resolved
from tickets import services
from tickets.models import ServiceRecord, Ticket

NOW = "2026-09-15T02:00:00Z"
TYPED = {"work_done": "更换接头密封圈", "minutes_worked": "67", "result": "fixed", "idempotency_key": "k1"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def job(dispatcher, norths_desk, norths_engineer):
    return assigned(dispatcher, norths_desk, norths_engineer)


def body(response):
    return response.content.decode()


def record(client, job, **typed):
    return client.post(reverse("tickets:record", args=[job.number]), TYPED | typed)


def test_jobs_in_hand_and_those_done_today(page, job, dispatcher, norths_desk, norths_engineer):
    """D7."""
    done = resolved(dispatcher, norths_desk, norths_engineer)
    response = page(norths_engineer.user).get("/tickets/jobs/")
    assert [one["ticket"].pk for one in response.context["to_do"]] == [job.pk]
    assert [one.ticket_id for one in response.context["done"]] == [done.pk]
    assert 'data-density="touch"' in body(response)


def test_a_waiting_job_stands_behind_with_its_reason(page, job, norths_engineer):
    services.wait_ticket(job, actor=norths_engineer.user, at=job.opened_at, reason="site", note="等门禁")
    response = page(norths_engineer.user).get("/tickets/jobs/")
    assert response.context["to_do"] == []
    assert "进场" in body(response)


def test_who_repairs_nothing_has_no_jobs(page, agent, norths_desk):
    for person in (agent, norths_desk):
        assert page(person).get("/tickets/jobs/").status_code == 403


@pytest.mark.parametrize("count", [1, 20])
def test_the_jobs_ask_the_same_number_of_questions(
    page, dispatcher, norths_desk, norths_engineer, django_assert_num_queries, count
):
    """House rule 11."""
    for _ in range(count):
        assigned(dispatcher, norths_desk, norths_engineer)
    client = page(norths_engineer.user)
    with django_assert_num_queries(8):
        client.get("/tickets/jobs/")


@pytest.mark.parametrize(
    ("opened_ago", "given_ago", "says"),
    [
        ({"days": 2, "hours": 5}, {"hours": 3, "minutes": 20}, ("客户已等 2 天", "3 小时前派给你")),
        ({"minutes": 12}, {}, ("客户已等 12 分", "刚派给你")),
        ({}, {}, ("刚受理", "刚派给你")),
    ],
)
def test_a_card_says_how_long_the_customer_waits_and_since_when_it_is_theirs(
    page, job, norths_engineer, opened_ago, given_ago, says
):
    """D7: when it was written down tells an engineer nothing."""
    now = timezone.now()
    Ticket.objects.filter(pk=job.pk).update(opened_at=now - timedelta(**opened_ago))
    job.assignments.current().update(assigned_at=now - timedelta(**given_ago))
    client = page(norths_engineer.user)
    for address in ("/tickets/jobs/", reverse("tickets:job", args=[job.number])):
        seen = body(client.get(address))
        assert [said in seen for said in says] == [True, True]


def test_a_job_given_on_counts_from_the_day_it_was_given(page, job, north, norths_desk):
    """D5."""
    now = timezone.now()
    job.assignments.current().update(assigned_at=now - timedelta(days=4))
    other = ServiceStaffFactory(dealer=north, user=UserFactory(dealer=north, roles=[Role.ENGINEER]))
    services.assign_ticket(job, actor=norths_desk, at=now - timedelta(hours=2), engineer=other)
    assert "2 小时前派给你" in body(page(other.user).get("/tickets/jobs/"))


def test_a_job_shows_whom_to_call_and_the_way_to_the_record(page, job, norths_engineer):
    """E8: masked until asked for."""
    client, address = page(norths_engineer.user), reverse("tickets:job", args=[job.number])
    seen = body(client.get(address))
    assert "138****5678" in seen
    assert reverse("tickets:arrive", args=[job.number]) in seen
    services.arrive(job, actor=norths_engineer.user, at=timezone.now())
    assert reverse("tickets:record", args=[job.number]) in body(client.get(address))


def test_another_dealers_job_does_not_exist(page, job, souths_engineer):
    """L2."""
    client = page(souths_engineer.user)
    for name in ("job", "record"):
        assert client.get(reverse(f"tickets:{name}", args=[job.number])).status_code == 404


def test_a_record_ends_the_trip(page, job, norths_engineer):
    """D7."""
    client = page(norths_engineer.user)
    assert client.get(reverse("tickets:record", args=[job.number])).status_code == 200
    response = record(client, job)
    kept = ServiceRecord.objects.get()
    assert response.url == reverse("onsite:sign", args=[kept.number])
    assert (kept.minutes_worked, kept.result, kept.work_done) == (67, "fixed", "更换接头密封圈")
    assert Ticket.objects.get().status == "resolved"
    response = client.get(reverse("tickets:record", args=[job.number]))
    assert response.url == reverse("tickets:job", args=[job.number])


def test_not_fixed_leaves_the_job_in_hand(page, job, norths_engineer):
    record(page(norths_engineer.user), job, result="not_fixed")
    assert Ticket.objects.get().status == "assigned"


def test_a_double_press_records_once(page, job, norths_engineer):
    client = page(norths_engineer.user)
    first, second = record(client, job), record(client, job)
    assert first.url == second.url
    assert ServiceRecord.objects.count() == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"work_done": " "},
        {"minutes_worked": "a lot"},
        {"minutes_worked": "-1"},
        {"result": ""},
        {"result": "x"},
    ],
)
def test_a_fault_is_said_and_nothing_typed_is_lost(page, job, norths_engineer, fault):
    response = record(page(norths_engineer.user), job, **{"work_done": "写了很久"} | fault)
    assert response.status_code == 422
    assert fault.get("work_done", "写了很久") in body(response)
    assert ServiceRecord.objects.count() == 0


def test_a_job_taken_away_meanwhile_is_409_and_keeps_the_text(page, job, norths_engineer, dispatcher):
    services.cancel_ticket(job, actor=dispatcher, at=job.opened_at, reason="客户撤回")
    response = record(page(norths_engineer.user), job, version=job.version - 1)
    assert response.status_code == 409
    assert "更换接头密封圈" in body(response)


@pytest.mark.parametrize("fault", [{}, {"minutes_worked": "a lot"}])
def test_a_record_of_a_job_given_to_another_is_409_and_keeps_the_text(
    page, job, norths_desk, norths_engineer, other_engineer, fault
):
    """D7: whoever wrote on a phone is never answered 403 with an empty page."""
    seen = job.version
    services.assign_ticket(job, actor=norths_desk, at=job.opened_at, engineer=other_engineer)
    client = page(norths_engineer.user)
    for version in (seen, job.version, ""):
        response = record(client, job, version=version, work_done="换了主泵，试车一小时", **fault)
        assert response.status_code == 409
        assert "换了主泵，试车一小时" in body(response)
        assert job.number in str(response.context["form"].non_field_errors())
    assert not ServiceRecord.objects.exists()
    opened = client.get(reverse("tickets:record", args=[job.number]))
    assert opened.url == reverse("tickets:job", args=[job.number])


def test_a_second_press_after_the_job_went_on_shows_the_first_result(
    page, job, norths_desk, norths_engineer, other_engineer
):
    client = page(norths_engineer.user)
    first = record(client, job, result="not_fixed", version=job.version)
    job.refresh_from_db()
    services.assign_ticket(job, actor=norths_desk, at=job.opened_at, engineer=other_engineer)
    second = record(client, job, result="not_fixed", version=job.version - 2)
    assert (second.status_code, second.url) == (302, first.url)
    assert ServiceRecord.objects.count() == 1


def test_who_is_not_the_engineer_records_nothing(page, job, norths_desk):
    assert record(page(norths_desk), job).status_code == 403
