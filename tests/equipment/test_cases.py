"""Serial numbers that two dealers claim: sent back, handed over, settled (C1, D14, D20)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from equipment import due, phones, services
from equipment.diagram import DOCUMENT, document
from equipment.models import Equipment, EquipmentEvent, SerialNumberCase, SerialNumberCaseEvent
from equipment.services import cases
from equipment.states import TRANSITIONS, CaseMovedOn, CaseStatus
from records.models import AuditEntry
from tests.factories.equipment import EquipmentFactory, ProductFactory

AT = datetime(2026, 6, 10, 2, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
PHONE = "13912340000"


@pytest.fixture
def unit(north):
    """North's unit, installed, with a word of North's own at its self-check."""
    return EquipmentFactory(
        dealer=north,
        serial_number="EX-1",
        product=ProductFactory(code="EX-215"),
        installed=True,
        installation_recorded_at=datetime(2026, 6, 5, 8, tzinfo=UTC),
        confirmed_by="北方签字人",
    )


@pytest.fixture
def typed():
    return services.Registration(
        serial_number="ex-1",
        product_code="EX-215",
        customer_name="南方客户",
        contact_name="何经理",
        phone=PHONE,
        first_place_of_use="四川省成都市二号工地",
        project_name="绕城高速",
        planned_installation_on=date(2026, 6, 12),
    )


def claimed(desk, registration):
    with pytest.raises(services.SerialNumberElsewhere) as refusal:
        services.register_equipment(actor=desk, at=AT, registration=registration)
    return services.keep_claim(refusal.value.claim)


@pytest.fixture
def case(unit, souths_desk, typed):
    return claimed(souths_desk, typed)


def returned(case, actor):
    return services.return_claim(case, actor=actor, at=AT, reason="铭牌上是另一个机号")


def handed_over(case, actor, **kwargs):
    return services.transfer_unit(case, actor=actor, at=AT, reason="已转卖", **kwargs)


# ── the case itself ──


def test_the_document_of_the_states_is_fresh():
    """Run `python -m equipment.diagram` where this fails."""
    assert DOCUMENT.read_text(encoding="utf-8") == document()
    assert document().count("| ") > len(TRANSITIONS)


def test_what_was_typed_is_kept_and_its_phone_sealed(case):
    """C1, C10: nothing has to be typed again, and no number stands readable."""
    assert (case.claim["customer_name"], case.claim["planned_installation_on"]) == ("南方客户", "2026-06-12")
    assert PHONE not in f"{case.claim}{case.phone_cipher}"
    assert phones.decrypt(case.phone_cipher) == f"+86{PHONE}"


@pytest.mark.parametrize("decide", [returned, handed_over])
def test_a_case_is_decided_once_with_its_history_and_audit(case, dispatcher, manager, decide):
    """L3: a row of history, a row of audit; the second to decide is told so."""
    stale = SerialNumberCase.objects.get()
    decided = decide(case, dispatcher)
    assert (decided.decided_by, decided.decided_at) == (dispatcher, AT)
    event = SerialNumberCaseEvent.objects.visible_to(dispatcher).newest_first().first()
    assert (event.source, event.target, event.actor, event.note) == (
        "open",
        decided.status,
        dispatcher,
        decided.decision,
    )
    audit = AuditEntry.objects.get(verb="case_decided")
    assert (audit.actor, audit.object_ref, audit.reason) == (dispatcher, case.number, decided.status)
    for late in (stale, decided):
        with pytest.raises(CaseMovedOn) as refusal:
            decide(late, manager)
        assert refusal.value.status == 409
    assert AuditEntry.objects.filter(verb="case_decided").count() == 1


@pytest.mark.parametrize("reason", ["", "  ", "定" * 301])
@pytest.mark.parametrize("decide", [services.return_claim, services.transfer_unit])
def test_a_decision_has_its_reason(case, unit, dispatcher, decide, reason):
    with pytest.raises(services.DecisionMissing):
        decide(case, actor=dispatcher, at=AT, reason=reason)
    assert Equipment.objects.get().dealer == unit.dealer


def test_dealers_and_agents_decide_nothing(case, norths_desk, souths_desk, agent, administrator):
    for actor in (norths_desk, souths_desk, agent, administrator):
        for decide in (services.return_claim, services.transfer_unit):
            with pytest.raises(PermissionDenied):
                decide(case, actor=actor, at=AT, reason="归我")


def test_the_history_of_a_case_cannot_be_changed(case):
    """L3: append-only, in the database itself."""
    for act in (SerialNumberCaseEvent.objects.update, SerialNumberCaseEvent.objects.all().delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act(**({"note": "anders"} if act == SerialNumberCaseEvent.objects.update else {}))


# ── the number was mistyped ──


def test_who_mistyped_is_asked_to_correct_the_number(page, case, unit, dispatcher, souths_desk, norths_desk):
    """D14: on its home, with its own words and nothing of whose the number is; to nobody else."""
    assert due.items(souths_desk, AT) == []
    returned(case, dispatcher)
    (item,) = due.items(souths_desk, AT)
    assert item.url == f"/equipment/register/?claim={case.number}"
    assert "南方客户" in item.detail
    assert (due.badge(souths_desk, AT), due.badge(norths_desk, AT), due.items(norths_desk, AT)) == (1, 0, [])
    body = page(souths_desk).get(item.url).content.decode()
    for secret in (unit.customer.name, "华东一号经销商", "铭牌上是另一个机号", PHONE):
        assert secret not in body
    assert "139****0000" in body
    assert "南方客户" in body
    assert page(norths_desk).get(item.url).status_code == 404


def test_the_right_number_settles_it_and_nothing_is_typed_again(page, case, dispatcher, south, souths_desk):
    """C1: the phone stays as it was given then."""
    returned(case, dispatcher)
    client, url = page(souths_desk), f"/equipment/register/?claim={case.number}"
    initial = client.get(url).context["form"].initial
    fields = {name: value for name, value in initial.items() if value}
    answer = client.post(url, {**fields, "serial_number": "EX-7", "phone": ""})
    assert answer.url == "/equipment/units/EX-7/"
    unit = Equipment.objects.get(serial_number="EX-7")
    assert (unit.dealer, unit.customer.name, unit.project_name) == (south, "南方客户", "绕城高速")
    assert phones.decrypt(unit.contact.phone_cipher) == f"+86{PHONE}"
    case.refresh_from_db()
    assert (case.status, case.phone_cipher) == (CaseStatus.SETTLED, "")
    assert case.events.get(verb="settle").note == "EX-7"
    assert due.items(souths_desk, AT) == []
    assert client.get(url).status_code == 404


def test_the_same_number_again_is_decided_anew(page, case, dispatcher, souths_desk):
    """C1: the plate says so; the case is headquarters' again, and what was typed now counts."""
    returned(case, dispatcher)
    client, url = page(souths_desk), f"/equipment/register/?claim={case.number}"
    fields = {name: value for name, value in client.get(url).context["form"].initial.items() if value}
    answer = client.post(url, {**fields, "serial_number": "EX-1", "project_name": "二标段"})
    assert answer.status_code == 409
    case.refresh_from_db()
    assert (case.status, case.decided_by, case.claim["project_name"]) == (CaseStatus.OPEN, None, "二标段")
    assert phones.decrypt(case.phone_cipher) == f"+86{PHONE}"
    assert due.badge(dispatcher, AT) == 1


def test_a_claim_is_dropped_where_nothing_is_left_to_register(page, case, dispatcher, souths_desk):
    returned(case, dispatcher)
    address = f"/equipment/claims/{case.number}/drop/"
    assert page(souths_desk).post(address).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.phone_cipher) == (CaseStatus.SETTLED, "")
    assert page(souths_desk).post(address).status_code == 404


def test_only_who_claimed_settles(case, dispatcher, norths_desk, souths_engineer, typed):
    returned(case, dispatcher)
    right = replace(typed, serial_number="EX-7")
    for actor in (norths_desk, souths_engineer.user, dispatcher):
        with pytest.raises(PermissionDenied):
            services.settle_claim(case, actor=actor, at=AT)
        with pytest.raises(PermissionDenied):
            services.register_corrected(case, actor=actor, at=AT, registration=right)
    assert not Equipment.objects.filter(serial_number="EX-7").exists()


def test_an_open_claim_is_nothing_a_dealer_can_open(page, case, souths_desk):
    """The claim waits for headquarters: neither to be corrected nor to be dropped."""
    client = page(souths_desk)
    assert client.get(f"/equipment/register/?claim={case.number}").status_code == 404
    assert client.post(f"/equipment/claims/{case.number}/drop/").status_code == 404


# ── the unit was sold on ──


def test_a_unit_that_was_sold_on_is_the_second_dealers(case, unit, dispatcher, south):
    """C2, C3: with its own customer; what the machine is stays, and so does its warranty."""
    stood = unit.warranty_ends_on
    handed_over(case, dispatcher)
    unit = Equipment.objects.select_related("product").get(serial_number="EX-1")
    assert (unit.dealer, unit.customer.name, unit.customer.dealer) == (south, "南方客户", south)
    assert (unit.contact.name, phones.decrypt(unit.contact.phone_cipher)) == ("何经理", f"+86{PHONE}")
    assert (unit.first_place_of_use, unit.project_name) == ("四川省成都市二号工地", "绕城高速")
    assert (unit.warranty_ends_on, unit.installed_on, unit.taken_over_at) == (stood, date(2026, 6, 5), AT)
    case.refresh_from_db()
    assert (case.status, case.phone_cipher) == (CaseStatus.TRANSFERRED, "")


def test_a_unit_that_waits_for_its_installation_takes_the_new_days(north, dispatcher, souths_desk, typed):
    EquipmentFactory(dealer=north, serial_number="EX-1", product=ProductFactory(code="EX-215"))
    handed_over(claimed(souths_desk, typed), dispatcher)
    unit = Equipment.objects.get()
    assert (unit.planned_installation_on, unit.delivered_on) == (date(2026, 6, 12), date(2026, 6, 10))
    assert unit.is_delivery_assumed


def test_the_first_dealer_sees_nothing_of_after_the_second_nothing_of_before(
    page, api, case, unit, dispatcher, norths_desk, souths_desk
):
    """D20: pages, story and API."""
    unit.self_check.create(position=1, item="制动", passed=False, note="北方的内部备注")
    EquipmentEvent.objects.create(
        equipment=unit,
        dealer=unit.dealer,
        at=AT - timedelta(days=2),
        actor=norths_desk,
        verb="contact",
        changes={"contact_name": ["北方旧联系人", "北方联系人"]},
    )
    theirs = (
        unit.customer.name,
        "北方签字人",
        "北方的内部备注",
        "北方旧联系人",
        "华东一号经销商",
        str(norths_desk),
    )
    handed_over(case, dispatcher)
    addresses = ("/equipment/units/EX-1/", "/equipment/units/EX-1/story/", "/api/v1/equipment/EX-1/")
    for address in addresses:
        reader = api(norths_desk) if "api" in address else page(norths_desk)
        assert reader.get(address).status_code == 404, address
        reader = api(souths_desk) if "api" in address else page(souths_desk)
        body = reader.get(address).content.decode()
        assert [secret for secret in theirs if secret in body] == [], address
        reader = api(dispatcher) if "api" in address else page(dispatcher)
        assert reader.get(address).status_code == 200
    assert "北方旧联系人" in page(dispatcher).get("/equipment/units/EX-1/story/").content.decode()
    assert "南方客户" not in page(norths_desk).get("/equipment/").content.decode()


def test_what_happens_after_is_the_second_dealers_to_read(case, dispatcher, souths_desk, norths_desk):
    handed_over(case, dispatcher)
    verbs = list(EquipmentEvent.objects.visible_to(souths_desk).values_list("verb", "note"))
    assert verbs == [("transferred", case.number)]
    assert not EquipmentEvent.objects.visible_to(norths_desk).filter(verb="transferred").exists()


def test_the_same_registration_finds_the_unit_from_now_on(case, dispatcher, souths_desk, typed):
    """Whoever sends the file again that brought the claim changes nothing."""
    handed_over(case, dispatcher)
    unit = services.register_equipment(actor=souths_desk, at=LATER, registration=typed)
    assert (unit.serial_number, Equipment.objects.count()) == ("EX-1", 1)


def test_a_file_that_moved_on_is_not_handed_over_unseen(case, unit, dispatcher):
    """safety.md, 6: somebody changed the unit while the case was being read."""
    seen = unit.version
    Equipment.objects.update(version=seen + 1)
    with pytest.raises(services.FileMovedOn):
        handed_over(case, dispatcher, seen=seen)
    case.refresh_from_db()
    assert case.status == CaseStatus.OPEN


def test_the_first_dealers_desk_can_not_install_what_is_no_longer_theirs(
    north, norths_desk, dispatcher, souths_desk, typed
):
    unit = EquipmentFactory(dealer=north, serial_number="EX-1", product=ProductFactory(code="EX-215"))
    handed_over(claimed(souths_desk, typed), dispatcher)
    points = [services.CheckedItem(item, passed=True) for item in unit.product.self_check_items]
    with pytest.raises(services.FileMovedOn):
        services.install_equipment(
            unit,
            actor=norths_desk,
            at=AT,
            installed_on=date(2026, 6, 8),
            confirmed_by="王",
            self_check=points,
        )


# ── pages ──


def test_the_pages_show_both_claims_to_headquarters(page, case, unit, dispatcher):
    client, address = page(dispatcher), f"/equipment/cases/{case.number}/"
    assert case.number in client.get("/equipment/cases/").content.decode()
    shown = client.get(address).content.decode()
    assert "南方客户" in shown
    assert unit.customer.name in shown
    assert PHONE not in shown
    assert client.post(address, {"outcome": "transfer"}).status_code == 422
    assert client.post(address, {"reason": "转卖"}).status_code == 422
    sent = {"outcome": "transfer", "reason": "已转卖", "version": unit.version}
    assert client.post(address, sent).url == "/equipment/cases/"
    assert client.post(address, sent).status_code == 409
    decided = client.get(address).content.decode()
    assert unit.customer.name in decided  # what stood before the transfer
    assert "已转卖" in client.get("/equipment/cases/").content.decode()


def test_a_file_that_moves_on_between_look_and_write_is_not_handed_over(case, unit, dispatcher, monkeypatch):
    """D20: another request changes the file while its label is being ended; nothing is decided."""

    def meanwhile(*_args, **_kwargs):
        Equipment.objects.filter(pk=unit.pk).update(version=unit.version + 1)

    monkeypatch.setattr(cases, "end_codes", meanwhile)
    with pytest.raises(services.FileMovedOn):
        handed_over(case, dispatcher)
    case.refresh_from_db()
    assert (case.status, Equipment.objects.get(pk=unit.pk).dealer_id) == ("open", unit.dealer_id)


def test_a_page_that_is_out_of_date_decides_nothing_and_keeps_what_was_typed(page, case, unit, dispatcher):
    address = f"/equipment/cases/{case.number}/"
    Equipment.objects.update(version=9)
    answer = page(dispatcher).post(
        address, {"outcome": "transfer", "reason": "已转卖", "version": unit.version}
    )
    assert answer.status_code == 409
    assert "已转卖" in answer.content.decode()
    assert answer.context["form"]["version"].value() == "9"


def test_to_dealers_no_case_exists(page, case, norths_desk, souths_desk, agent):
    """D15: neither side reads the other's name."""
    for desk in (norths_desk, souths_desk):
        assert page(desk).get(f"/equipment/cases/{case.number}/").status_code == 404
        assert page(desk).get("/equipment/cases/").status_code == 403
    assert page(agent).get(f"/equipment/cases/{case.number}/").status_code == 403
    assert not SerialNumberCase.objects.visible_to(norths_desk).exists()
    assert not SerialNumberCaseEvent.objects.visible_to(souths_desk).exists()


def test_open_cases_are_due_from_headquarters(case, dispatcher, agent):
    """L1: one line, one click."""
    items = due.items(dispatcher, AT)
    assert [item.url for item in items] == [f"/equipment/cases/{case.number}/"]
    assert (due.badge(dispatcher, AT), due.badge(agent, AT), due.items(agent, AT)) == (1, 0, [])
    returned(case, dispatcher)
    assert due.badge(dispatcher, AT) == 0
