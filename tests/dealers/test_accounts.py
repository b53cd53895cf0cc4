"""A dealer's account: entries posted once, never changed, reversed once and by another (I11)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connections, transaction

from dealers.accounts import due
from dealers.accounts import posting as ledger
from dealers.accounts.posting import reverse_entry
from dealers.choices import AccountKind, EntryKind
from dealers.models import AccountEntry, Dealer, User
from dealers.roles import Role
from records.invariants import broken
from records.models import OutboxMessage
from records.refusals import Refusal
from tests.dealers.accounts import NOW, fresh, posted
from tests.factories.dealers import UserFactory

pytestmark = pytest.mark.django_db
REASON = "首次合作，本次减免"


def faults():
    return [fault for _code, fault in broken("I11")]


@pytest.fixture
def entry(north, support):
    return posted(north, support)


# ── posting ──


def test_an_entry_says_whose_what_why_by_which_version_and_who(entry, north, support):
    assert entry.number == "AE-2026-00001"
    assert (entry.dealer, entry.account, entry.amount) == (north, "service", Decimal("-1600.00"))
    assert (entry.debit, entry.credit) == (Decimal("1600.00"), None)
    assert (entry.clause, entry.regulation_version.number, entry.posted_by) == ("I11", 1, support)
    assert faults() == []


def test_the_same_thing_is_posted_once(entry, north, support):
    with pytest.raises(ledger.EntryExists) as refused:
        posted(north, support, amount="-1.00")
    assert refused.value.status == 409
    assert AccountEntry.objects.count() == 1
    assert posted(north, support, key="referral/RF-2026-00008").number == "AE-2026-00002"  # no gap
    assert faults() == []


@pytest.mark.parametrize("amount", ["0.00", "-0.001", "NaN", "Infinity", "-10000000000.00"])
def test_what_is_no_sum_of_money_is_refused(north, support, amount):
    with pytest.raises(ledger.AmountNotPossible):
        posted(north, support, amount=amount)
    assert AccountEntry.objects.count() == 0


@pytest.mark.parametrize("amount", ["-0.01", "-9999999999.99"])
def test_a_cent_and_the_largest_sum_are_kept_to_the_cent(north, support, amount):
    assert fresh(posted(north, support, amount=amount)).amount == Decimal(amount)


def test_paid_service_is_a_debit_of_the_service_account_or_the_database_refuses(north, support):
    for facts in ({"amount": "5.00"}, {"account": AccountKind.BONUS}, {"kind": EntryKind.REVERSAL}):
        with pytest.raises(IntegrityError), transaction.atomic():
            posted(north, support, **facts)


@pytest.mark.parametrize("change", [{"amount": Decimal(0)}, {"reason": "x"}, {"dealer": None}])
def test_the_database_refuses_every_change_and_deletion(entry, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        AccountEntry.objects.filter(pk=entry.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        AccountEntry.objects.filter(pk=entry.pk).delete()


@pytest.mark.parametrize(
    ("at", "on"),
    [
        (datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC), date(2026, 9, 30)),  # 23:59:59 in China
        (datetime(2026, 9, 30, 16, 0, tzinfo=UTC), date(2026, 10, 1)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2028, 2, 29, 2, 0, tzinfo=UTC), date(2028, 2, 29)),
    ],
)
def test_an_entry_belongs_to_the_month_of_its_local_day(north, support, at, on):
    """I3: settled by natural month, as the calendar on the dealer's wall shows it."""
    made = posted(north, support, at=at)
    assert made.booked_on == on
    assert made.number.startswith(f"AE-{on.year}-")
    rows = AccountEntry.objects.filter(dealer=north)
    assert rows.booked_from(on.replace(day=1)).booked_until(on).balance() == made.amount
    assert faults() == []


# ── the balance ──


def test_a_balance_is_the_sum_account_by_account(north, south, support):
    assert AccountEntry.objects.filter(dealer=north).balance() == Decimal("0.00")
    for place, amount in enumerate(("-0.10", "-0.20", "-1600.00")):
        posted(north, support, amount=amount, key=f"referral/RF-2026-0000{place}")
    posted(south, support, key="referral/RF-2026-00009")
    rows = {dealer.code: dealer.on_service for dealer in Dealer.objects.with_balances()}
    assert rows["NORTH"] == Decimal("-1600.30")
    assert rows["SOUTH"] == Decimal("-1600.00")
    assert AccountEntry.objects.filter(dealer=north).balance() == Decimal("-1600.30")
    after = [row.balance_after for row in AccountEntry.objects.with_balance_after().order_by("pk")]
    assert after == [Decimal("-0.10"), Decimal("-0.30"), Decimal("-1600.30"), Decimal("-1600.00")]


# ── the reversal ──


def test_a_service_manager_waives_an_entry_once_with_a_reason(entry, manager, north):
    made = reverse_entry(fresh(entry), actor=manager, at=NOW, reason=f" {REASON} ")
    assert (made.amount, made.reverses, made.reason) == (Decimal("1600.00"), entry, REASON)
    assert AccountEntry.objects.filter(dealer=north).balance() == 0
    with pytest.raises(ledger.AlreadyReversed):
        reverse_entry(fresh(entry), actor=manager, at=NOW, reason=REASON)
    with pytest.raises(ledger.ReversalStands):
        reverse_entry(fresh(made), actor=manager, at=NOW, reason=REASON)
    assert faults() == []


def test_the_dealer_that_has_owed_longest_comes_first_by_what_it_still_owes(north, south, manager):
    """L1: what was waived is owed no more, and nobody waits since then."""
    finance = UserFactory(roles=[Role.FINANCE])
    waived = posted(north, manager, at=NOW, key="referral/RF-2026-00001")
    posted(south, manager, at=NOW + timedelta(days=1), key="referral/RF-2026-00002")
    posted(north, manager, at=NOW + timedelta(days=2), key="referral/RF-2026-00003")
    owed = [(item.title.split()[0], item.due) for item in due.items(finance, NOW)]
    assert owed == [("NORTH", NOW), ("SOUTH", NOW + timedelta(days=1))]
    other = UserFactory(roles=[Role.SERVICE_MANAGER])
    reverse_entry(fresh(waived), actor=other, at=NOW + timedelta(days=3), reason=REASON)
    owed = [(item.title.split()[0], item.due) for item in due.items(finance, NOW)]
    assert owed == [("SOUTH", NOW + timedelta(days=1)), ("NORTH", NOW + timedelta(days=2))]


@pytest.mark.parametrize(("reason", "code"), [(" ", "reason_needed"), ("长" * 301, "reason_too_long")])
def test_a_reversal_needs_a_reason_of_some_length(entry, manager, reason, code):
    with pytest.raises(Refusal) as refused:
        reverse_entry(fresh(entry), actor=manager, at=NOW, reason=reason)
    assert (refused.value.code, refused.value.field) == (code, "reason")


@pytest.mark.parametrize("who", ["support", "norths_desk", "dispatcher", "director", "agent"])
def test_nobody_else_waives(request, entry, who):
    with pytest.raises(PermissionDenied):
        reverse_entry(fresh(entry), actor=request.getfixturevalue(who), at=NOW, reason=REASON)


def test_who_caused_an_entry_does_not_waive_it(north):
    both = UserFactory(roles=[Role.TECHNICAL_SUPPORT, Role.SERVICE_MANAGER])
    made = posted(north, both)
    with pytest.raises(ledger.OwnEntry):
        reverse_entry(fresh(made), actor=both, at=NOW, reason=REASON)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_eight_reversals_at_the_same_moment_one_counts(north, support, manager):
    """All have read the entry before the first begins; the key is unique whatever they have read."""
    made, start = posted(north, support), Barrier(8)

    def act(_place):
        try:
            held, person = fresh(made), User.objects.get(pk=manager.pk)
            start.wait()
            reverse_entry(held, actor=person, at=NOW, reason=REASON)
        except Refusal as refusal:
            return refusal.status
        finally:
            connections.close_all()
        return 200

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(act, range(8)))
    assert answers == [200] + [409] * 7
    assert AccountEntry.objects.balance() == 0
    assert faults() == []


# ── who is told ──


def told(template):
    rows = OutboxMessage.objects.filter(template=template, channel="page")
    return list(rows.values_list("reader__username", flat=True))


def test_the_dealers_desk_is_told_of_entry_and_reversal_once(
    north, norths_desk, norths_engineer, souths_desk, centres_desk, support, manager
):
    """D20: its engineer keeps no account, its centre and others have none of it."""
    made = posted(north, support)
    assert told("staff.entered") == [norths_desk.username]
    notice = OutboxMessage.objects.get(template="staff.entered", channel="page")
    assert notice.about == made.number
    reverse_entry(fresh(made), actor=manager, at=NOW, reason=REASON)
    assert told("staff.reversed") == [norths_desk.username]


# ── what must hold ──


def test_a_reversal_that_is_not_the_opposite_is_found(entry, north, manager, support):
    row = {
        field.name: getattr(entry, field.name)
        for field in AccountEntry._meta.concrete_fields  # noqa: SLF001 (Django's documented way)
        if field.name != "id"
    }
    false = {"number": "AE-2026-00009", "key": "x", "kind": "reversal", "reverses": entry, "reason": "x"}
    AccountEntry.objects.create(**row | false | {"amount": Decimal("1.00"), "booked_on": date(2026, 9, 1)})
    found = " ".join(faults())
    for said in ("AE-2026-00009 is not the opposite", "by who caused", "another day", "ahead of its series"):
        assert said in found
