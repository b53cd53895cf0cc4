"""Who may be given a ticket by what the work asks for: on the page, in the API, on assigning (B1, B3, D5)."""

from datetime import date

import pytest
from django.utils.translation import override

from dealers.choices import FilingStatus
from tests.factories.dealers import QualificationFactory, ServiceStaffFactory, StaffQualificationFactory
from tests.factories.equipment import ProductFactory
from tickets.models import ServiceNeed, Ticket
from tickets.services import EngineerNotPossible, assign_ticket, record_service, reopen_ticket
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
S = TicketStatus


@pytest.fixture
def height(db):
    """Every repair asks for the certificate of work at height."""
    found = QualificationFactory(certificate=True)
    ServiceNeed.objects.create(qualification=found, kind="repair")
    return found


@pytest.fixture
def norths_engineers_paper(norths_engineer, height):
    return StaffQualificationFactory(
        staff=norths_engineer, qualification=height, valid_until=date(2026, 9, 10)
    )


def test_nobody_is_sent_on_an_expired_certificate_and_the_clause_is_named(
    ticket_in, norths_desk, norths_engineer, norths_engineers_paper, at
):
    """B3."""
    with override("zh-hans"), pytest.raises(EngineerNotPossible) as refused:
        assign_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, engineer=norths_engineer)
    with override("zh-hans"):
        said = str(refused.value)
    assert said == "不能派 赵师傅：登高证 9月10日 已到期（§ 上岗资格）。换一个人。"
    assert refused.value.field == "engineer"


def test_who_holds_what_the_work_asks_for_is_sent(
    ticket_in, norths_desk, norths_engineer, norths_engineers_paper, at
):
    norths_engineers_paper.valid_until = date(2026, 9, 15)
    norths_engineers_paper.save()
    ticket = assign_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, engineer=norths_engineer)
    assert ticket.engineer == norths_engineer


def test_who_can_t_be_sent_any_more_does_not_get_a_reopened_ticket(
    ticket_in, norths_desk, norths_engineer, norths_engineers_paper, at
):
    """B3: the certificate ended while the ticket was with them."""
    ticket = ticket_in(S.ASSIGNED)
    record_service(
        ticket, actor=norths_engineer.user, at=at, work_done="换件", minutes_worked=60, result="fixed"
    )
    ticket.refresh_from_db()
    moved = reopen_ticket(ticket, actor=norths_desk, at=at, reason="又漏油")
    assert (moved.status, moved.engineer) == (S.ACCEPTED, None)


def needed(ticket):
    asked = {"product_id": ticket.product_id, "kind": ticket.kind}
    return {need.qualification.code for need in ServiceNeed.objects.asked() if need.is_for(**asked)}


def test_a_need_holds_for_its_model_and_its_kind(ticket_in, unit):
    other = ProductFactory(code="AC-1")
    for code, facts in {
        "ALL": {},
        "KIND": {"kind": "repair"},
        "OTHER_KIND": {"kind": "inspection"},
        "MODEL": {"product": unit.product},
        "OTHER_MODEL": {"product": other},
        "BOTH": {"product": unit.product, "kind": "repair"},
        "NOT_BOTH": {"product": unit.product, "kind": "inspection"},
    }.items():
        ServiceNeed.objects.create(qualification=QualificationFactory(code=code), **facts)
    left = QualificationFactory(code="LEFT", is_active=False)
    ServiceNeed.objects.create(qualification=left)
    assert needed(ticket_in(S.ACCEPTED)) == {"ALL", "KIND", "MODEL", "BOTH"}
    assert needed(ticket_in(S.ACCEPTED, equipment=None, product=None, **NOBODY)) == {"ALL", "KIND"}


NOBODY = {
    "serial_number": "",
    "place_text": "",
    "customer": None,
    "contact": None,
    "contact_name": "",
}


def test_the_page_lists_who_can_go_first_and_says_of_the_others_why(
    page, ticket_in, norths_desk, norths_engineer, other_engineer, norths_engineers_paper, height
):
    """D5: nobody is left out without a word."""
    StaffQualificationFactory(staff=other_engineer, qualification=height, valid_until=date(2099, 1, 1))
    response = page(norths_desk).get(ticket_in(S.ACCEPTED).get_absolute_url())
    people = response.context["steps"][0]["people"]
    assert [(one["person"].code, one["can_go"]) for one in people] == [("N-2", True), ("N-1", False)]
    body = response.content.decode()
    assert "登高证" in body
    assert "上岗资格" in body


def test_the_api_lists_the_same_people_with_the_same_words(
    api, ticket_in, norths_desk, norths_engineer, norths_engineers_paper, souths_desk, dispatcher
):
    ticket = ticket_in(S.ACCEPTED)
    url = f"/api/v1/tickets/{ticket.number}/engineers/"
    listed = api(norths_desk).get(url, HTTP_ACCEPT_LANGUAGE="en").json()
    assert [(one["code"], one["can_go"], one["in_hand"]) for one in listed] == [("N-1", False, 0)]
    (reason,) = listed[0]["reasons"]
    assert (reason["code"], reason["clause"]) == ("expired", "B3")
    refused = api(norths_desk).post(
        f"/api/v1/tickets/{ticket.number}/assign/",
        {"engineer": "N-1"},
        format="json",
        HTTP_ACCEPT_LANGUAGE="en",
    )
    assert (refused.status_code, reason["text"] in refused.json()["detail"]) == (422, True)
    assert api(souths_desk).get(url).status_code == 404
    assert api(dispatcher).get(url).status_code == 403


@pytest.mark.parametrize("people", [1, 30])
def test_the_list_of_engineers_takes_the_same_statements(
    api, ticket_in, norths_desk, north, height, django_assert_num_queries, people
):
    for staff in ServiceStaffFactory.create_batch(people, dealer=north):
        StaffQualificationFactory(staff=staff, qualification=height, valid_until=date(2026, 9, 10))
    ticket, client = ticket_in(S.ACCEPTED), api(norths_desk)
    assert norths_desk.rights
    assert norths_desk.dealer_ids
    with django_assert_num_queries(15):
        assert len(client.get(f"/api/v1/tickets/{ticket.number}/engineers/").json()) == people + 1


def test_a_filing_that_waits_is_told_apart_from_a_missing_one(
    ticket_in, norths_desk, norths_engineer, norths_engineers_paper, at
):
    norths_engineers_paper.filing_status = FilingStatus.FILED
    norths_engineers_paper.save()
    with override("en"), pytest.raises(EngineerNotPossible, match="not confirmed by headquarters yet"):
        assign_ticket(ticket_in(S.ACCEPTED), actor=norths_desk, at=at, engineer=norths_engineer)
    assert Ticket.objects.get().status == S.ACCEPTED
