"""Headquarters' help is on the dealer's account with its answer: once, by the tariff of its day (D9, I11)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connections, transaction

from dealers.accounts.posting import reverse_entry
from dealers.models import AccountEntry, Territory, User
from records.invariants import broken
from records.models import OutboxMessage
from records.refusals import Refusal
from regulation import services as regulation
from tests.regulation.drafts import parameters_of
from tests.tickets.referrals import ASKED, NOW, fresh, referred
from tickets import services
from tickets.choices import TicketKind
from tickets.models import Referral, Ticket, TicketEvent
from tickets.services import referring
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
S = TicketStatus
LATER = NOW + timedelta(hours=2)


def answer(referral, actor, *, at=LATER, given="on_site", days=2):
    return services.advise_referral(referral, actor=actor, at=at, answer="换先导泵", given=given, days=days)


def faults():
    return [fault for _code, fault in broken("I11", "D9")]


@pytest.fixture
def case(ticket_in, norths_desk, norths_territory):
    """A hard case of North at home."""
    ticket = ticket_in(S.ASSIGNED, division=norths_territory.division)
    return referred(ticket, norths_desk)


def new_tariff(manager, deputy, director, *, begins, **changed):
    at = NOW - timedelta(days=10)
    drafted = regulation.draft_version(actor=manager, at=at, in_force_from=begins, reason="调价")
    prices = {f"paid_service__{name}": value for name, value in changed.items()}
    edited = regulation.edit_version(
        drafted,
        actor=manager,
        at=at,
        parameters=parameters_of(drafted, **prices),
        in_force_from=begins,
        reason="调价",
    )
    seen = regulation.review_version(edited, actor=deputy, at=at)
    return regulation.approve_version(seen, actor=director, at=at)


# ── charged ──


def test_help_in_the_own_territory_is_debited_with_the_answer(case, norths_desk, support, north):
    answered = answer(fresh(case), support)
    entry = AccountEntry.objects.get()
    assert answered.charging == "charged"
    assert (entry.dealer, entry.amount, entry.document) == (north, Decimal("-1600.00"), case.number)
    assert (entry.clause, entry.posted_by, entry.posted_at) == ("I11", support, LATER)
    assert entry.inputs["rate"] * entry.inputs["quantity"] == 1600
    notice = OutboxMessage.objects.get(template="staff.entered", channel="page")
    assert (notice.reader, notice.about) == (norths_desk, entry.number)
    assert faults() == []


@pytest.mark.parametrize(
    ("given", "days", "amount"), [("repair", 3, "-4500.00"), ("on_site", 60, "-48000.00")]
)
def test_each_help_has_its_price(case, support, given, days, amount):
    answer(fresh(case), support, given=given, days=days)
    assert AccountEntry.objects.get().amount == Decimal(amount)


def test_advice_by_telephone_is_free_and_says_so(case, support):
    assert answer(fresh(case), support, given="remote", days=0).charging == "free"
    assert AccountEntry.objects.count() == 0
    assert faults() == []


@pytest.mark.parametrize(("given", "days"), [("on_site", -1), ("repair", 0), ("repair", 61), ("remote", 1)])
def test_days_that_are_none_are_refused_and_nothing_is_entered(case, support, given, days):
    with pytest.raises(services.DaysNotPossible):
        answer(fresh(case), support, given=given, days=days)
    assert (fresh(case).status, AccountEntry.objects.count()) == ("referred", 0)


# ── not charged ──


def test_outside_its_territory_nothing_is_charged(ticket_in, norths_desk, support, south, norths_territory):
    Territory.objects.update(dealer=south)
    case = referred(ticket_in(S.ASSIGNED, division=norths_territory.division), norths_desk)
    assert answer(case, support).charging == "outside"
    assert AccountEntry.objects.count() == 0
    assert faults() == []


@pytest.mark.parametrize("kind", [TicketKind.QUALITY_PROBLEM, TicketKind.SAFETY_INCIDENT])
def test_what_headquarters_owes_anyway_is_not_charged(
    ticket_in, norths_desk, support, norths_territory, kind
):
    ticket = ticket_in(S.ASSIGNED, division=norths_territory.division, kind=kind)
    assert answer(referred(ticket, norths_desk), support).charging == "excluded"
    assert faults() == []


# ── the day that counts ──


def test_the_territory_counts_as_it_was_when_headquarters_was_asked(case, support, south):
    Territory.objects.update(dealer=south)
    assert answer(fresh(case), support).charging == "charged"
    assert faults() == []


@pytest.mark.parametrize(
    ("asked", "answered", "amount"),
    [
        # the new prices hold from 1 October: 800 → 1,000 a day on site
        (datetime(2026, 9, 30, 2, tzinfo=UTC), datetime(2026, 9, 30, 8, tzinfo=UTC), "-1600.00"),
        (datetime(2026, 9, 30, 2, tzinfo=UTC), datetime(2026, 10, 8, 2, tzinfo=UTC), "-1600.00"),
        (datetime(2026, 9, 30, 15, 59, tzinfo=UTC), datetime(2026, 10, 8, 2, tzinfo=UTC), "-1600.00"),
        (datetime(2026, 9, 30, 16, 0, tzinfo=UTC), datetime(2026, 10, 8, 2, tzinfo=UTC), "-2000.00"),
        (datetime(2026, 10, 1, 2, tzinfo=UTC), datetime(2026, 12, 31, 16, tzinfo=UTC), "-2000.00"),
    ],
)
def test_the_tariff_of_the_day_on_which_it_was_asked_for_counts(
    asked, answered, amount, ticket_in, norths_desk, support, norths_territory, manager, deputy, director
):
    """A price that changes between question and answer changes nothing of what the dealer was told."""
    new_tariff(manager, deputy, director, begins=date(2026, 10, 1), on_site_per_day=1000)
    ticket = ticket_in(S.ASSIGNED, division=norths_territory.division)
    answer(referred(ticket, norths_desk, at=asked), support, at=answered)
    entry = AccountEntry.objects.get()
    assert entry.amount == Decimal(amount)
    assert entry.regulation_version.number == (1 if amount == "-1600.00" else 2)
    assert entry.booked_on.isoformat() == ("2027-01-01" if answered.month == 12 else str(answered.date()))
    assert faults() == []


def test_a_tariff_of_nothing_lets_all_help_off(
    ticket_in, norths_desk, support, norths_territory, manager, deputy, director
):
    new_tariff(manager, deputy, director, begins=NOW.date(), on_site_per_day=0)
    ticket = ticket_in(S.ASSIGNED, division=norths_territory.division)
    assert answer(referred(ticket, norths_desk), support, days=60).charging == "free"
    assert faults() == []


# ── exactly once ──


def test_a_crash_in_between_leaves_neither_answer_nor_entry(case, support, monkeypatch):
    """The answer, the step of the ticket and the entry are one transaction."""

    class Killed(Exception):
        pass

    real = referring.post_charge

    def post_and_die(*args, **kwargs):
        real(*args, **kwargs)
        raise Killed

    monkeypatch.setattr(referring, "post_charge", post_and_die)
    with pytest.raises(Killed), transaction.atomic():
        answer(fresh(case), support)
    assert (fresh(case).status, fresh(case).charging) == ("referred", "")
    assert AccountEntry.objects.count() == 0
    assert not TicketEvent.objects.filter(verb="advise").exists()
    assert not OutboxMessage.objects.filter(template__in=["staff.entered", "staff.advise"]).exists()
    monkeypatch.undo()
    answer(fresh(case), support)
    assert AccountEntry.objects.get().number == "AE-2026-00001"
    assert faults() == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_eight_answers_at_the_same_moment_one_is_charged(case, support):
    start = Barrier(8)

    def act(_place):
        try:
            held, person = fresh(case), User.objects.get(pk=support.pk)
            start.wait()
            answer(held, person)
        except Refusal as refusal:
            return refusal.status
        finally:
            connections.close_all()
        return 200

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(act, range(8)))
    assert answers == [200] + [409] * 7
    assert AccountEntry.objects.get().amount == Decimal("-1600.00")
    assert faults() == []


def test_a_second_case_of_the_ticket_is_charged_for_itself(case, norths_desk, support):
    answer(fresh(case), support)
    ticket = Ticket.objects.get(pk=case.ticket_id)
    second = services.refer_ticket(ticket, actor=norths_desk, at=LATER, **ASKED)
    answer(second, support, at=LATER + timedelta(hours=1))
    assert sorted(AccountEntry.objects.values_list("key", flat=True)) == [
        f"referral/{case.number}",
        f"referral/{second.number}",
    ]
    assert faults() == []


def test_a_waived_charge_keeps_its_entry_and_its_recount(case, support, manager):
    answer(fresh(case), support)
    entry = AccountEntry.objects.with_names().get()
    reverse_entry(entry, actor=manager, at=LATER, reason="首次合作")
    assert AccountEntry.objects.balance() == 0
    assert faults() == []


# ── what must hold ──


def test_a_charge_that_is_missing_or_of_nothing_is_found(case, support, norths_territory):
    answer(fresh(case), support, given="remote", days=0)
    Referral.objects.filter(pk=case.pk).update(given="repair", days=2)
    found = " ".join(faults())
    assert "is “free”, the recount says “charged”" in found
    Referral.objects.filter(pk=case.pk).update(charging="charged")
    assert "is “charged” and has no entry" in " ".join(faults())


def test_an_entry_that_is_too_high_is_found(case, support):
    answer(fresh(case), support)
    Referral.objects.filter(pk=case.pk).update(days=1)
    assert "is -1600.00, the recount says -800.00" in " ".join(faults())
    Referral.objects.filter(pk=case.pk).update(charging="outside")
    assert "has an entry" in " ".join(faults())


# ── what the pages say ──


def shown(response):
    return response.content.decode()


def test_before_the_answer_the_page_says_what_each_help_costs_whom(page, case, support, norths_desk, north):
    for person in (support, norths_desk):
        said = shown(page(person).get(case.get_absolute_url()))
        for words in (f"从{north.name}服务费账户扣除", "¥ 800.00 / 天", "¥ 1,500.00 / 天", "免费"):
            assert words in said


@pytest.mark.parametrize(
    ("given", "days", "says"),
    [
        ("on_site", "2", "扣除 ¥ 1,600.00"),
        ("repair", "60", "扣除 ¥ 90,000.00"),
        ("remote", "", "按标准免费"),
        ("repair", "", ""),
        ("repair", "61", ""),
        ("repair", "-1", ""),
        ("repair", "0.5", ""),
        ("repair", "9" * 400, ""),
        ("post", "1", ""),
    ],
)
def test_while_it_is_written_the_answer_says_its_price(page, case, support, given, days, says):
    said = shown(page(support).get(f"/referrals/{case.number}/cost/", {"given": given, "days": days}))
    assert says in said
    assert bool(says) == ("ti-receipt" in said)


def test_afterwards_the_page_leads_to_the_entry_whom_it_is_open_to(page, case, support, norths_desk):
    client = page(support)
    sent = {"answer": "换先导泵", "given": "on_site", "days": "2", "idempotency_key": "a-1"}
    url = f"/referrals/{case.number}/advise/"
    first, second = client.post(url, sent), client.post(url, sent)
    assert first.url == second.url == case.get_absolute_url()
    entry = AccountEntry.objects.get()
    assert "¥ 1,600.00" in shown(client.get(case.get_absolute_url()))
    assert entry.get_absolute_url() not in shown(client.get(case.get_absolute_url()))
    assert entry.get_absolute_url() in shown(page(norths_desk).get(case.get_absolute_url()))


def test_a_case_outside_says_that_and_why(page, ticket_in, norths_desk, support):
    case = referred(ticket_in(S.ASSIGNED), norths_desk)
    client = page(support)
    assert "不收费：不在该经销商区域内" in shown(client.get(case.get_absolute_url()))
    why = shown(client.get(f"/referrals/{case.number}/charge-why/"))
    for words in ("地点不详", "不收费：不在该经销商区域内", "到场指导每天 800 元"):
        assert words in why


def test_only_who_answers_is_told_the_price_meanwhile(page, case, norths_desk, souths_desk):
    assert page(norths_desk).get(f"/referrals/{case.number}/cost/").status_code == 403
    assert page(souths_desk).get(f"/referrals/{case.number}/cost/").status_code == 404
