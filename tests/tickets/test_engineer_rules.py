"""Why somebody can't be sent: every rule over plain facts (B1, B3, D5)."""

from datetime import date

import pytest
from django.utils.translation import override

from tickets.engineer_rules import Days, Need, Paper, Person, reasons_against

TODAY = date(2026, 9, 15)
NORTH, SOUTH = 1, 2
HEIGHT = Need("HEIGHT", "登高证")
SKILL = Need("HYDRAULICS", "挖掘机液压")
WHOLE = Paper("HEIGHT", "confirmed", date(2026, 1, 1), date(2026, 9, 18))


def against(person, *needs, going=TODAY):
    found = reasons_against(person, dealer_id=NORTH, needs=needs, days=Days(going=going, today=TODAY))
    return [reason.code for reason in found]


def person(*papers, dealer_id=NORTH, is_active=True, filing_status="confirmed"):
    return Person(dealer_id, is_active, filing_status, papers)


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        (person(), []),
        (person(dealer_id=SOUTH, is_active=False, filing_status="filed"), ["other_dealer"]),
        (person(dealer_id=None), ["other_dealer"]),
        (person(is_active=False), ["left"]),
        (person(filing_status="filed"), ["not_confirmed"]),
        (person(filing_status="returned", is_active=False), ["left", "returned"]),
    ],
)
def test_the_filing_decides_first(who, codes):
    """B1: only confirmed people who still serve; of another dealer's person nothing is told (L2)."""
    assert against(who) == codes


@pytest.mark.parametrize(
    ("papers", "going", "codes"),
    [
        ([], TODAY, ["missing"]),
        ([Paper("OTHER", "confirmed")], TODAY, ["missing"]),
        ([Paper("HEIGHT", "returned", date(2026, 1, 1), date(2027, 1, 1))], TODAY, ["missing"]),
        ([Paper("HEIGHT", "filed", date(2026, 1, 1), date(2027, 1, 1))], TODAY, ["waits"]),
        ([WHOLE], TODAY, []),
        ([WHOLE], date(2026, 9, 18), []),
        ([WHOLE], date(2026, 9, 19), ["expires_before"]),
        ([WHOLE._replace(valid_until=date(2026, 9, 14))], TODAY, ["expired"]),
        ([WHOLE._replace(valid_from=date(2026, 9, 16))], TODAY, ["not_yet_valid"]),
        (
            [WHOLE, Paper("HEIGHT", "filed", date(2026, 9, 19), date(2027, 9, 18))],
            date(2026, 9, 20),
            ["waits"],
        ),
        (
            [WHOLE, Paper("HEIGHT", "confirmed", date(2026, 9, 19), date(2027, 9, 18))],
            date(2026, 9, 20),
            [],
        ),
    ],
)
def test_a_certificate_has_to_be_valid_on_the_day_of_the_trip(papers, going, codes):
    """B3: no dispatch on an expired one, nor on one that is over before the appointment."""
    assert against(person(*papers), HEIGHT, going=going) == codes


def test_a_confirmed_skill_has_no_end():
    assert against(person(Paper("HYDRAULICS", "confirmed")), SKILL, going=date(2036, 1, 1)) == []


def test_everything_that_is_missing_is_named_at_once():
    assert against(person(filing_status="filed"), HEIGHT, SKILL) == ["not_confirmed", "missing", "missing"]


@pytest.mark.parametrize(
    ("until", "going", "zh", "en"),
    [
        (date(2026, 9, 10), TODAY, "登高证 9月10日 已到期", "登高证 expired on Sep 10"),
        (date(2025, 9, 10), TODAY, "登高证 2025年9月10日 已到期", "登高证 expired on Sep 10, 2025"),
        (
            date(2026, 9, 18),
            date(2026, 9, 20),
            "登高证 9月18日 到期，在上门日 9月20日 之前",
            "登高证 expires on Sep 18, before the trip on Sep 20",
        ),
    ],
)
def test_the_words_name_the_paper_and_the_day(until, going, zh, en):
    asked = {"dealer_id": NORTH, "needs": [HEIGHT], "days": Days(going=going, today=TODAY)}
    dated = person(WHOLE._replace(valid_from=date(2024, 1, 1), valid_until=until))
    with override("zh-hans"):
        assert [str(reason) for reason in reasons_against(dated, **asked)] == [zh]
    with override("en"):
        assert [str(reason) for reason in reasons_against(dated, **asked)] == [en]


def test_a_paper_that_begins_later_says_from_when():
    asked = {"dealer_id": NORTH, "needs": [HEIGHT], "days": Days(going=TODAY, today=TODAY)}
    late = person(WHOLE._replace(valid_from=date(2026, 9, 16)))
    with override("zh-hans"):
        assert [str(reason) for reason in reasons_against(late, **asked)] == ["登高证 9月16日 起才有效"]
