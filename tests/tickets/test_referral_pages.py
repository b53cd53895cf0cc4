"""The pages and the API of hard cases: check-list, referring, list, answer, why (D9, K2, L2)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from equipment.models import Customer, Equipment
from tests.tickets.referrals import ASKED, DIAGNOSIS, NOW, complete, fresh, referred
from tickets import services
from tickets.models import Referral, Ticket
from tickets.referrals.clock import clock_of
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
S = TicketStatus


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def body(response):
    return response.content.decode()


def at_unit(ticket):
    return reverse("equipment:facts", args=[ticket.serial_number])


def at(name, row):
    return reverse(name, args=[row.number])


# ── the ticket's page ──


def test_the_ticket_offers_it_and_fetches_the_check_list(page, ticket_in, norths_desk):
    """Mock-up 03: so many of six, what is missing with a link to where it is filled in, the clause."""
    ticket = ticket_in(S.ASSIGNED)
    client = page(norths_desk)
    shown = body(client.get(ticket.get_absolute_url()))
    assert at("tickets:escalate", ticket) in shown
    assert f'hx-get="{at("tickets:referral", ticket)}"' in shown
    part = body(client.get(at("tickets:referral", ticket), headers={"HX-Request": "true"}))
    assert "2 / 6 齐" in part
    assert part.count('class="no"') == 4
    assert "缺 4 项，补齐后才能上报总部" in part
    for url in (
        ticket.equipment.get_absolute_url(),
        at_unit(ticket),
        at("tickets:escalate", ticket),
        f"{ticket.get_absolute_url()}#files",
    ):
        assert f'href="{url}"' in part
    assert at("tickets:dossier-why", ticket) in part


def test_without_scripts_the_section_is_a_page(page, ticket_in, norths_desk, support):
    ticket = ticket_in(S.ASSIGNED)
    assert "上报材料" in body(page(norths_desk).get(at("tickets:referral", ticket)))
    assert "没有上报总部" in body(page(support).get(at("tickets:referral", ticket)))


def test_who_only_reads_is_offered_nothing(page, ticket_in, agent):
    ticket = ticket_in(S.ASSIGNED)
    shown = body(page(agent).get(ticket.get_absolute_url()))
    assert at("tickets:escalate", ticket) not in shown
    assert page(agent).get(at("tickets:escalate", ticket)).status_code == 403


def test_headquarters_clock_stands_beside_the_dealers(page, ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    referral = referred(ticket, norths_desk)
    part = body(page(norths_desk).get(at("tickets:referral", ticket), headers={"HX-Request": "true"}))
    assert 'id="hq-clock" hx-swap-oob="true"' in part
    assert at("referrals:why", referral) in part
    assert at("tickets:escalate", ticket) not in part  # one at a time


def test_the_job_on_the_phone_offers_it_too(page, ticket_in, norths_engineer, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    client = page(norths_engineer.user)
    assert at("tickets:escalate", ticket) in body(client.get(at("tickets:job", ticket)))
    complete(ticket, norths_desk)
    response = client.post(at("tickets:escalate", ticket), ASKED | {"press": "refer"})
    referral = Referral.objects.get()
    assert response.url == referral.get_absolute_url()
    assert at("tickets:job", ticket) in body(client.get(response.url))


def test_a_unit_of_another_house_names_who_fills_in_what_is_missing(page, ticket_in, norths_desk, south):
    """D4, D9: in warranty any outlet serves any unit; its file stays its own dealer's."""
    ticket = ticket_in(S.ASSIGNED)
    Equipment.objects.filter(pk=ticket.equipment_id).update(dealer=south)
    Customer.objects.filter(pk=ticket.equipment.customer_id).update(dealer=south)
    for address in (at("tickets:referral", ticket), at("tickets:escalate", ticket)):
        part = body(page(norths_desk).get(address))
        assert part.count("设备属其他经销商，由总部补录。") == 2
        assert part.count(f'href="{at("tickets:wait", ticket)}"') >= 2
        assert at_unit(ticket) not in part


def test_an_engineer_is_sent_to_the_own_desk(page, ticket_in, norths_engineer):
    ticket = ticket_in(S.ASSIGNED)
    part = body(page(norths_engineer.user).get(at("tickets:escalate", ticket)))
    assert "请内勤补录" in part


def test_the_clause_mark_opens_the_inputs_of_this_very_case(page, ticket_in, norths_desk, souths_desk):
    """K2: what is there and what is missing, by the version in force; frozen once headquarters was asked."""
    ticket = ticket_in(S.ASSIGNED)
    client = page(norths_desk)
    now = body(client.get(at("tickets:dossier-why", ticket), headers={"HX-Request": "true"}))
    for said in ("还不能上报总部：已齐 2 / 6 项", ticket.serial_number, "补充照片", "2 张"):
        assert said in now
    referral = referred(ticket, norths_desk)
    shown = body(client.get(referral.get_absolute_url()))
    assert at("referrals:dossier-why", referral) in shown
    then = body(client.get(at("referrals:dossier-why", referral)))
    for said in ("材料已齐，共 6 项", "2026-05-16", DIAGNOSIS):
        assert said in then
    draft = services.save_referral(ticket_in(S.ASSIGNED), actor=norths_desk, at=NOW, **ASKED)
    assert client.get(at("referrals:dossier-why", draft)).status_code == 404
    assert page(souths_desk).get(at("tickets:dossier-why", ticket)).status_code == 404


# ── referring ──


def test_a_draft_is_saved_and_found_again(page, ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    client, url = page(norths_desk), at("tickets:escalate", ticket)
    assert client.get(url).status_code == 200
    assert client.post(url, ASKED | {"press": "save"}).url == url
    assert DIAGNOSIS in body(client.get(url))
    draft = Referral.objects.get()
    assert at("tickets:escalate", ticket) in body(client.get(draft.get_absolute_url()))


def test_a_refusal_says_what_is_missing_and_keeps_what_was_typed(page, ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    client, url = page(norths_desk), at("tickets:escalate", ticket)
    response = client.post(url, ASKED | {"press": "refer", "idempotency_key": "k-1"})
    assert response.status_code == 422
    assert "3 / 6 齐" in body(response)
    assert "补充照片" in body(response)
    assert DIAGNOSIS in body(response)
    draft = Referral.objects.get()
    assert (draft.status, draft.diagnosis) == ("drafted", DIAGNOSIS)


def test_what_was_typed_is_kept_where_somebody_was_first(page, ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    complete(ticket, norths_desk)
    url = at("tickets:escalate", ticket)
    response = page(norths_desk).post(url, ASKED | {"press": "refer", "version": ticket.version + 7})
    assert response.status_code == 409
    assert Referral.objects.get().question == ASKED["question"]


def test_the_same_key_twice_refers_once(page, ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    complete(ticket, norths_desk)
    client, url = page(norths_desk), at("tickets:escalate", ticket)
    sent = ASKED | {"press": "refer", "idempotency_key": "k-2"}
    first, second = client.post(url, sent), client.post(url, sent)
    assert first.url == second.url == Referral.objects.get().get_absolute_url()
    assert client.get(url).url == first.url


def test_who_comes_second_keeps_the_words_on_the_page(page, ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    referred(ticket, norths_desk)
    response = page(norths_desk).post(
        at("tickets:escalate", ticket), ASKED | {"press": "refer", "question": "另一个问题"}
    )
    assert response.status_code == 409
    assert "另一个问题" in body(response)
    assert Referral.objects.count() == 1


def test_an_empty_form_is_asked_again_and_a_finished_ticket_leads_back(page, ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    client = page(norths_desk)
    assert client.post(at("tickets:escalate", ticket), {"press": "refer"}).status_code == 422
    assert not Referral.objects.exists()
    done = ticket_in(S.CLOSED)
    assert client.get(at("tickets:escalate", done)).url == done.get_absolute_url()
    assert client.post(at("tickets:escalate", done), ASKED | {"press": "save"}).status_code == 409


# ── the answer ──


def test_support_finds_it_due_reads_and_answers_it(page, ticket_in, norths_desk, support):
    ticket = ticket_in(S.ASSIGNED)
    referral = referred(ticket, norths_desk)
    client = page(support)
    assert referral.get_absolute_url() in body(client.get("/"))
    shown = body(client.get(referral.get_absolute_url()))
    assert "RF-2026" in shown
    assert "2026-05-16" in shown
    refused = client.post(
        at("referrals:advise", referral), {"answer": "换泵", "given": "on_site", "days": ""}
    )
    assert refused.status_code == 422
    assert "换泵" in body(refused)
    assert client.post(at("referrals:advise", referral), {"answer": ""}).status_code == 422
    sent = {"answer": "换先导泵", "given": "remote", "days": "", "version": fresh(referral).version}
    assert client.post(at("referrals:advise", referral), sent).url == referral.get_absolute_url()
    told = body(page(norths_desk).get(referral.get_absolute_url()))
    assert "换先导泵" in told
    assert at("referrals:advise", referral) not in told
    assert page(support).post(at("referrals:advise", referral), sent).status_code == 409


def test_the_desk_that_asked_may_not_answer(page, ticket_in, norths_desk):
    referral = referred(ticket_in(S.ASSIGNED), norths_desk)
    response = page(norths_desk).post(at("referrals:advise", referral), {"answer": "a", "given": "remote"})
    assert response.status_code == 403


def test_another_dealer_and_its_engineer_know_nothing_of_it(page, ticket_in, norths_desk, souths_desk):
    referral = referred(ticket_in(S.ASSIGNED), norths_desk)
    client = page(souths_desk)
    for name in ("referrals:detail", "referrals:why"):
        assert client.get(at(name, referral)).status_code == 404
    assert client.get(at("tickets:escalate", referral.ticket)).status_code == 404


# ── why ──


@pytest.mark.parametrize(
    ("hours", "answered", "says"),
    [
        (1, False, "剩"),
        (24, False, "超"),
        (1, True, "内答复"),
        (25, True, "超时"),
    ],
)
def test_the_clock_says_how_it_stands_and_why(page, ticket_in, norths_desk, support, hours, answered, says):
    """K2: clause, version, inputs, arithmetic; the panel alone for who asks by §."""
    referral = referred(ticket_in(S.ASSIGNED), norths_desk)
    moment = NOW + timedelta(hours=hours)
    if answered:
        services.advise_referral(referral, actor=support, at=moment, answer="换", given="remote")
    with time_machine.travel(moment, tick=False):
        why = body(page(norths_desk).get(at("referrals:why", referral)))
        part = page(norths_desk).get(at("referrals:why", referral), headers={"HX-Request": "true"})
    assert says in why
    assert "D9" in why or "疑难问题上报总部" in why
    assert "8 个工作小时" in why
    assert "<html" not in body(part)


@pytest.mark.parametrize(
    ("asked", "answered", "chinese", "english"),
    [
        # a Tuesday: 22:00 to 23:00, no working minute between
        (NOW + timedelta(hours=12), timedelta(hours=1), "非工作时间答复", "answered outside working hours"),
        (NOW, timedelta(seconds=20), "1 分 内答复", "answered in 1 min"),
        (NOW, timedelta(minutes=3), "3 分 内答复", "answered in 3 min"),
    ],
)
def test_an_answer_outside_working_hours_is_not_said_to_take_no_time(
    ticket_in, norths_desk, support, asked, answered, chinese, english
):
    referral = referred(ticket_in(S.ASSIGNED), norths_desk, at=asked)
    services.advise_referral(referral, actor=support, at=asked + answered, answer="换", given="remote")
    clock = clock_of(fresh(referral), at=asked + answered)
    said = []
    for language in ("zh-hans", "en"):
        with override(language):
            said.append(clock.says())
    assert said == [chinese, english]


def test_a_late_answer_after_hours_is_late_without_a_figure(ticket_in, norths_desk, support):
    """Due when the working day ends, answered in the evening: late by no working minute."""
    morning = datetime(2026, 9, 15, 1, 30, tzinfo=UTC)
    referral = referred(ticket_in(S.ASSIGNED), norths_desk, at=morning)
    evening = referral.due_at + timedelta(hours=1)
    services.advise_referral(referral, actor=support, at=evening, answer="换", given="remote")
    clock = clock_of(fresh(referral), at=evening)
    assert clock.is_late
    assert clock.says() == "超时，下班后才答复"


def test_a_draft_has_no_clock_and_an_ended_one_needs_none(page, ticket_in, norths_desk, agent):
    ticket = ticket_in(S.ACCEPTED)
    draft = services.save_referral(ticket, actor=norths_desk, at=NOW, **ASKED)
    client = page(norths_desk)
    assert client.get(at("referrals:why", draft)).status_code == 404
    referral = referred(ticket, norths_desk)
    services.cancel_ticket(Ticket.objects.get(pk=ticket.pk), actor=agent, at=NOW, reason="撤回")
    assert "不再需要" in body(client.get(at("referrals:why", referral)))


# ── the list ──


def test_the_list_begins_with_what_headquarters_owes(page, ticket_in, norths_desk, souths_desk, support):
    referral = referred(ticket_in(S.ASSIGNED), norths_desk)
    client = page(support)
    assert client.get("/referrals/").url == "?status=referred"
    assert referral.number in body(client.get("/referrals/?status=referred"))
    assert referral.number not in body(client.get("/referrals/?only=overdue"))
    assert referral.number in body(client.get("/referrals/?only=ever&sort=-due"))
    assert referral.number in body(
        client.get("/referrals/?referred_from=2026-09-15&referred_until=2026-09-15")
    )
    assert referral.number not in body(client.get("/referrals/?referred_from=2026-09-16"))
    assert referral.number not in body(page(souths_desk).get("/referrals/?only=ever"))
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        assert referral.number in body(page(support).get("/referrals/?only=overdue"))


def test_the_list_is_taken_away_as_a_file(page, ticket_in, norths_desk, norths_engineer, support):
    referred(ticket_in(S.ASSIGNED), norths_desk)
    response = page(support).get("/referrals/export/?only=ever")
    assert response.status_code == 200
    assert "spreadsheet" in response["Content-Type"]
    assert page(norths_engineer.user).get("/referrals/export/").status_code == 403


def test_an_empty_list_and_a_mark_of_another_order_lead_on(page, support):
    client = page(support)
    assert "还没有上报过疑难问题" in body(client.get("/referrals/?sort=due"))
    assert client.get("/referrals/?only=ever&cursor=xx").status_code == 302


# ── the API ──


def test_a_program_refers_reads_and_answers(api, ticket_in, norths_desk, support):
    ticket = ticket_in(S.ASSIGNED)
    url = f"/api/v1/tickets/{ticket.number}/escalate/"
    refused = api(norths_desk).post(url, ASKED, format="json")
    assert (refused.status_code, refused.json()["code"]) == (422, "dossier_incomplete")
    complete(ticket, norths_desk)
    stale = api(norths_desk).post(url, ASKED | {"version": ticket.version + 9}, format="json")
    assert stale.status_code == 409
    made = api(norths_desk).post(url, ASKED, format="json")
    assert (made.status_code, made.json()["status"], len(made.json()["dossier"])) == (200, "referred", 6)
    number = made.json()["number"]
    sent = {"answer": "换先导泵", "given": "on_site", "days": 2}
    assert (
        api(norths_desk).post(f"/api/v1/referrals/{number}/advise/", sent, format="json").status_code == 403
    )
    answered = api(support).post(f"/api/v1/referrals/{number}/advise/", sent, format="json")
    assert (answered.status_code, answered.json()["days"]) == (200, 2)
    listed = api(norths_desk).get("/api/v1/referrals/").json()["results"]
    assert [one["number"] for one in listed] == [number]


def test_a_draft_shows_programs_no_dossier(api, ticket_in, norths_desk):
    draft = services.save_referral(ticket_in(S.ASSIGNED), actor=norths_desk, at=NOW, **ASKED)
    assert api(norths_desk).get(f"/api/v1/referrals/{draft.number}/").json()["dossier"] == []
