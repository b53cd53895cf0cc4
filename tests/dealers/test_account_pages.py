"""The pages and the API of dealers' accounts: balances, entries, one with its why, its reversal (I11)."""

import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from dealers.accounts.posting import reverse_entry
from dealers.models import AccountEntry
from dealers.roles import Role
from records.models import AuditEntry
from tests.dealers.accounts import NOW, fresh, posted
from tests.factories.dealers import UserFactory

pytestmark = pytest.mark.django_db
LIST, ENTRIES = reverse("accounts:list"), reverse("accounts:entries")
REASON = "首次合作，本次减免"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def finance(db):
    return UserFactory(username="finance", roles=[Role.FINANCE])


@pytest.fixture
def entry(north, support):
    return posted(north, support)


def body(response):
    return response.content.decode()


# ── balances ──


def test_finance_sees_every_dealer_with_its_balance(page, finance, north, south, centre, entry):
    shown = body(page(finance).get(LIST))
    assert "−1,600.00" in shown
    assert all(f"/dealer-accounts/{dealer.code}/" in shown for dealer in (north, south, centre))


@pytest.mark.parametrize(
    ("sort", "first"), [("service", "NORTH"), ("-service", "CENTRE"), ("-code", "SOUTH"), ("x", "CENTRE")]
)
def test_balances_are_sorted(page, finance, north, south, centre, entry, sort, first):
    rows = page(finance).get(LIST, {"sort": sort}).context["rows"]
    assert rows[0].code == first


def test_a_dealers_desk_goes_to_its_own_entries_and_a_centre_sees_its_outlets(
    page, norths_desk, centres_desk, south, entry
):
    assert page(norths_desk).get(LIST).url == ENTRIES
    shown = body(page(centres_desk).get(LIST))
    assert "NORTH" in shown
    assert "SOUTH" not in shown


@pytest.mark.parametrize("who", ["support", "norths_engineer", "agent", "auditor"])
def test_who_keeps_no_accounts_sees_none(request, page, entry, who):
    person = request.getfixturevalue(who)
    client = page(getattr(person, "user", person))
    for address in (LIST, ENTRIES, entry.get_absolute_url(), reverse("accounts:export")):
        assert client.get(address).status_code == 403


# ── entries ──


def test_a_dealer_sees_its_entries_with_figures_and_the_why_of_each(page, norths_desk, entry):
    shown = body(page(norths_desk).get(ENTRIES))
    assert entry.number in shown
    assert "−¥ 1,600.00" in shown  # what stands on the service account
    assert "到场指导 2 天，疑难上报 RF-2026-00007" in shown
    assert reverse("accounts:why", args=[entry.number]) in shown


def test_another_dealers_account_does_not_exist(page, souths_desk, north, entry):
    client = page(souths_desk)
    for name, which in (("accounts:dealer", "NORTH"), ("accounts:detail", entry.number)):
        assert client.get(reverse(name, args=[which])).status_code == 404
    assert entry.number not in body(client.get(ENTRIES))
    refused = body(client.get(ENTRIES, {"dealer": "NORTH"}))
    assert entry.number not in refused
    assert north.name not in refused


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("?only=ever", 3),
        ("?only=waived", 2),
        ("?kind=reversal", 1),
        ("?account=service", 3),
        ("?account=bonus", 0),
        ("?document=rf-2026-00007", 2),
        ("?booked_from=2026-10-01", 1),
        ("?booked_until=2026-09-30", 2),
        ("?dealer=NORTH", 3),
        ("?dealer=SOUTH", 0),
        ("?kind=gift", 0),
    ],
)
def test_entries_are_narrowed(page, finance, north, south, support, manager, entry, query, count):
    reverse_entry(fresh(entry), actor=manager, at=NOW, reason=REASON)
    posted(north, support, key="referral/RF-2026-00008", at=datetime(2026, 10, 1, 2, tzinfo=UTC))
    assert len(page(finance).get(ENTRIES + query).context["rows"]) == count


def test_entries_are_sorted_by_amount_and_by_day(page, finance, north, support):
    for place, amount in enumerate(("-10.00", "-30.00", "-20.00")):
        posted(
            north, support, amount=amount, key=f"referral/RF-2026-0001{place}", at=NOW + timedelta(days=place)
        )
    client = page(finance)

    def found(sort):
        rows = client.get(ENTRIES, {"sort": sort}).context["rows"]
        return [str(row["entry"].amount) for row in rows]

    assert found("amount") == ["-30.00", "-20.00", "-10.00"]
    assert found("booked") == ["-10.00", "-30.00", "-20.00"]
    assert client.get(f"{ENTRIES}?cursor=xx").status_code == 302


@pytest.mark.parametrize("count", [1, 50])
def test_a_page_of_entries_asks_the_same_number_of_questions(
    page, finance, north, support, django_assert_num_queries, count
):
    for place in range(count):
        posted(north, support, key=f"referral/RF-2026-{place:05d}")
    client = page(finance)
    client.get(ENTRIES)
    with django_assert_num_queries(STATEMENTS):
        client.get(ENTRIES)


STATEMENTS = 6


def test_the_list_is_taken_away_as_a_file_and_that_is_recorded(page, norths_desk, entry):
    answer = page(norths_desk).get(reverse("accounts:export"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][7:9] == ("借方（元）", "贷方（元）")
    assert (rows[1][0], rows[1][6], rows[1][7], rows[1][8]) == (entry.number, "RF-2026-00007", 1600, None)
    assert AuditEntry.objects.filter(verb="export", object_type="account_entry").count() == 1
    whole = page(norths_desk).get(reverse("accounts:export-balances"))
    assert (
        next(load_workbook(io.BytesIO(whole.content)).active.iter_rows(min_row=2, values_only=True))[3]
        == -1600
    )


def test_an_empty_account_says_so(page, norths_desk):
    assert "还没有账目" in body(page(norths_desk).get(ENTRIES))
    assert "没有符合条件" in body(page(norths_desk).get(f"{ENTRIES}?only=waived"))


# ── one entry ──


def test_an_entry_says_its_why_beside_the_list_and_on_its_page(page, norths_desk, entry):
    """K2: clause with its numbers, version then in force, inputs, arithmetic."""
    client = page(norths_desk)
    for shown in (
        body(client.get(reverse("accounts:why", args=[entry.number]), headers={"HX-Request": "true"})),
        body(client.get(reverse("accounts:why", args=[entry.number]))),
    ):
        for said in ("到场指导每天 800 元", "¥ 800.00 × 2 天", "1,600.00", "RF-2026-00007", "T-2026-00001"):
            assert said in shown
    assert "/referrals/RF-2026-00007/" in body(client.get(entry.get_absolute_url()))


def test_finance_reads_the_numbers_without_links_that_lead_nowhere(page, finance, entry):
    shown = body(page(finance).get(reverse("accounts:why", args=[entry.number])))
    assert "RF-2026-00007" in shown
    assert "/referrals/" not in shown


def test_a_manager_reverses_once_with_a_reason(page, manager, norths_desk, entry):
    client, url = page(manager), reverse("accounts:reverse", args=[entry.number])
    assert url in body(client.get(entry.get_absolute_url()))
    empty = client.post(url, {"reason": " "})
    assert empty.status_code == 422
    assert "请写明冲销的理由" in body(empty)
    sent = {"reason": REASON, "idempotency_key": "r-1"}
    first, second = client.post(url, sent), client.post(url, sent)
    made = AccountEntry.objects.get(kind="reversal")
    assert first.url == second.url == made.get_absolute_url()
    assert client.post(url, {"reason": REASON}).status_code == 409
    shown = body(page(norths_desk).get(entry.get_absolute_url()))
    assert made.number in shown
    assert REASON in shown
    assert "全额冲回" in body(client.get(reverse("accounts:why", args=[made.number])))


def test_who_may_not_waive_is_told_who_does(page, norths_desk, finance, manager, north, entry):
    url = reverse("accounts:reverse", args=[entry.number])
    for person in (norths_desk, finance):
        shown = page(person).get(entry.get_absolute_url())
        assert url not in body(shown)
        assert "减免由总部服务经理决定" in body(shown)
        assert page(person).post(url, {"reason": REASON}).status_code == 403
    own = posted(north, manager, key="referral/RF-2026-00008")
    assert "须由另一位服务经理决定" in body(page(manager).get(own.get_absolute_url()))
    refused = page(manager).post(reverse("accounts:reverse", args=[own.number]), {"reason": REASON})
    assert refused.status_code == 422
    assert "自己记的" in body(refused)


def test_the_notice_leads_to_the_entry(page, norths_desk, entry):
    client = page(norths_desk)
    shown = body(client.get("/notices/"))
    assert entry.number in shown
    assert "¥ 1,600.00" in shown


# ── the API ──


def test_programs_read_balances_and_entries_with_their_why(api, norths_desk, south, entry):
    client = api(norths_desk)
    accounts = client.get("/api/v1/accounts/").json()["results"]
    assert [(one["dealer"], one["service"], one["bonus"]) for one in accounts] == [
        ("NORTH", "-1600.00", "0.00")
    ]
    assert client.get("/api/v1/accounts/SOUTH/").status_code == 404
    listed = client.get("/api/v1/account-entries/").json()["results"]
    assert [(one["number"], one["amount"], one["version"]) for one in listed] == [
        (entry.number, "-1600.00", 1)
    ]
    assert "why" not in listed[0]
    why = client.get(f"/api/v1/account-entries/{entry.number}/").json()["why"]
    assert (why["clause"], why["version"], why["arithmetic"][0]["result"]) == ("I11", 1, "1,600.00")


def test_a_program_reverses_once(api, manager, norths_desk, agent, entry):
    url = f"/api/v1/account-entries/{entry.number}/reverse/"
    assert api(norths_desk).post(url, {"reason": REASON}, format="json").status_code == 403
    made = api(manager).post(url, {"reason": REASON}, format="json")
    assert (made.status_code, made.json()["amount"], made.json()["reverses"]) == (
        200,
        "1600.00",
        entry.number,
    )
    again = api(manager).post(url, {"reason": REASON}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "already_reversed")
    assert api(agent).get("/api/v1/accounts/").status_code == 403
