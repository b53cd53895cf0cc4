"""Prepared before leaving: likely parts and tools, what is on hand, who leaves all the same (D6)."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from tests.factories.tickets import FaultClassFactory
from tests.tickets.cast import NOW, assigned
from tests.tickets.trips import ITEMS, written
from tickets import services
from tickets.models import PreparationItem, Ticket
from tickets.onsite.device_time import DeviceTime
from tickets.onsite.items import RecordItem
from tickets.preparation_cases import used_on
from tickets.preparation_page import kit
from tickets.preparation_rules import Used, likely
from tickets.services.preparing import likely_needed, missing_for

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def job(dispatcher, norths_desk, norths_engineer):
    return assigned(dispatcher, norths_desk, norths_engineer)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def body(response):
    return response.content.decode()


def part(case, name="密封圈", quantity=1):
    return Used(case, "part", name, quantity=Decimal(quantity))


# ── counting ──


def test_each_case_counts_once_and_the_common_quantity_stands():
    """D6: N of M cases, exactly; of quantities as common the larger one."""
    lines = [part(1, quantity=2), part(1, quantity=2), part(2, "密封圈 ".strip(), 3), part(3, "油管")]
    found = [(one.used.name, one.cases, one.of_cases, one.used.quantity) for one in likely(lines, of_cases=4)]
    assert found == [("密封圈", 2, 4, Decimal(2)), ("油管", 1, 4, Decimal(1))]
    assert [one.is_needed for one in likely(lines, of_cases=4)] == [True, False]
    assert likely([part(1, quantity=2), part(2, quantity=5)], of_cases=2)[0].used.quantity == 5
    assert likely([], of_cases=0) == []


@pytest.mark.django_db
def test_history_of_the_same_model_and_fault_is_counted(dispatcher, norths_desk, norths_engineer, job):
    """D6: parts that were replaced, bought or still needed; tools on hand; each opens its tickets."""
    fault = FaultClassFactory()
    units = []
    for items in (ITEMS, ITEMS[:1], (RecordItem("labour", "工时"),)):
        earlier = assigned(dispatcher, norths_desk, norths_engineer, job.equipment)
        services.classify_ticket(earlier, actor=norths_desk, at=NOW, fault_class=fault)
        services.put_item(
            fresh(earlier), actor=norths_desk, at=NOW, name="压力表组", kind="tool", is_ready=True
        )
        written(fresh(earlier), norths_engineer, NOW, items=items)
        units.append(earlier)
    services.classify_ticket(fresh(job), actor=norths_desk, at=NOW, fault_class=fault)
    found = {one.used.name: (one.cases, one.of_cases) for one in likely_needed(fresh(job))}
    assert found == {
        "压力表组": (3, 3),
        "接头密封圈 28": (2, 3),
        "液压油 46#": (1, 3),
        "主泵总成": (1, 3),
    }
    listed = Ticket.objects.filter(used_on("接头密封圈 28"), fault_class=fault)
    assert set(listed) == set(units[:2])
    assert set(Ticket.objects.filter(used_on("压力表组"), fault_class=fault)) == set(units)


@pytest.mark.django_db
def test_what_history_speaks_for_is_put_down_beside_what_stands_there(job, norths_desk, norths_engineer):
    """D6: what was ticked or typed stays; of a fault that is not known nothing is likely."""
    assert [item.kind for item in PreparationItem.objects.filter(ticket=job)] == ["check"]
    services.put_item(job, actor=norths_engineer.user, at=NOW, name="吊具", kind="tool", is_ready=True)
    services.prepare_ticket(job, actor=norths_desk, at=NOW)
    assert PreparationItem.objects.filter(ticket=job).count() == 2
    assert likely_needed(job) == []


# ── ticking ──


@pytest.mark.django_db
def test_who_ticked_it_and_when_is_kept_with_the_item(job, norths_desk, norths_engineer):
    item = services.put_item(job, actor=norths_desk, at=NOW, name=" 主泵总成 ", source="在途")
    assert (item.name, item.is_ready, item.source, item.added_by) == ("主泵总成", False, "在途", norths_desk)
    services.tick_item(job, actor=norths_engineer.user, at=NOW + HOUR, name="主泵总成", is_ready=True)
    assert (fresh(item).ready_by, fresh(item).ready_at) == (norths_engineer.user, NOW + HOUR)
    services.put_item(job, actor=norths_desk, at=NOW + HOUR, name="主泵总成", is_ready=True)
    assert fresh(item).ready_by == norths_engineer.user
    services.tick_item(job, actor=norths_desk, at=NOW, name="主泵总成", is_ready=False)
    assert (fresh(item).ready_by, fresh(item).ready_at) == (None, None)
    services.drop_item(job, actor=norths_desk, name="主泵总成")
    services.drop_item(job, actor=norths_desk, name=services.FAULT_CHECK)
    assert [one.name for one in PreparationItem.objects.filter(ticket=job)] == [services.FAULT_CHECK]


@pytest.mark.django_db
def test_what_can_not_be_meant_and_who_does_not_serve_is_refused(job, norths_desk, agent):
    for facts in ({"name": " "}, {"name": "x" * 121}, {"name": "油", "quantity": Decimal(-1)}):
        with pytest.raises(services.ItemNotPossible):
            services.put_item(job, actor=norths_desk, at=NOW, **facts)
    for number in range(39):
        services.put_item(job, actor=norths_desk, at=NOW, name=f"件{number}")
    with pytest.raises(services.TooManyItems):
        services.put_item(job, actor=norths_desk, at=NOW, name="再一件")
    verbs = [
        lambda: services.put_item(job, actor=agent, at=NOW, name="x"),
        lambda: services.tick_item(job, actor=agent, at=NOW, name="x", is_ready=True),
        lambda: services.drop_item(job, actor=agent, name="x"),
        lambda: services.prepare_ticket(job, actor=agent, at=NOW),
    ]
    for verb in verbs:
        with pytest.raises(PermissionDenied):
            verb()


# ── leaving ──


def ready(job, desk):
    """Confirm the fault and the appointment."""
    services.tick_item(job, actor=desk, at=NOW, name=services.FAULT_CHECK, is_ready=True)
    services.appoint_ticket(fresh(job), actor=desk, at=NOW, begins_at=NOW + 2 * HOUR, ends_at=NOW + 3 * HOUR)
    services.confirm_appointment(fresh(job), actor=desk, at=NOW)


@pytest.mark.django_db
def test_nobody_leaves_with_something_missing_without_saying_why(job, norths_desk, norths_engineer):
    """D6: the fault, the appointment and what must be on hand; the reason stands in the history."""
    services.put_item(job, actor=norths_desk, at=NOW, name="主泵总成")
    services.put_item(job, actor=norths_desk, at=NOW, name="手电", is_needed=False)
    with pytest.raises(services.NotPrepared) as refused, transaction.atomic():
        services.depart(fresh(job), actor=norths_engineer.user, at=NOW)
    for what in ("与用户确认故障", "主泵总成", "与用户再次确认上门时间"):
        assert what in str(refused.value)
    assert "手电" not in str(refused.value)
    services.depart(fresh(job), actor=norths_engineer.user, at=NOW, reason="先去看，件下午到")
    note = job.events.in_order().last().note
    assert "主泵总成" in note
    assert "先去看，件下午到" in note


@pytest.mark.django_db
def test_who_has_all_leaves_and_a_changed_appointment_is_confirmed_again(job, norths_desk, norths_engineer):
    """D6."""
    ready(job, norths_desk)
    assert list(missing_for(fresh(job))) == []
    services.appoint_ticket(
        fresh(job),
        actor=norths_desk,
        at=NOW,
        begins_at=NOW + 4 * HOUR,
        ends_at=NOW + 5 * HOUR,
        reason="客户改约",
    )
    assert list(missing_for(fresh(job))) == ["与用户再次确认上门时间"]
    services.confirm_appointment(fresh(job), actor=norths_desk, at=NOW)
    record = services.depart(fresh(job), actor=norths_engineer.user, at=NOW)
    assert (record.departed_at, job.events.in_order().last().note) == (NOW, "")


@pytest.mark.django_db
def test_the_fault_ticks_itself_when_who_serves_says_what_it_is(job, norths_desk):
    """D6: a fact goes before a tick."""
    assert "与用户确认故障" in list(missing_for(job))
    services.classify_ticket(fresh(job), actor=norths_desk, at=NOW, fault_class=FaultClassFactory())
    assert "与用户确认故障" not in list(missing_for(fresh(job)))


@pytest.mark.django_db
def test_what_a_phone_tells_later_is_kept_with_what_was_missing(job, norths_engineer):
    """D6, D7: nothing that happened far from any signal is refused."""
    told = DeviceTime(NOW + HOUR, NOW + 2 * HOUR)
    record = services.depart(fresh(job), actor=norths_engineer.user, at=NOW + 2 * HOUR, told=told)
    assert record.departed_at == NOW + HOUR
    assert "与用户确认故障" in job.events.in_order().last().note


# ── pages, programs ──


@pytest.mark.django_db
def test_the_desk_and_the_phone_tick_and_add(page, job, norths_desk, norths_engineer):
    """D6: with a script the section alone, without one the page again."""
    desk, address = page(norths_desk), reverse("tickets:preparation", args=[job.number])
    assert address in body(desk.get(job.get_absolute_url()))
    sent = {
        "press": "add",
        "name": "主泵总成",
        "kind": "part",
        "quantity": "1",
        "is_needed": "on",
        "source": "在途",
    }
    assert desk.post(address, sent).url == address
    shown = body(desk.get(address))
    for said in ("出发前准备", "0 / 3", "主泵总成", "在途", "上门时间已再次确认"):
        assert said in shown
    assert desk.post(address, {**sent, "name": ""}).status_code == 422
    part_of_page = desk.post(address, {"press": "ready", "key": "主泵总成"}, headers={"HX-Request": "true"})
    assert "1 / 3" in body(part_of_page)
    assert "<html" not in body(part_of_page)
    desk.post(address, {"press": "likely"})
    desk.post(address, {"press": "drop", "key": "主泵总成"})
    assert PreparationItem.objects.filter(ticket=job).count() == 1
    phone = page(norths_engineer.user)
    assert phone.post(address, {"press": "ready", "key": services.FAULT_CHECK}).url.endswith("/job/")
    here = body(phone.get(reverse("tickets:job", args=[job.number])))
    assert "还缺：上门时间已再次确认" in here
    left = phone.post(reverse("tickets:depart", args=[job.number]), {})
    assert left.status_code == 422
    done = phone.post(reverse("tickets:depart", args=[job.number]), {"reason": "客户电话打不通"})
    assert done.status_code == 302


@pytest.mark.django_db
def test_the_list_of_jobs_says_what_is_missing_or_in_the_van(page, job, norths_engineer):
    """D6."""
    jobs = reverse("tickets:jobs")
    phone = page(norths_engineer.user)
    services.put_item(job, actor=norths_engineer.user, at=NOW, name="接头密封", quantity=Decimal(2))
    assert "缺 接头密封 ×2" in body(phone.get(jobs))
    services.tick_item(job, actor=norths_engineer.user, at=NOW, name="接头密封", is_ready=True)
    assert "接头密封 ×2 在车上" in body(phone.get(jobs))
    assert kit([]) is None


@pytest.mark.django_db
def test_programs_read_tick_and_leave_with_a_reason(api, job, norths_engineer, agent):
    """D6: by name; who does not serve reads and changes nothing."""
    client, address = api(norths_engineer.user), f"/api/v1/tickets/{job.number}/preparation/"
    sent = client.post(address, {"name": "吊具", "kind": "tool", "is_ready": True}, format="json")
    assert [item["name"] for item in sent.data["items"]] == [services.FAULT_CHECK, "吊具"]
    assert len(sent.data["missing"]) == 2
    assert client.post(f"/api/v1/tickets/{job.number}/prepare/").status_code == 200
    assert api(agent).get(address).status_code == 200
    assert api(agent).post(address, {"name": "x"}, format="json").status_code == 403
    client = api(norths_engineer.user)
    leaving = f"/api/v1/tickets/{job.number}/depart/"
    refused = client.post(leaving, {}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (422, "not_prepared")
    assert client.post(leaving, {"reason": "先去看"}, format="json").status_code == 200
