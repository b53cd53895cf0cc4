"""The dealer's inner clock as people see it: alerts, page, API, report, and no customer (D5, D3, K2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override

from dealers.roles import Role
from records.invariants import broken
from records.models import OutboxMessage
from regulation.services import load_editions
from reports.operations import Operations, Where
from reports.periods import Period
from tests.factories.dealers import ServiceStaffFactory, UserFactory
from tests.factories.tickets import TicketFactory
from tests.tickets.customers import link_of, linked
from tickets import due, measures
from tickets.clock_page import ClockBook, clock_rows
from tickets.customer_page import due_times
from tickets.letters import CUSTOMERS
from tickets.models import Ticket, TicketAlert
from tickets.services import (
    accept_ticket,
    assign_ticket,
    raise_alerts,
)

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 9, 15, 1, tzinfo=UTC)  # Tuesday, 9:00 in the service region


def hours(count):
    return NINE + timedelta(hours=count)


@pytest.fixture
def offered(ticket_in):
    """Offered to North at nine."""
    return ticket_in("offered", opened_at=NINE)


@pytest.fixture
def accepted(offered, norths_desk):
    """Accepted by North at ten: an engineer is to be put on it by two."""
    return accept_ticket(offered, actor=norths_desk, at=hours(1))


def faults():
    return [text for _code, text in broken("T1", "T2", "D3")]


# ── warned before, told after ──


@pytest.fixture
def _everybody_has_mail(norths_desk, centres_desk, manager, agent):
    for person in (norths_desk, centres_desk, manager, agent):
        person.email = f"{person.username}@example.com"
        person.save()


def stands(ticket):
    ticket.refresh_from_db()
    return ticket.alert


@pytest.mark.usefixtures("_everybody_has_mail")
def test_it_goes_up_step_by_step_as_the_others_do(accepted, norths_desk):
    """D3: warned when a fifth is left, then desk, centre and manager."""
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    for count, alarm in ((4.1, ""), (4.2, "warn"), (5, "desk"), (6, "centre"), (8, "manager")):
        raise_alerts(hours(count))
        assert stands(accepted) == alarm, count
        assert faults() == []
    said = TicketAlert.objects.filter(ticket=accepted).order_by("pk").values_list("kind", "step", "at")
    assert list(said) == [
        ("plan", "warn", hours(4.2)),
        ("plan", "desk", hours(5)),
        ("plan", "centre", hours(6)),
        ("plan", "manager", hours(8)),
    ]
    told = OutboxMessage.objects.exclude(pk__in=before).filter(channel="email").order_by("pk")
    assert [message.to.split("@")[0] for message in told] == [
        "norths-desk",
        "norths-desk",
        "centres-desk",
        "manager",
    ]


def test_who_is_sent_ends_its_alert(accepted, norths_desk, norths_engineer):
    raise_alerts(hours(5))
    assert stands(accepted) == "desk"
    ticket = assign_ticket(accepted, actor=norths_desk, at=hours(5.5), engineer=norths_engineer)
    assert ticket.alert == ""
    assert raise_alerts(hours(8)) == 0
    assert faults() == []


def test_home_names_the_time_that_runs_out(accepted, norths_desk):
    """It is not the one that is due next to the customer."""
    raise_alerts(hours(4.5))
    with override("zh-hans"):
        (item,) = due.items(norths_desk, hours(4.5))
    assert "“派人”快到时限" in item.detail
    assert (item.due, item.tone) == (hours(5), "warn")


def test_home_names_what_is_overdue_longest_of_what_has_gone_as_far(
    accepted, norths_desk, norths_engineer, manager
):
    """Days after all have: who was to be sent, then when somebody was to come."""
    raise_alerts(hours(24 * 10))
    with override("zh-hans"):
        (item,) = due.items(manager, hours(24 * 10))
    assert "“派人”应于" in item.detail
    assign_ticket(
        Ticket.objects.get(pk=accepted.pk), actor=norths_desk, at=hours(24 * 10), engineer=norths_engineer
    )
    with override("zh-hans"):
        (item,) = due.items(manager, hours(24 * 10))
    assert "“到场”应于" in item.detail


# ── who sees it ──


def test_the_page_shows_it_apart_and_opens_its_why(page, norths_desk, dispatcher, accepted, time_machine):
    """K2: the clause of acceptance and dispatch, from when it counts, the arithmetic."""
    time_machine.move_to(hours(2), tick=False)
    for person in (norths_desk, dispatcher):
        shown = page(person).get(accepted.get_absolute_url())
        kinds = [row["kind"] for row in shown.context["clocks"]]
        assert kinds == ["respond", "attend", "fix", "complete", "plan"]
        text = shown.content.decode()
        assert text.index("内部，不对客户承诺") < text.index(f"/tickets/{accepted.number}/clocks/plan/")
        assert text.index(f"/tickets/{accepted.number}/clocks/complete/") < text.index("内部，不对客户承诺")
        why = page(person).get(f"/tickets/{accepted.number}/clocks/plan/").content.decode()
        for part in (
            "接单派人",
            "第 1 版",
            "一般报修",
            "4 工时",
            "接单",
            "今天 10:00",
            "今天 14:00",
            "剩 3:00",
        ):
            assert part in why, part


def test_the_answer_to_an_offer_stands_there_too(offered, page, norths_desk):
    offer = offered.offers.get()
    offer.due_at = hours(2)
    offer.save()
    rows = clock_rows(ClockBook(Ticket.objects.get(pk=offered.pk), at=hours(1)))
    assert [(row["kind"], row["is_inner"]) for row in rows][-2:] == [("complete", False), ("answer", True)]
    why = page(norths_desk).get(f"/tickets/{offered.number}/clocks/answer/").content.decode()
    assert "接单派人" in why
    assert "派工" in why


def test_each_of_its_alerts_says_why(accepted, page, norths_desk, centres_desk, time_machine):
    raise_alerts(hours(6))
    time_machine.move_to(hours(6), tick=False)
    client = page(norths_desk)
    assert (
        f"/tickets/{accepted.number}/alerts/plan-centre/"
        in client.get(accepted.get_absolute_url()).content.decode()
    )
    why = client.get(f"/tickets/{accepted.number}/alerts/plan-centre/").content.decode()
    for part in ("派人", "4 工时", "接单", "今天 10:00", "+ 60", "今天 15:00"):
        assert part in why, part


def test_another_dealer_asks_nothing_of_it(page, souths_desk, accepted):
    assert page(souths_desk).get(f"/tickets/{accepted.number}/clocks/plan/").status_code == 404


def test_the_api_gives_it_apart(api, norths_desk, agent, accepted, offered):
    for person in (norths_desk, agent):
        given = api(person).get(f"/api/v1/tickets/{accepted.number}/").json()
        assert set(given["clocks"]) == {"respond", "attend", "fix", "complete"}
        assert set(given["inner_clocks"]) == {"plan"}
        assert given["inner_clocks"]["plan"]["why"]["clause"] == "D5"
        assert given["clocks"]["fix"]["why"]["clause"] == "D3"
        assert given["due_clock"] == "attend"


def test_before_the_acceptance_the_api_gives_none(api, norths_desk, offered):
    assert api(norths_desk).get(f"/api/v1/tickets/{offered.number}/").json()["inner_clocks"] == {}


@pytest.mark.parametrize("late", [False, True])
def test_the_customer_hears_nothing_of_it(client, accepted, late, time_machine):
    """D5: neither on the page nor in a message, whether it runs or has passed."""
    moment = hours(9 if late else 1.5)
    before = set(OutboxMessage.objects.values_list("pk", flat=True))
    raise_alerts(moment)
    time_machine.move_to(moment, tick=False)
    shown = client.get(f"/t/{linked(accepted, at=moment)}/")
    assert shown.status_code == 200
    text = shown.content.decode()
    assert "14:00" not in text  # when it is due
    assert not any(word in text for word in ("派人", "内部", "安排工程师"))
    with override("zh-hans"):
        said = due_times(Ticket.objects.get(pk=accepted.pk), at=moment)
    assert all("14:00" not in one for one in said)
    told = OutboxMessage.objects.exclude(pk__in=before)
    assert not told.filter(template__startswith="customer.").exists()
    assert link_of(accepted, at=moment)


def test_no_letter_to_a_customer_has_a_place_for_it():
    """Nothing that is written to customers names a clock at all."""
    assert not any("clock" in letter.placeholders for letter in CUSTOMERS)


# ── how well dealers keep it ──


def test_the_report_counts_it_by_dealer_and_a_figure_opens_its_tickets(
    north, south, norths_desk, norths_engineer, manager, api, page, time_machine
):
    """J2."""
    souths_desk = UserFactory(dealer=south, roles=[Role.DEALER_USER])
    souths = ServiceStaffFactory(dealer=south)
    cases = (
        (north, norths_desk, norths_engineer, 2),
        (north, norths_desk, norths_engineer, 6),
        (north, norths_desk, None, None),
        (south, souths_desk, souths, 2),
    )
    tickets = []
    for dealer, desk, engineer, sent_at in cases:
        ticket = TicketFactory(status="offered", dealer=dealer, opened_at=NINE)
        ticket = accept_ticket(ticket, actor=desk, at=hours(1))
        if engineer:
            ticket = assign_ticket(ticket, actor=desk, at=hours(sent_at), engineer=engineer)
        tickets.append(ticket.number)
    time_machine.move_to(hours(4), tick=False)
    of = Operations(Ticket.objects.visible_to(manager), Where(), hours(4), load_editions())
    found = of.figures_by("dealer", Period(date(2026, 9, 1), date(2026, 10, 1)))
    counts = {
        key: tuple(figures.of(f"plan_{stand}") for stand in ("in_time", "late", "running"))
        for key, figures in found.items()
    }
    assert counts == {north.code: (1, 1, 1), south.code: (1, 0, 0)}
    assert str(found[north.code].in_time("plan")) == "50.0"
    for stand, place in (("in_time", 0), ("late", 1), ("running", 2)):
        query = {"figure": f"plan_{stand}", "dealer": north.code}
        rows = api(manager).get("/api/v1/tickets/", query).json()["results"]
        assert [row["number"] for row in rows] == [tickets[place]], stand
    rows = page(manager).get("/reports/operations/").context["times"]
    assert [(row["label"], row["is_inner"]) for row in rows][-1] == ("派人", True)
    assert measures.NAMES["plan_late"]
