"""The six parts of a dossier: when each is complete, what is said of what is missing (D9). No database."""

from dataclasses import replace

import pytest
from django.utils import translation

from tickets.referrals.dossier import DossierFacts, DossierPart, FilledIn, Needed, missing, parts

NEEDED = Needed(photos=2, diagnosis_length=20)
P = DossierPart
WHOLE = DossierFacts(
    model="RD-280",
    serial_number="RD280-2505-0042",
    factory_date="2025-05-16",
    installed_on="2025-06-02",
    checks=6,
    passed=5,
    description="热机 30 分后异响",
    diagnosis="测先导压力 2.1 MPa，偏低，换滤芯后不变。",
    photos=2,
)


def absent(**changes):
    with translation.override("en"):
        return {part.code: part.missing for part in missing(parts(replace(WHOLE, **changes), NEEDED))}


def test_a_whole_dossier_has_six_parts_and_lacks_none():
    found = parts(WHOLE, NEEDED)
    assert [part.code for part in found] == list(P)
    assert len(found) == 6
    assert absent() == {}
    with translation.override("en"):
        assert [part.value for part in parts(WHOLE, NEEDED)][:3] == [
            "RD-280 / RD280-2505-0042",
            "2025-05-16",
            "2025-06-02, 5 of 6 passed",
        ]


@pytest.mark.parametrize(
    ("changes", "part", "says"),
    [
        ({"serial_number": ""}, P.MACHINE, "names no serial number"),
        ({"model": ""}, P.MACHINE, "names no model"),
        ({"factory_date": ""}, P.FACTORY_DATE, "factory date in the unit's file"),
        ({"installed_on": ""}, P.SELF_CHECK, "Record the installation"),
        ({"checks": 0, "passed": 0}, P.SELF_CHECK, "without a self-check"),
        ({"description": ""}, P.DESCRIPTION, "Describe the fault"),
        ({"diagnosis": ""}, P.DIAGNOSIS, "steps of the diagnosis"),
        ({"diagnosis": "x" * 19}, P.DIAGNOSIS, "20 characters at least, 19 so far"),
        ({"photos": 1}, P.PHOTOS, "2 at least, 1 so far"),
    ],
)
def test_each_part_can_be_missing_and_says_what_to_do(changes, part, says):
    found = absent(**changes)
    assert list(found) == [part]
    assert says in found[part]


def test_what_just_reaches_is_enough():
    assert absent(diagnosis="x" * 20, photos=2) == {}


def test_nothing_known_lacks_all_six_and_each_part_says_where_it_goes():
    empty = parts(DossierFacts(), NEEDED)
    assert len(missing(empty)) == 6
    assert {part.where for part in empty} == set(FilledIn)


def test_facts_are_kept_and_read_again():
    assert DossierFacts.of(WHOLE.kept()) == WHOLE
