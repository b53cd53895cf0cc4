"""The pages and the API of day plans: the phone in the evening, the desk's list (D18)."""

import pytest
import time_machine

from records.due import DueItem
from tests.tickets.days import MORNING, agreed, fixed, item_of, local, plan_of, stands
from tickets import services
from tickets.days import due
from tickets.models import TicketAssignment

pytestmark = pytest.mark.django_db
EVENING = local(15, 18)
NEXT = "2026-09-16"


@pytest.fixture(autouse=True)
def _in_the_evening():
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def job(ticket_in, norths_engineer):
    ticket = ticket_in("assigned")
    TicketAssignment.objects.filter(ticket=ticket).update(assigned_at=local(14, 9))
    agreed(ticket, norths_engineer, local(15, 10), local(15, 12))
    services.plan_days(MORNING)
    return ticket


@pytest.fixture
def plan(job, norths_engineer):
    return plan_of(norths_engineer, 15)


def typed(job, **facts):
    given = {"reason": "part", "carried_to": NEXT, "words": "主泵总成"} | facts
    return {f"{name}-{job.number}": value for name, value in given.items()}


def test_the_list_of_jobs_leads_to_the_day(page, plan, norths_engineer):
    shown = page(norths_engineer.user).get("/tickets/jobs/").content.decode()
    assert plan.get_absolute_url() in shown


def test_the_engineer_closes_the_day_on_the_phone(page, plan, job, norths_engineer):
    phone = page(norths_engineer.user)
    shown = phone.get(plan.get_absolute_url()).content.decode()
    assert f'name="reason-{job.number}"' in shown
    assert f'value="{NEXT}"' in shown  # the next working day is proposed
    answer = phone.post(f"{plan.get_absolute_url()}close/", typed(job))
    assert answer.status_code == 302
    assert stands(norths_engineer, 15) == [(job.number, "carried_over", "part")]
    shown = phone.get(plan.get_absolute_url()).content.decode()
    assert "主泵总成" in shown
    assert f'name="reason-{job.number}"' not in shown


@pytest.mark.parametrize("facts", [{"reason": ""}, {"carried_to": "2026-09-15"}, {"carried_to": "soon"}])
def test_what_is_refused_stays_typed(page, plan, job, norths_engineer, facts):
    answer = page(norths_engineer.user).post(f"{plan.get_absolute_url()}close/", typed(job, **facts))
    assert answer.status_code == 422
    assert "主泵总成" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.closed_at is None


def test_closed_twice_the_second_is_told(page, plan, job, norths_engineer):
    phone = page(norths_engineer.user)
    phone.post(f"{plan.get_absolute_url()}close/", typed(job))
    assert phone.post(f"{plan.get_absolute_url()}close/", {}).status_code == 409


def test_the_desk_looks_and_does_not_close(page, plan, job, norths_desk, souths_desk):
    desk = page(norths_desk)
    assert job.number in desk.get(plan.get_absolute_url()).content.decode()
    assert desk.post(f"{plan.get_absolute_url()}close/", typed(job)).status_code == 403
    assert page(souths_desk).get(plan.get_absolute_url()).status_code == 404


def test_the_desk_adds_a_reason_later(page, plan, job, norths_desk, norths_engineer):
    services.plan_days(local(16, 0, 5))
    desk, address = page(norths_desk), f"{plan.get_absolute_url()}explain/"
    assert desk.post(address, {"ticket": job.number, "reason": ""}).status_code == 422
    assert desk.post(address, {"ticket": job.number, "reason": "other"}).status_code == 422
    assert desk.post(address, {"ticket": "T-1999-00001", "reason": "part"}).status_code == 404
    given = {"ticket": job.number, "reason": "site", "words": "门锁着"}
    assert desk.post(address, given).status_code == 302
    assert "门锁着" in desk.get(plan.get_absolute_url()).content.decode()
    assert item_of(norths_engineer, 15, job).reason == "none_given"


def test_of_a_ticket_of_others_only_the_number_is_left(page, plan, job, norths_engineer, other_engineer):
    TicketAssignment.objects.filter(ticket=job).update(ended_at=local(15, 9), engineer=other_engineer)
    shown = page(norths_engineer.user).get(plan.get_absolute_url()).content.decode()
    assert job.number in shown
    assert job.description[:12] not in shown


@pytest.mark.parametrize(
    ("query", "count"),
    [
        *(("", 1), ("only=ever", 1), ("only=carried", 1), ("only=silent", 1), ("only=open", 0)),
        *(("on=2026-09-15", 1), ("from_day=2026-09-16", 0), ("until_day=2026-09-15", 1)),
        *(("engineer=N-1", 1), ("dealer=NORTH", 1), ("on=x", 0), ("sort=closed", 1), ("sort=-on", 1)),
    ],
)
def test_the_list_is_narrowed_and_sorted(page, plan, norths_desk, query, count):
    services.plan_days(local(16, 0, 5))
    shown = page(norths_desk).get(f"/day-plans/?{query}", follow=True).content.decode()
    assert shown.count("<tr data-row>") == count


def test_the_list_is_another_dealers_not(page, plan, souths_desk):
    assert "赵师傅" not in page(souths_desk).get("/day-plans/?only=ever").content.decode()
    assert page(souths_desk).get("/day-plans/?only=ever&cursor=x").status_code in {200, 302}


def test_the_list_is_taken_away_as_a_file(page, plan, norths_desk, norths_engineer):
    answer = page(norths_desk).get("/day-plans/export/?only=ever")
    assert answer.status_code == 200
    assert "sheet" in answer["Content-Type"]
    assert page(norths_engineer.user).get("/day-plans/export/").status_code == 403


def test_the_hour_of_closing_can_be_asked_why(page, plan, norths_engineer):
    shown = page(norths_engineer.user).get(f"{plan.get_absolute_url()}why/").content.decode()
    assert "19:00" in shown


def test_late_closing_is_said(page, plan, job, norths_desk, norths_engineer):
    carried = [services.CarryOver(job.number, "part", local(16, 9).date())]
    services.close_day(plan, actor=norths_engineer.user, at=local(15, 20), carried=carried)
    shown = page(norths_desk).get("/day-plans/?only=ever").content.decode()
    assert "20:00" in shown


def test_home_asks_in_the_evening_and_the_desk_for_reasons(plan, job, norths_engineer, norths_desk):
    assert due.items(norths_engineer.user, local(15, 9)) == []
    (own,) = due.items(norths_engineer.user, EVENING)
    assert isinstance(own, DueItem)
    assert own.url == plan.get_absolute_url()
    fixed(job, norths_engineer, local(15, 11))
    services.plan_days(EVENING)
    assert due.items(norths_engineer.user, EVENING)[0].detail != own.detail
    assert due.items(norths_desk, EVENING) == []


def test_the_desk_hears_of_a_day_without_reasons(plan, norths_desk):
    services.plan_days(local(16, 0, 5))
    (asked,) = due.items(norths_desk, local(16, 9))
    assert asked.tone == "warn"
    assert due.items(norths_desk, local(25, 9)) == []


def test_the_api_reads_and_closes_a_day_once_by_its_key(api, plan, job, norths_engineer, souths_desk):
    program, address = api(norths_engineer.user), f"/api/v1{plan.get_absolute_url()}"
    body = {"carried": [{"ticket": job.number, "reason": "part", "carried_to": NEXT}]}
    assert program.get(address).json()["items"][0]["state"] == "planned"
    assert program.post(f"{address}close/", {}, format="json").status_code == 422
    for _turn in range(2):
        answer = program.post(f"{address}close/", body, format="json", headers={"Idempotency-Key": "evening"})
        assert answer.status_code == 200
    assert answer.json()["items"][0]["carried_to"] == NEXT
    assert program.post(f"{address}close/", body, format="json").status_code == 409
    given = {"ticket": job.number, "reason": "weather"}
    assert program.post(f"{address}explain/", given, format="json").json()["items"][0]["explained_at"]
    assert program.get("/api/v1/day-plans/?only=carried").json()["results"]
    assert api(souths_desk).get(address).status_code == 404
