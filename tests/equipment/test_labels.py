"""Labels: a code made with the first, printed again, revoked; whose units, and what is recorded (D1)."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from equipment.choices import EquipmentEventVerb as Verb
from equipment.labels import sheets
from equipment.models import EquipmentEvent, UnitCode
from equipment.services import (
    CodeReasonMissing,
    Registration,
    TooManyLabels,
    find_coded_unit,
    print_labels,
    revoke_code,
    transfer_unit,
)
from equipment.services.codes import _make_code
from tests.equipment.test_cases import claimed
from tests.factories.equipment import EquipmentFactory

AT = datetime(2026, 9, 1, 2, tzinfo=UTC)
LATER = datetime(2026, 9, 2, 2, tzinfo=UTC)


def token_of(unit, actor):
    return print_labels([unit], actor=actor, at=AT)[0].token


@pytest.fixture
def unit(north):
    return EquipmentFactory(dealer=north, serial_number="EX215-0187", installed=True)


def test_the_first_label_makes_the_code_and_the_second_prints_it_again(unit, norths_desk):
    first = token_of(unit, norths_desk)
    assert token_of(unit, norths_desk) == first
    assert find_coded_unit(first) == unit
    assert UnitCode.objects.count() == 1


def test_the_code_is_kept_as_hash_and_sealed(unit, norths_desk):
    """safety.md, 10."""
    token = token_of(unit, norths_desk)
    code = UnitCode.objects.get()
    assert token not in (code.token_hash, code.sealed_token)


def test_printing_stands_in_the_history_of_each_unit(unit, north, norths_desk):
    other = EquipmentFactory(dealer=north)
    print_labels([unit, other], actor=norths_desk, at=AT)
    events = EquipmentEvent.objects.filter(verb=Verb.LABEL_PRINTED)
    assert {(event.equipment, event.actor, event.at) for event in events} == {
        (unit, norths_desk, AT),
        (other, norths_desk, AT),
    }


@pytest.mark.parametrize("token", ["", " ", "0", "null", "unknown"])
def test_what_is_no_code_finds_nothing(unit, norths_desk, token):
    """A7."""
    token_of(unit, norths_desk)
    assert find_coded_unit(token) is None


def test_a_flipped_letter_or_its_other_case_finds_nothing(unit, norths_desk):
    """A7, B2."""
    token = token_of(unit, norths_desk)
    assert find_coded_unit(token.swapcase()) is None
    assert find_coded_unit(token[:-1] + ("A" if token[-1] != "A" else "B")) is None


def test_a_revoked_code_opens_nothing_and_the_next_label_is_new(unit, norths_desk):
    old = token_of(unit, norths_desk)
    revoke_code(unit, actor=norths_desk, at=LATER, reason="标签被刮花")
    assert find_coded_unit(old) is None
    code, event = UnitCode.objects.get(), EquipmentEvent.objects.get(verb=Verb.CODE_REVOKED)
    assert (code.revoked_at, code.revoked_by) == (LATER, norths_desk)
    assert (event.note, event.actor) == ("标签被刮花", norths_desk)
    new = token_of(unit, norths_desk)
    assert new != old
    assert find_coded_unit(new) == unit


@pytest.mark.parametrize("reason", ["", "  ", "长" * 301])
def test_a_code_ends_with_a_reason(unit, norths_desk, reason):
    with pytest.raises(CodeReasonMissing):
        revoke_code(unit, actor=norths_desk, at=AT, reason=reason)


def test_without_a_code_there_is_nothing_to_end(unit, norths_desk):
    revoke_code(unit, actor=norths_desk, at=AT, reason="丢失")
    assert not EquipmentEvent.objects.filter(verb=Verb.CODE_REVOKED).exists()


def test_a_unit_that_moves_to_another_dealer_needs_a_new_label(unit, norths_desk, souths_desk, dispatcher):
    """D20: the first dealer printed the old one."""
    token = token_of(unit, norths_desk)
    case = claimed(
        souths_desk,
        Registration(
            serial_number=unit.serial_number,
            product_code=unit.product.code,
            customer_name="南方客户",
            contact_name="何经理",
            phone="13912340000",
            first_place_of_use="四川省成都市二号工地",
            project_name="绕城高速",
            planned_installation_on=date(2026, 6, 12),
        ),
    )
    transfer_unit(case, actor=dispatcher, at=LATER, reason="设备已转场")
    assert find_coded_unit(token) is None
    ended = EquipmentEvent.objects.get(verb=Verb.CODE_REVOKED)
    assert (ended.dealer, ended.note) == (norths_desk.dealer, case.number)


def test_engineers_and_agents_print_no_labels(unit, agent, norths_engineer, souths_desk):
    for actor in (agent, norths_engineer.user):
        with pytest.raises(PermissionDenied):
            print_labels([unit], actor=actor, at=AT)
    for actor in (agent, souths_desk):
        with pytest.raises(PermissionDenied):
            revoke_code(unit, actor=actor, at=AT, reason="丢失")


def test_there_is_an_end_to_one_print(unit, norths_desk):
    with pytest.raises(TooManyLabels):
        print_labels([unit] * 201, actor=norths_desk, at=AT)


def test_two_who_print_the_first_label_at_once_print_the_same(unit, norths_desk):
    token_of(unit, norths_desk)
    assert _make_code(unit, actor=norths_desk, at=AT) == UnitCode.objects.get()


def test_the_database_keeps_one_valid_code_a_unit_and_who_revoked(unit, norths_desk):
    token_of(unit, norths_desk)
    code = UnitCode.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitCode.objects.create(
            equipment=unit, token_hash="x", sealed_token="x", made_at=AT, made_by=norths_desk
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitCode.objects.filter(pk=code.pk).update(revoked_at=AT)


def test_a_label_is_a_whole_qr_code_with_words_to_read_and_type(unit, norths_desk, settings):
    settings.HOTLINE = "400-600-1000"
    printed = print_labels([unit], actor=norths_desk, at=AT)
    ((label,),) = sheets(printed, grid="3x8", root="https://service.example/u/")
    assert label["symbol"].startswith("data:image/svg+xml")
    assert "rMQR" not in label["symbol"]
    assert label["address"] == f"service.example/u/{printed[0].token}/"
    assert (label["serial_number"], label["hotline"]) == ("EX215-0187", "400-600-1000")


def test_labels_fill_as_many_sheets_as_they_need(north, norths_desk):
    units = [EquipmentFactory(dealer=north) for _ in range(15)]
    printed = print_labels(units, actor=norths_desk, at=AT)
    assert [len(sheet) for sheet in sheets(printed, grid="2x7", root="https://x/u/")] == [14, 1]


def test_looking_makes_no_code(page, unit, norths_desk):
    """B12 holds for staff too."""
    response = page(norths_desk).get(reverse("equipment:labels"), {"units": unit.serial_number})
    assert unit.serial_number in response.content.decode()
    assert not UnitCode.objects.exists()


def test_the_sheet_shows_the_chosen_units_and_only_ones_own(page, unit, north, norths_desk, souths_desk):
    other = EquipmentFactory(dealer=north, serial_number="EX215-0999")
    chosen = {"units": [unit.serial_number], "grid": "3x8"}
    body = page(norths_desk).post(reverse("equipment:labels"), chosen).content.decode()
    assert unit.serial_number in body
    assert other.serial_number not in body
    assert "testserver/u/" in body
    assert page(souths_desk).post(reverse("equipment:labels"), chosen).status_code == 422
    assert EquipmentEvent.objects.filter(verb=Verb.LABEL_PRINTED).count() == 1


def test_a_filtered_list_leads_to_its_labels(page, unit, north, norths_desk):
    other = EquipmentFactory(dealer=north, serial_number="ZL50-0001")
    client = page(norths_desk)
    assert "/equipment/labels/?q=EX215" in client.get("/equipment/", {"q": "EX215"}).content.decode()
    body = client.get(reverse("equipment:labels"), {"q": "EX215"}).content.decode()
    assert unit.serial_number in body
    assert other.serial_number not in body


def test_no_unit_and_an_unknown_grid_are_refused(page, unit, norths_desk):
    client = page(norths_desk)
    assert client.post(reverse("equipment:labels"), {"grid": "3x8"}).status_code == 422
    assert (
        client.post(reverse("equipment:labels"), {"units": [unit.serial_number], "grid": "9x9"}).status_code
        == 422
    )


def test_the_unit_page_tells_of_the_code_and_ends_it(page, unit, norths_desk):
    client = page(norths_desk)
    assert "/equipment/labels/?units=EX215-0187" in client.get(unit.get_absolute_url()).content.decode()
    token = token_of(unit, norths_desk)
    address = reverse("equipment:revoke-code", args=[unit.serial_number])
    assert address in client.get(unit.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "标签丢失"}).status_code == 302
    assert find_coded_unit(token) is None


def test_agents_see_no_labels(page, unit, agent):
    client = page(agent)
    assert client.get(reverse("equipment:labels")).status_code == 403
    assert client.get(reverse("equipment:revoke-code", args=[unit.serial_number])).status_code == 403
    assert "equipment/labels" not in client.get(unit.get_absolute_url()).content.decode()
