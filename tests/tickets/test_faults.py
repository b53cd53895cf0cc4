"""What is wrong, why, what helped: picked at intake, found at the machine, signed with the rest (D6, D13)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from rest_framework.test import APIClient

from records.invariants import broken
from tests.factories.equipment import EquipmentFactory, ProductFactory
from tests.factories.tickets import FaultCauseFactory, FaultClassFactory, FaultRemedyFactory
from tests.tickets.cast import NOW, assigned, opened
from tests.tickets.test_invariants import lift_the_triggers_of
from tests.tickets.trips import signed, written
from tickets import services
from tickets.models import FaultCause, FaultClass, ServiceRecord, Ticket, TicketEvent
from tickets.onsite.checking import differences
from tickets.services import Diagnosis

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def leak():
    return FaultClassFactory(code="LEAK", name_zh="漏油", name_en="Leak")


@pytest.fixture
def seal(leak):
    return FaultCauseFactory(fault_class=leak, code="SEAL", name_zh="密封老化", name_en="Worn seal")


@pytest.fixture
def renewed(seal):
    return FaultRemedyFactory(cause=seal, code="SEAL-NEW", name_zh="换密封", name_en="Seal replaced")


@pytest.fixture
def job(dispatcher, norths_desk, norths_engineer):
    return assigned(dispatcher, norths_desk, norths_engineer)


def body(response):
    return response.content.decode()


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def verbs(ticket):
    return list(TicketEvent.objects.filter(ticket=ticket).order_by("pk").values_list("verb", "about"))


# ── picked and changed ──


def test_it_is_picked_while_the_customer_is_on_the_line(page, agent, leak, north):
    """D13: of those that fit the model of the unit."""
    unit = EquipmentFactory(dealer=north)
    other = FaultClassFactory(code="AC", name_zh="空调漏水")
    other.products.add(ProductFactory())
    asked = body(page(agent).get(reverse("tickets:new"), {"equipment": unit.serial_number}))
    assert 'value="LEAK"' in asked
    assert 'value="AC"' not in asked
    sent = {"equipment": unit.serial_number, "kind": "repair", "channel": "hotline", "description": "漏"}
    page(agent).post(reverse("tickets:new"), {**sent, "fault_class": "LEAK"})
    assert Ticket.objects.get(equipment=unit).fault_class == leak
    refused = page(agent).post(reverse("tickets:new"), {**sent, "fault_class": "AC"})
    assert refused.status_code == 422
    assert "不是这个机型的故障" in body(refused)


def test_a_class_of_another_model_or_out_of_use_is_refused(agent, leak):
    """D13: also where a program asks; of a model that is not known anything can be wrong."""
    FaultClass.objects.filter(pk=leak.pk).update(is_active=False)
    with pytest.raises(services.FaultClassNotPossible):
        opened(agent, fault_class=fresh(leak))
    FaultClass.objects.filter(pk=leak.pk).update(is_active=True)
    leak.products.add(ProductFactory())
    ticket = opened(agent)
    with pytest.raises(services.FaultClassNotPossible):
        services.classify_ticket(ticket, actor=agent, at=NOW, fault_class=fresh(leak))
    Ticket.objects.filter(pk=ticket.pk).update(product=None, equipment=None)
    services.classify_ticket(fresh(ticket), actor=agent, at=NOW, fault_class=fresh(leak))
    assert fresh(ticket).fault_class == leak


def test_who_speaks_with_the_customer_changes_it_and_the_history_names_it(page, agent, job, leak):
    """D13, L3: in the language of who reads, also that it is not known after all."""
    address = reverse("tickets:classify", args=[job.number])
    page(agent).post(address, {"version": job.version, "fault_class": "LEAK"})
    shown = body(page(agent).get(job.get_absolute_url()))
    assert "已定故障类别：漏油" in shown or "已定故障类别: 漏油" in shown
    services.classify_ticket(fresh(job), actor=agent, at=NOW, fault_class=None)
    assert verbs(job)[-2:] == [("classify", "LEAK"), ("classify", "")]
    assert fresh(job).fault_class is None
    with pytest.raises(services.SameFaultClass):
        services.classify_ticket(fresh(job), actor=agent, at=NOW, fault_class=None)


def test_another_dealers_desk_may_not(souths_desk, job, leak):
    """L2."""
    with pytest.raises(PermissionDenied):
        services.classify_ticket(job, actor=souths_desk, at=NOW, fault_class=leak)


# ── found at the machine ──


def test_what_was_found_belongs_together(job, norths_engineer, leak, seal, renewed):
    """D6: cause of the class, remedy of the cause; the ticket has the class that was diagnosed."""
    other = FaultCauseFactory()
    tries = [
        (Diagnosis(leak, other), services.CauseOfAnotherFault),
        (Diagnosis(leak, None, renewed), services.RemedyOfAnotherCause),
        (Diagnosis(other.fault_class, other, renewed), services.RemedyOfAnotherCause),
    ]
    facts = {"work_done": "换密封", "minutes_worked": 30, "result": "fixed"}
    for found, refusal in tries:
        with pytest.raises(refusal), transaction.atomic():
            services.record_service(fresh(job), actor=norths_engineer.user, at=NOW, diagnosis=found, **facts)
    record = services.record_service(
        fresh(job), actor=norths_engineer.user, at=NOW, diagnosis=Diagnosis(None, seal, renewed), **facts
    )
    assert (record.cause, record.remedy, fresh(job).fault_class) == (seal, renewed, leak)
    assert [verb for verb, _about in verbs(job)][-2:] == ["classify", "record"]


def test_a_cause_of_another_fault_than_the_tickets_needs_the_class_changed(
    job, agent, norths_engineer, leak, seal
):
    """D6: the engineer says so by the class."""
    services.classify_ticket(job, actor=agent, at=NOW, fault_class=FaultClassFactory())
    facts = {"work_done": "换密封", "minutes_worked": 30, "result": "fixed"}
    with pytest.raises(services.CauseOfAnotherFault), transaction.atomic():
        services.record_service(
            fresh(job), actor=norths_engineer.user, at=NOW, diagnosis=Diagnosis(cause=seal), **facts
        )
    services.record_service(
        fresh(job), actor=norths_engineer.user, at=NOW, diagnosis=Diagnosis(leak, seal), **facts
    )
    assert fresh(job).fault_class == leak


def test_a_draft_keeps_what_was_found_and_the_ticket_hears_of_it_with_the_record(
    job, norths_engineer, leak, seal
):
    """D7: nothing of a draft is anybody's news."""
    record = services.arrive(job, actor=norths_engineer.user, at=NOW)
    found = Diagnosis(leak, seal)
    services.draft_record(record, actor=norths_engineer.user, items=[], readings=[], diagnosis=found)
    assert (fresh(record).cause, fresh(job).fault_class) == (seal, None)
    wrong = Diagnosis(leak, FaultCauseFactory())
    with pytest.raises(services.CauseOfAnotherFault):
        services.draft_record(record, actor=norths_engineer.user, items=[], readings=[], diagnosis=wrong)
    written_down = services.record_service(
        fresh(job), actor=norths_engineer.user, at=NOW, work_done="换", minutes_worked=9, result="not_fixed"
    )
    assert (fresh(written_down).cause, fresh(job).fault_class) == (seal, leak)


def test_what_was_found_can_be_rewritten_within_the_fault(job, norths_engineer, leak, seal, renewed):
    """D6, D7: a ticket whose class was never known has it then, while it can still be moved."""
    record = written(job, norths_engineer, NOW)
    person = norths_engineer.user
    facts = {"work_done": "换密封", "minutes_worked": 30}
    services.amend_record(fresh(record), actor=person, at=NOW, reason="原因没写")
    services.rewrite_record(
        fresh(record), actor=person, at=NOW, diagnosis=Diagnosis(cause=seal, remedy=renewed), **facts
    )
    assert (fresh(record).cause, fresh(job).fault_class) == (seal, leak)
    services.classify_ticket(fresh(job), actor=person, at=NOW, fault_class=FaultClassFactory())
    services.amend_record(fresh(record), actor=person, at=NOW, reason="措施没有")
    services.rewrite_record(fresh(record), actor=person, at=NOW, diagnosis=Diagnosis(cause=seal), **facts)
    assert fresh(record).remedy is None
    services.amend_record(fresh(record), actor=person, at=NOW, reason="再改")
    wrong = Diagnosis(cause=FaultCauseFactory())
    with pytest.raises(services.CauseOfAnotherFault):
        services.rewrite_record(fresh(record), actor=person, at=NOW, diagnosis=wrong, **facts)


def test_a_closed_ticket_stays_without_a_class(job, norths_desk, norths_engineer, seal):
    """D7: the record says what was found all the same."""
    record = written(job, norths_engineer, NOW)
    services.close_ticket(fresh(job), actor=norths_desk, at=NOW)
    services.amend_record(fresh(record), actor=norths_engineer.user, at=NOW, reason="原因没写")
    services.rewrite_record(
        fresh(record),
        actor=norths_engineer.user,
        at=NOW,
        diagnosis=Diagnosis(cause=seal),
        work_done="换",
        minutes_worked=9,
    )
    assert (fresh(record).cause, fresh(job).fault_class) == (seal, None)


# ── on the phone ──


def test_each_choice_narrows_the_next_with_and_without_a_script(page, job, norths_engineer, leak, renewed):
    """D6: a script asks for the three choices alone, a button draws the page anew."""
    phone = page(norths_engineer.user)
    FaultCauseFactory(code="OTHER")
    services.arrive(job, actor=norths_engineer.user, at=NOW)
    address = reverse("tickets:record", args=[job.number])
    first = body(phone.get(address))
    assert 'value="LEAK"' in first
    assert 'value="SEAL"' not in first
    drawn = body(phone.post(address, {"press": "draw", "fault_class": "LEAK", "cause": "SEAL"}))
    part = body(
        phone.get(reverse("tickets:faults", args=[job.number]), {"fault_class": "LEAK", "cause": "SEAL"})
    )
    for shown in (drawn, part):
        assert 'value="SEAL" selected' in shown
        assert 'value="SEAL-NEW"' in shown
        assert 'value="OTHER"' not in shown


def test_the_page_keeps_what_was_found_and_the_sheet_says_it(page, job, norths_engineer, renewed):
    """D6, D7."""
    phone = page(norths_engineer.user)
    record = services.arrive(job, actor=norths_engineer.user, at=NOW)
    found = {"fault_class": "LEAK", "cause": "SEAL", "remedy": "SEAL-NEW"}
    work = {"work_done": "换密封", "minutes_worked": "30", "result": "fixed"}
    draft = phone.post(reverse("onsite:draft", args=[record.number]), {**found, "work_done": "换"})
    assert "已保存" in body(draft) or fresh(record).remedy == renewed
    sent = phone.post(reverse("tickets:record", args=[job.number]), {**found, **work, "press": "save"})
    assert sent.status_code == 302
    assert fresh(record).remedy == renewed
    shown = body(phone.get(reverse("onsite:detail", args=[record.number])))
    for name in ("漏油", "密封老化", "换密封"):
        assert name in shown
    services.amend_record(fresh(record), actor=norths_engineer.user, at=NOW, reason="改")
    again = body(phone.get(reverse("onsite:write", args=[record.number])))
    assert 'value="SEAL-NEW" selected' in again
    rewritten = {"work_done": "换", "minutes_worked": "9", "press": "save", "cause": "SEAL"}
    assert phone.post(reverse("onsite:write", args=[record.number]), rewritten).status_code == 302
    assert (fresh(record).cause.code, fresh(record).remedy) == ("SEAL", None)


# ── kept ──


def test_what_was_found_is_signed_and_frozen_with_the_rest(job, norths_engineer, leak, seal, renewed):
    """D7: the database refuses a change, and who goes round it is found."""
    version = signed(job, norths_engineer, NOW, diagnosis=Diagnosis(leak, seal, renewed))
    record = version.record
    content = version.content
    assert [content[name] for name in ("fault_class", "cause", "remedy")] == ["LEAK", "SEAL", "SEAL-NEW"]
    assert differences(version) == []
    rows = ServiceRecord.objects.filter(pk=record.pk)
    for forged in ({"remedy": None}, {"cause": FaultCauseFactory()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**forged)
    lift_the_triggers_of("tickets_servicerecord")
    rows.update(remedy=None)
    assert differences(fresh(version)) == ["remedy"]
    rows.update(remedy=renewed, cause=FaultCauseFactory())
    assert differences(fresh(version)) == ["cause", "fault_class"]
    assert [fault for code, fault in broken("D6")] == [
        f"service record {record.number} names a remedy of another cause"
    ]


def test_what_was_signed_without_a_diagnosis_shows_one_that_was_added(job, norths_engineer, seal):
    """D7: records signed before there were classes stay whole."""
    version = signed(job, norths_engineer, NOW)
    assert "cause" not in version.content
    assert differences(version) == []
    lift_the_triggers_of("tickets_servicerecord")
    ServiceRecord.objects.filter(pk=version.record_id).update(cause=seal)
    assert differences(fresh(version)) == ["cause", "fault_class"]


# ── repeats ──


@pytest.mark.parametrize(
    ("first", "second", "is_repeat"),
    [("LEAK", "LEAK", True), ("LEAK", "WEAK", False), ("LEAK", "", True), ("", "WEAK", True), ("", "", True)],
)
def test_two_known_classes_are_the_same_fault_only_if_they_are_one(agent, page, first, second, is_repeat):
    """D13: what is not known joins as any; the page and the report say the same."""
    classes = {code: FaultClassFactory(code=code) for code in ("LEAK", "WEAK")}
    one = opened(agent, fault_class=classes.get(first))
    other = opened(agent, one.equipment, fault_class=classes.get(second))
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert page(agent).get(reverse("tickets:repeat", args=[other.number])).status_code == (
            200 if is_repeat else 404
        )
        listed = body(page(agent).get(reverse("tickets:list"), {"figure": "repeated"}))
    assert (other.number in listed) is is_repeat


# ── lists, programs ──


def test_the_queue_is_narrowed_to_a_class_and_its_file_names_it(page, agent, leak):
    """D13."""
    has, has_not = opened(agent, fault_class=leak), opened(agent)
    listed = body(page(agent).get(reverse("tickets:list"), {"fault_class": "LEAK"}))
    assert has.number in listed
    assert has_not.number not in listed


def test_programs_choose_from_the_list_and_say_what_was_found(agent, job, norths_engineer, renewed):
    """D6: classes with their causes and remedies; intake, diagnosis, record."""
    client = APIClient()
    client.force_authenticate(agent)
    listed = client.get("/api/v1/fault-classes/").json()["results"]
    assert [one["code"] for one in listed] == ["LEAK"]
    assert listed[0]["causes"][0]["remedies"][0]["code"] == "SEAL-NEW"
    sent = client.post(f"/api/v1/tickets/{job.number}/classify/", {"fault_class": "LEAK"}, format="json")
    assert sent.json()["fault_class"] == "LEAK"
    client.force_authenticate(norths_engineer.user)
    work = {"work_done": "换", "minutes_worked": 9, "result": "fixed", "cause": "SEAL", "remedy": "SEAL-NEW"}
    done = client.post(f"/api/v1/tickets/{job.number}/record/", work, format="json").json()
    assert [done["records"][0][name] for name in ("cause", "remedy")] == ["SEAL", "SEAL-NEW"]
    wrong = {**work, "cause": FaultCauseFactory().code}
    refused = client.post(f"/api/v1/tickets/{job.number}/record/", wrong, format="json")
    assert (refused.status_code, refused.json()["code"]) == (422, "cause_of_another_fault")


def test_the_administrator_keeps_them_and_no_code_changes(page, administrator, seal):
    """L3: what signed records name stays what it was called by."""
    client = page(administrator)
    assert client.get("/admin/tickets/faultclass/").status_code == 200
    shown = body(client.get(f"/admin/tickets/faultcause/{seal.pk}/change/"))
    assert 'name="name_zh"' in shown
    assert 'name="code"' not in shown
    sent = {"code": "X", "name_zh": "密封件老化", "name_en": "", "is_active": "on"}
    client.post(f"/admin/tickets/faultcause/{seal.pk}/change/", sent)
    assert (fresh(seal).code, fresh(seal).name_zh) == ("SEAL", "密封件老化")
    assert FaultCause.history.filter(id=seal.pk).count() == 2
    added = client.post("/admin/tickets/faultclass/add/", {**sent, "code": "A/B"})
    assert "编码里不能有斜杠" in body(added)
