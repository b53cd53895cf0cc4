"""A part that was replaced has a clock of its own, begun by the record that tells of it (C4, D7, D8)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from equipment.models import Warranty
from equipment.warranty import BookOfWarranty
from records.invariants import broken
from tests.tickets import trips
from tickets import services
from tickets.onsite.items import RecordItem
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db

PUMP = RecordItem("replaced", "液压主泵", Decimal(1), Decimal("26800.00"), "台", "HP-28-1100", "brought_back")
SEAL = RecordItem("replaced", "密封圈", Decimal(2), Decimal("18.50"), "个", "HS-28-0031", "brought_back")
NO_NUMBER = RecordItem("replaced", "软管", Decimal(1), Decimal("80.00"), "根", "", "brought_back")
BOUGHT = RecordItem("bought", "液压油", Decimal(5), Decimal("42.00"), "升", "OIL-46")


@pytest.fixture
def ticket(ticket_in):
    return ticket_in(TicketStatus.ASSIGNED)


def covers(unit):
    rows = Warranty.objects.filter(equipment=unit, replaced_on__isnull=False, withdrawn_at__isnull=True)
    return {row.part: (row.name_zh, row.months, row.replaced_on, row.replaced_at_hours) for row in rows}


def d7():
    return [fault for code, fault in broken("D7") if code]


def test_each_replaced_part_with_a_number_is_covered_from_that_day(ticket, unit, norths_engineer, at):
    """C4: for the months of the regulation; what was bought, or has no number, begins no clock."""
    trips.written(ticket, norths_engineer, at, items=(PUMP, SEAL, NO_NUMBER, BOUGHT), meter=410)
    assert covers(unit) == {
        "HP-28-1100": ("液压主泵", 6, at.date(), 410),
        "HS-28-0031": ("密封圈", 6, at.date(), 410),
    }
    book = BookOfWarranty.of(unit.pk)
    beyond = book.decide(on=date(2031, 1, 1), part="HP-28-1100")
    assert not beyond.is_covered
    assert d7() == []


def test_a_named_part_keeps_its_name_and_the_longer_of_its_clocks(ticket, unit, norths_engineer, at):
    """C4: what is left of the model's own terms for the part still stands beside the new clock."""
    Warranty.objects.create(
        equipment=unit, part="HP-28-1100", name_zh="主泵", name_en="Main pump", months=60, copied_at=at
    )
    trips.written(ticket, norths_engineer, at, items=(PUMP,))
    assert covers(unit)["HP-28-1100"][0] == "主泵"
    verdict = BookOfWarranty.of(unit.pk).decide(on=at.date() + timedelta(days=700), part="HP-28-1100")
    assert verdict.is_covered
    assert verdict.term.cover.months == 60


def test_a_record_written_anew_withdraws_what_it_no_longer_tells(ticket, unit, norths_engineer, at):
    """D7: the seal was not replaced after all; the pump's clock stays the row it was."""
    record = trips.written(ticket, norths_engineer, at, items=(PUMP, SEAL))
    first = Warranty.objects.get(part="HP-28-1100")
    actor = norths_engineer.user
    services.amend_record(record, actor=actor, at=at, reason="密封圈没有换")
    record.refresh_from_db()
    later = at + timedelta(hours=1)
    services.rewrite_record(
        record, actor=actor, at=later, work_done="换主泵", minutes_worked=60, items=(PUMP,), readings=()
    )
    assert set(covers(unit)) == {"HP-28-1100"}
    assert Warranty.objects.get(part="HP-28-1100").pk == first.pk
    assert Warranty.objects.get(part="HS-28-0031").withdrawn_at == later
    assert d7() == []


def test_what_proved_invalid_covers_nothing(ticket, unit, norths_engineer, auditor, at):
    """D8: a repair that did not happen replaced nothing."""
    record = trips.signed(ticket, norths_engineer, at, items=(PUMP,)).record
    services.audit_record(record, actor=auditor, at=at, result="invalid", reason="没有到过现场")
    assert covers(unit) == {}
    assert d7() == []


def test_what_was_called_invalid_and_proved_true_covers_again(ticket, unit, norths_engineer, auditor, at):
    """D8, C4: an auditor thinks again; the part is covered from the day of the work, as before."""
    record = trips.signed(ticket, norths_engineer, at, items=(PUMP,)).record
    before = covers(unit)
    for result in ("invalid", "abnormal", "passed"):
        record = services.audit_record(record, actor=auditor, at=at, result=result, reason="到场照片补来了")
    assert before == covers(unit) != {}
    assert d7() == []


def test_a_number_in_small_letters_is_the_same_part(ticket, unit, norths_engineer, at):
    """C4: typed on a phone: the named part's clock is found, by the number as the model has it."""
    row = Warranty.objects.create(
        equipment=unit, part="Pump-28", name_zh="主泵", name_en="Main pump", months=60, copied_at=at
    )
    typed = replace(PUMP, part_number=" pump-28 ")
    trips.written(ticket, norths_engineer, at, items=(typed, replace(SEAL, part_number="hs-28-0031")))
    assert {part: name for part, (name, *_) in covers(unit).items()} == {
        row.part: row.name_zh,
        "HS-28-0031": "密封圈",
    }
    assert d7() == []


def test_the_same_part_twice_on_one_record_has_one_clock(ticket, unit, norths_engineer, at):
    trips.written(ticket, norths_engineer, at, items=(SEAL, SEAL))
    assert list(covers(unit)) == ["HS-28-0031"]


def test_a_unit_that_nobody_registered_has_no_warranty_to_begin(ticket_in, norths_engineer, at):
    nobody = {"equipment": None, "product": None, "customer": None, "contact": None}
    ticket = ticket_in(TicketStatus.ASSIGNED, **nobody, serial_number="", place_text="工地", contact_name="")
    trips.written(ticket, norths_engineer, at, items=(PUMP,))
    assert not Warranty.objects.filter(replaced_on__isnull=False).exists()


def test_the_database_lets_a_warranty_be_withdrawn_and_nothing_else(ticket, unit, norths_engineer, at):
    """C4: neither months nor day move, whoever writes past the services; no row goes."""
    trips.written(ticket, norths_engineer, at, items=(PUMP,))
    row = Warranty.objects.get(part="HP-28-1100")
    for change in ({"months": 60}, {"replaced_on": date(2030, 1, 1)}, {"part": "X"}, {"name_zh": "别的"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Warranty.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    whole = Warranty.objects.filter(equipment=unit, part="")
    with pytest.raises(IntegrityError), transaction.atomic():
        whole.update(withdrawn_at=at)


def test_the_invariant_sees_a_part_without_its_clock(ticket, norths_engineer, auditor, at):
    """D7: a part nobody covers, and one that an invalid record still covers."""
    record = trips.signed(ticket, norths_engineer, at, items=(PUMP,)).record
    rows = Warranty.objects.filter(part="HP-28-1100")
    rows.update(withdrawn_at=at)
    assert d7() == [f"record {record.number} replaced HP-28-1100, which has no warranty of its own"]
    rows.update(withdrawn_at=None)
    found = {"audited_at": at, "audited_by": auditor, "audit_reason": "没有到过现场"}
    type(record).objects.filter(pk=record.pk).update(status="invalid", **found)
    assert d7() == [f"record {record.number} proved invalid, and HP-28-1100 is covered by it"]
