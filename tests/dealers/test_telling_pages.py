"""The pages and the API of how a person is told, and of what stands on their page (C10, D20, L2)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from dealers.choices import NoticeGroup
from dealers.models import Telling
from records import letters, outbox
from records.models import OutboxMessage
from tests.tickets.cast import offered

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)
WAYS, NOTICES = "/notices/ways/", "/notices/"
TYPED = {
    "offered": ["page", "sms"],
    "answered": [],
    "times": ["page"],
    "escalated": ["page"],
    "mobile": "138 0000 1111",
    "language": "en",
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "idempotency_key": "k1",
}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def body(response):
    return response.content.decode()


def notice(reader, key="n", *, at=NOW, about="T-2026-00001", text="T-2026-00001 派给你们"):
    row = outbox.on_page(
        key, letters.Letter("staff.offer", "zh-hans", "工单", text), reader=reader, about=about, at=at
    )
    outbox.put_all([row])
    return OutboxMessage.objects.get(key=key)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("norths_desk", ["offered", "answered", "account", "records", "times", "escalated"]),
        ("dispatcher", ["records", "times", "escalated"]),
        ("agent", []),
        ("administrator", []),
    ],
)
def test_a_person_is_asked_about_what_concerns_their_roles(page, request, name, asked):
    shown = body(page(request.getfixturevalue(name)).get(WAYS))
    assert [group for group in NoticeGroup.values if f'name="{group}"' in shown] == asked


def test_an_engineer_is_asked_about_jobs(page, norths_engineer):
    shown = body(page(norths_engineer.user).get(WAYS))
    assert 'name="assigned"' in shown
    assert 'name="times"' not in shown


def test_what_is_typed_is_kept_once_and_shown_again(page, norths_desk):
    client = page(norths_desk)
    for _ in range(2):
        assert client.post(WAYS, TYPED).url == WAYS
    kept = Telling.objects.of(norths_desk).get()
    assert (kept.mobile, kept.language, kept.quiet_from.hour) == ("+8613800001111", "en", 22)
    assert Telling.history.count() == 1
    shown = body(client.get(WAYS))
    for part in ("138 0000 1111", 'value="22:00"', 'name="offered" value="sms" checked'):
        assert part in shown


def test_e_mail_is_not_offered_to_who_has_no_address(page, norths_desk):
    assert 'value="email"' not in body(page(norths_desk).get(WAYS))
    norths_desk.email = "desk@north.example"
    norths_desk.save()
    assert body(page(norths_desk).get(WAYS)).count('value="email"') == 6


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"times": []}, "times"),
        ({"mobile": ""}, "mobile"),
        ({"mobile": "02584123456"}, "mobile"),
        ({"mobile": "1" * 31}, "mobile"),
        ({"mobile": "<img src=x onerror=alert(1)>"}, "mobile"),
        ({"offered": ["pigeon"]}, "offered"),
        ({"language": "fr"}, "language"),
        ({"quiet_from": "25:00"}, "quiet_from"),
        ({"quiet_from": "12:00"}, "quiet_from"),
        ({"quiet_until": ""}, "quiet_from"),
    ],
)
def test_what_can_not_be_is_said_at_its_field_and_nothing_typed_is_lost(page, norths_desk, typed, field):
    response = page(norths_desk).post(WAYS, TYPED | typed)
    shown = body(response)
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in shown
    assert "<img src=x" not in shown
    assert not Telling.objects.exists()


def test_ways_of_others_work_are_not_taken(page, norths_desk):
    """A forged field is nobody's: the form has none of that name."""
    page(norths_desk).post(WAYS, TYPED | {"assigned": ["page"]})
    assert not Telling.objects.of(norths_desk).get().ways.filter(group="assigned").exists()


def test_a_repeated_key_with_other_values_is_refused(page, norths_desk):
    client = page(norths_desk)
    client.post(WAYS, TYPED)
    assert client.post(WAYS, TYPED | {"language": "zh-hans"}).status_code in {409, 422}
    assert Telling.objects.of(norths_desk).get().language == "en"


# ── the bell ──


def test_an_offer_rings_the_bell_of_the_desk_and_of_nobody_else(page, dispatcher, norths_desk, souths_desk):
    ticket = offered(dispatcher, norths_desk.dealer)
    client = page(norths_desk)
    shown = body(client.get(NOTICES))
    assert 'id="bell"' in shown
    assert '<span class="n">1<' in shown[shown.index('id="bell"') :]
    assert ticket.number in shown
    assert ticket.number not in body(page(souths_desk).get(NOTICES))


def test_looking_reads_nothing_opening_does_and_leads_to_the_ticket(page, dispatcher, norths_desk):
    ticket = offered(dispatcher, norths_desk.dealer)
    client, row = page(norths_desk), OutboxMessage.objects.known_to(norths_desk).get()
    client.get(NOTICES)
    assert client.get(f"{NOTICES}{row.code}/open/").status_code == 405
    row.refresh_from_db()
    assert row.read_at is None
    response = client.post(f"{NOTICES}{row.code}/open/", follow=True)
    assert response.redirect_chain[-1][0] == ticket.get_absolute_url()
    row.refresh_from_db()
    assert row.read_at == NOW
    assert 'class="new"' not in body(client.get(NOTICES))


def test_what_was_read_keeps_its_time(page, norths_desk):
    row = notice(norths_desk)
    client = page(norths_desk)
    client.post(f"{NOTICES}read/")
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        client.post(f"{NOTICES}{row.code}/open/")
    row.refresh_from_db()
    assert row.read_at == NOW


def test_all_are_read_at_once_and_those_of_others_stay(page, norths_desk, souths_desk):
    notice(norths_desk, "a"), notice(norths_desk, "b"), notice(souths_desk, "c")
    assert page(norths_desk).post(f"{NOTICES}read/").url == NOTICES
    assert list(OutboxMessage.objects.unread().values_list("key", flat=True)) == ["c"]


def test_anothers_notice_does_not_exist(page, api, norths_desk, souths_desk):
    """L2."""
    row = notice(norths_desk)
    assert page(souths_desk).post(f"{NOTICES}{row.code}/open/").status_code == 404
    assert api(souths_desk).post(f"/api/v1/me/notices/{row.code}/read/").status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


def test_a_hostile_text_stays_a_text(page, norths_desk):
    notice(norths_desk, text="<script>alert(1)</script>", about='"><b>')
    shown = body(page(norths_desk).get(NOTICES))
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert" in shown


def test_after_a_month_nothing_is_left_of_a_notice(page, norths_desk):
    notice(norths_desk, at=NOW - timedelta(days=31))
    outbox.forget_old_texts(NOW)
    shown = body(page(norths_desk).get(NOTICES))
    assert "T-2026-00001" not in shown
    assert '<span class="n">' not in shown[shown.index('id="bell"') :][:200]


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_asks_the_same_whatever_its_length(page, norths_desk, count, django_assert_num_queries):
    for n in range(count):
        notice(norths_desk, f"n{n}")
    client = page(norths_desk)
    with django_assert_num_queries(5):
        client.get(NOTICES)


def test_the_poll_of_the_rail_renews_the_bell(page, norths_desk):
    notice(norths_desk)
    shown = body(page(norths_desk).get("/badges/", headers={"HX-Request": "true"}))
    assert 'id="rail"' in shown
    assert 'hx-swap-oob="true"' in shown
    assert '<span class="n">1<' in shown


# ── API ──

ME = "/api/v1/me/telling/"


def test_the_api_says_and_takes_the_same(api, norths_desk):
    client = api(norths_desk)
    assert client.get(ME).json() == {
        "ways": {
            group: ["page"] for group in ("offered", "answered", "account", "records", "times", "escalated")
        },
        "masked_mobile": "",
        "language": "zh-hans",
        "quiet_from": None,
        "quiet_until": None,
    }
    sent = {"ways": {"offered": ["sms"]}, "mobile": "13800001111", "language": "en", "quiet_from": "22:00"}
    answer = client.put(ME, sent | {"quiet_until": "07:00"}, format="json").json()
    assert (answer["ways"]["offered"], answer["masked_mobile"]) == (["sms"], "138****1111")
    assert client.put(ME, {"language": "en"}, format="json").json()["masked_mobile"] == "138****1111"
    taken = {"language": "en", "mobile": "", "ways": {"offered": []}}
    assert client.put(ME, taken, format="json").json()["masked_mobile"] == ""


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"ways": {"gossip": ["page"]}}, "ways"),
        ({"ways": {"offered": ["pigeon"]}}, "ways"),
        ({"ways": {"times": []}}, "times"),
        ({"ways": {"offered": ["sms"]}}, "mobile"),
        ({"ways": []}, "ways"),
        ({"mobile": "1"}, "mobile"),
        ({"quiet_from": "noon"}, "quiet_from"),
        ({"language": "fr"}, "language"),
    ],
)
def test_the_api_refuses_by_field(api, norths_desk, sent, field):
    response = api(norths_desk).put(ME, {"language": "en"} | sent, format="json")
    assert response.status_code in {400, 422}
    assert field in response.json()["fields"]
    assert not Telling.objects.exists()


def test_notices_are_read_by_a_program_too(api, norths_desk):
    row = notice(norths_desk)
    client = api(norths_desk)
    (listed,) = client.get("/api/v1/me/notices/").json()["results"]
    assert (listed["code"], listed["text"], listed["read_at"]) == (row.code, row.text, None)
    assert client.post(f"/api/v1/me/notices/{row.code}/read/").json()["read_at"]
    notice(norths_desk, "second")
    assert client.post("/api/v1/me/notices/read-all/").status_code == 204
    assert not OutboxMessage.objects.unread().exists()


def test_an_administrator_sees_choices_masked_and_changes_none(page, administrator, norths_desk):
    page(norths_desk).post(WAYS, TYPED)
    row = Telling.objects.get()
    client = page(administrator)
    shown = body(client.get(f"/admin/dealers/telling/{row.pk}/change/"))
    assert "138****1111" in shown
    assert "0000" not in shown
    assert row.sealed_mobile not in shown
    assert client.post(f"/admin/dealers/telling/{row.pk}/change/", {"language": "en"}).status_code == 403
