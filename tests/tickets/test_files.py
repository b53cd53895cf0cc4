"""Files of a ticket: who adds them, who sees them, how they come back (D1, D7, safety.md D8, H)."""

import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from records.files.keeping import EICAR, FileEmpty, FileKindNotTaken, SentFile, keep_file
from records.models import AuditEntry, StoredFile
from tests.factories.files import PDF, amr, picture
from tests.factories.tickets import TicketFactory
from tickets import services
from tickets.choices import FileSource
from tickets.models import TicketFile
from tickets.services import files as file_services
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


def sent(content=PDF, name="x.pdf"):
    return SentFile(io.BytesIO(content), name)


def from_customer(ticket, at, content=PDF, name="现场.pdf"):
    file = keep_file(sent(content, name), actor=None, at=at)
    return services.attach_file(ticket, actor=None, at=at, file=file, source=FileSource.CUSTOMER)


def upload(content=PDF, name="x.pdf"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


@pytest.fixture
def ticket(north, norths_engineer):
    return TicketFactory(dealer=north, engineer=norths_engineer, status=TicketStatus.ASSIGNED)


@pytest.fixture
def add(at):
    def add(ticket, actor, *files, is_shown=False):
        return services.add_files(
            ticket, actor=actor, at=at, sent=files or [sent()], is_shown_to_customer=is_shown
        )

    return add


# ── who adds them ──


@pytest.mark.parametrize("who", ["norths_desk", "norths_engineer", "agent", "dispatcher"])
def test_whoever_acts_on_a_ticket_adds_files(request, ticket, add, at, who):
    person = request.getfixturevalue(who)
    actor = getattr(person, "user", person)
    (added,) = add(ticket, actor, is_shown=True)
    assert (added.by, added.dealer, added.source, added.at) == (actor, actor.dealer, "staff", at)
    assert added.is_shown_to_customer


@pytest.mark.parametrize("who", ["souths_desk", "centres_desk", "deputy", "administrator", "souths_engineer"])
def test_nobody_else_does(request, ticket, add, at, who):
    person = request.getfixturevalue(who)
    actor = getattr(person, "user", person)
    with pytest.raises(PermissionDenied):
        add(ticket, actor)
    file = keep_file(sent(), actor=actor, at=at)
    with pytest.raises(PermissionDenied):
        services.attach_file(ticket, actor=actor, at=at, file=file, source=FileSource.STAFF)
    assert not TicketFile.objects.exists()


def test_what_the_customer_sent_the_customer_sees(ticket, agent, add, at):
    """D1: of the staff's files only those that are meant for them."""
    theirs = from_customer(ticket, at)
    add(ticket, agent)
    (meant,) = add(ticket, agent, is_shown=True)
    assert (theirs.by, theirs.dealer) == (None, None)
    assert list(TicketFile.objects.shown_to_customer().in_order()) == [theirs, meant]


def test_of_several_files_all_are_kept_or_none(ticket, agent, add):
    with pytest.raises(FileEmpty, match="“y"):
        add(ticket, agent, sent(), sent(b"", "y.pdf"))
    assert not TicketFile.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_ticket_holds_a_bounded_number_of_files(ticket, agent, add, monkeypatch):
    monkeypatch.setattr(file_services, "MOST_FILES", 2)
    add(ticket, agent, sent(), sent())
    with pytest.raises(services.TooManyFiles):
        add(ticket, agent)


def test_a_customer_sends_no_web_page(ticket, at):
    """H1, H2."""
    with pytest.raises(FileKindNotTaken):
        from_customer(ticket, at, b"<html>", "x.jpg")


# ── who sees them ──


def test_files_of_a_dealer_that_was_asked_before_are_its_own(
    ticket, norths_desk, souths_desk, south, add, at
):
    """L2: as with the steps of a history."""
    add(ticket, norths_desk)
    theirs = from_customer(ticket, at)
    ticket.__class__.objects.filter(pk=ticket.pk).update(dealer=south, engineer=None, status="accepted")
    assert list(TicketFile.objects.visible_to(souths_desk)) == [theirs]
    assert not TicketFile.objects.visible_to(norths_desk).exists()


def test_headquarters_sees_all(ticket, norths_desk, agent, add):
    (added,) = add(ticket, norths_desk)
    assert list(TicketFile.objects.visible_to(agent)) == [added]


@pytest.mark.parametrize("who", ["souths_desk", "souths_engineer"])
def test_a_foreign_file_is_as_missing_as_any(request, page, ticket, agent, add, who):
    """D8, H10: by its address, below another ticket, or by the place of its bytes."""
    (added,) = add(ticket, agent)
    person = request.getfixturevalue(who)
    client = page(getattr(person, "user", person))
    own = TicketFactory(dealer=person.dealer, engineer=None)
    for address in (
        added.get_absolute_url(),
        f"/tickets/{own.number}/files/{added.file.code}/",
        f"/files/{added.file.stored_name}",
        f"/{added.file.stored_name}",
        f"/static/{added.file.stored_name}",
    ):
        assert client.get(address).status_code == 404, address


def test_a_file_of_another_ticket_is_not_found_below_this_one(page, ticket, agent, add):
    (added,) = add(TicketFactory(), agent)
    assert page(agent).get(f"/tickets/{ticket.number}/files/{added.file.code}/").status_code == 404


# ── the pages ──


def test_the_ticket_shows_its_files(page, ticket, agent, norths_desk, add, at):
    from_customer(ticket, at, picture("JPEG"), "渗油.jpg")
    from_customer(ticket, at, amr(), "留言.amr")
    add(ticket, norths_desk, sent(PDF, '"><img src=x onerror=alert(1)>.pdf'))
    body = page(agent).get(ticket.get_absolute_url()).content.decode()
    rows = TicketFile.objects.in_order().select_related("file", "ticket")
    shown, voice, paper = (row.get_absolute_url() for row in rows)
    assert f'<img src="{shown}" alt="渗油.jpg" loading="lazy"' in body
    assert f'preload="none" src="{voice}"' in body
    assert f'href="{paper}"' in body
    assert "<img src=x" not in body  # H6


def test_who_only_looks_on_is_offered_no_form(page, ticket, deputy, agent):
    address = f'action="/tickets/{ticket.number}/files/"'
    assert address not in page(deputy).get(ticket.get_absolute_url()).content.decode()
    assert address in page(agent).get(ticket.get_absolute_url()).content.decode()


def test_a_desk_adds_several_files_at_once(page, ticket, norths_desk):
    client = page(norths_desk)
    answer = client.post(
        f"/tickets/{ticket.number}/files/",
        {"file": [upload(), upload(picture("PNG"), "p.png")], "is_shown_to_customer": "on"},
    )
    assert (answer.status_code, answer.url) == (302, f"/tickets/{ticket.number}/#files")
    rows = TicketFile.objects.in_order().select_related("file")
    assert [(row.file.name, row.is_shown_to_customer) for row in rows] == [("x.pdf", True), ("p.png", True)]
    given = client.get(rows[0].get_absolute_url())
    assert b"".join(given) == PDF
    assert given["Content-Disposition"] == 'attachment; filename="x.pdf"'


def test_an_engineer_takes_photos_on_the_phone(page, ticket, norths_engineer):
    """D7: straight from the camera, and back to the job."""
    client = page(norths_engineer.user)
    body = client.get(f"/tickets/{ticket.number}/job/").content.decode()
    assert 'capture="environment"' in body
    answer = client.post(f"/tickets/{ticket.number}/files/", {"photos": [upload(picture(), "a.jpg")]})
    assert answer.url == f"/tickets/{ticket.number}/job/#files"
    assert "a.jpg" in client.get(answer.url).content.decode()


def test_a_double_click_adds_once(page, ticket, agent):
    client = page(agent)
    for _ in range(2):
        client.post(f"/tickets/{ticket.number}/files/", {"file": upload(), "idempotency_key": "k"})
    assert TicketFile.objects.count() == 1


@pytest.mark.parametrize("who", ["agent", "norths_engineer"])
@pytest.mark.parametrize(("content", "says"), [(None, "先选"), (b"", "是空的"), (EICAR, "有害")])
def test_a_refused_file_is_told_on_the_page(request, page, ticket, who, content, says):
    person = request.getfixturevalue(who)
    sent_files = {} if content is None else {"file": upload(content)}
    answer = page(getattr(person, "user", person)).post(f"/tickets/{ticket.number}/files/", sent_files)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not TicketFile.objects.exists()


def test_a_harmful_file_stands_in_the_audit(page, api, ticket, agent):
    """H14: who, when, where; and nothing of the ticket has changed."""
    address = f"/tickets/{ticket.number}/files/"
    page(agent).post(address, {"file": upload(EICAR), "idempotency_key": "k"})
    api(agent).post(f"/api/v1{address}", {"file": upload(EICAR)}, HTTP_IDEMPOTENCY_KEY="k2")
    rows = AuditEntry.objects.filter(verb="file_hostile").order_by("pk")
    assert [(row.actor, row.path) for row in rows] == [(agent, address), (agent, f"/api/v1{address}")]


def test_a_file_that_is_too_large_is_cut_off_and_refused(page, api, ticket, agent, settings):
    settings.UPLOAD_MAX_BYTES = 1000
    address = f"/tickets/{ticket.number}/files/"
    large = PDF + b"x" * 1000
    answer = page(agent).post(address, {"file": [upload(large), upload()]})
    assert answer.status_code == 422
    assert api(agent).post(f"/api/v1{address}", {"file": upload(large)}).json()["code"] == "file_too_large"
    assert not TicketFile.objects.exists()


def test_who_may_not_add_is_told_so(page, ticket, deputy):
    assert page(deputy).post(f"/tickets/{ticket.number}/files/", {"file": upload()}).status_code == 403


def test_the_address_of_the_form_leads_to_the_ticket(page, ticket, agent):
    assert page(agent).get(f"/tickets/{ticket.number}/files/").url == f"/tickets/{ticket.number}/#files"


# ── the API ──


def test_a_program_adds_and_takes_files(api, ticket, norths_desk):
    client, address = api(norths_desk), f"/api/v1/tickets/{ticket.number}/files/"
    answer = client.post(address, {"file": upload(), "is_shown_to_customer": True})
    assert answer.status_code == 201
    said = answer.json()
    assert (said["name"], said["media_type"], said["size"]) == ("x.pdf", "application/pdf", len(PDF))
    assert (said["by"], said["is_shown_to_customer"]) == ("norths-desk", True)
    assert client.get(address).json() == [said]
    assert client.get(answer["Location"]).json() == said
    content = client.get(f"{answer['Location']}content/")
    assert b"".join(content) == PDF
    assert content["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_program_that_asks_twice_adds_once(api, ticket, agent):
    """safety.md, 14; also above the size of what is read into memory."""
    client, address = api(agent), f"/api/v1/tickets/{ticket.number}/files/"
    large = PDF + b"x" * (6 << 20)
    answers = [client.post(address, {"file": upload(large)}, HTTP_IDEMPOTENCY_KEY="k") for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert TicketFile.objects.count() == 1


def test_a_program_adds_only_where_a_person_may(api, ticket, deputy, souths_desk):
    address = f"/api/v1/tickets/{ticket.number}/files/"
    assert api(deputy).post(address, {"file": upload()}).status_code == 403
    assert api(souths_desk).post(address, {"file": upload()}).status_code == 404
    assert api(souths_desk).get(address).status_code == 404


def test_a_program_sends_a_file_or_is_told_to(api, ticket, agent):
    answer = api(agent).post(f"/api/v1/tickets/{ticket.number}/files/", {})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["file"])
