"""The levels of a draft tried on the newest tickets before they are saved (D3)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from dealers.roles import Role
from regulation.services import levels_of
from tests.factories.dealers import UserFactory
from tests.factories.tickets import TicketFactory
from tests.regulation.drafts import AT, draft
from tickets import level_trial
from tickets.choices import TicketKind, TicketPriority

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def version(manager):
    return draft(manager)


def address(version):
    return reverse("tickets:level-trial", args=[version.number])


def written(version, **changed):
    """Return the levels of a version as the editor would send them, some fields changed."""
    data = {}
    for place, row in enumerate(levels_of(version.pk)):
        fields = {"code": row.code, "name_zh": row.name_zh, "name_en": row.name_en, **row.conditions}
        for kind, target in row.targets.items():
            fields |= {f"{kind}_0": target["minutes"] // 60, f"{kind}_1": target["minutes"] % 60}
            fields |= {f"{kind}_2": target["basis"]}
        data |= {f"level-{place}-{name}": value for name, value in fields.items()}
    return data | {"press": "try"} | {name.replace("__", "-"): value for name, value in changed.items()}


def figures(response):
    return {row["name"]: (row["now"], row["then"]) for row in response.context["trial"]["levels"]}


@pytest.fixture
def tickets():
    """Three repairs, one of them urgent, and a complaint; the newest last."""
    facts = [
        (TicketKind.REPAIR, TicketPriority.NORMAL),
        (TicketKind.REPAIR, TicketPriority.URGENT),
        (TicketKind.COMPLAINT, TicketPriority.NORMAL),
        (TicketKind.REPAIR, TicketPriority.HIGH),
    ]
    return [
        TicketFactory(kind=kind, priority=priority, opened_at=AT - timedelta(hours=9 - n))
        for n, (kind, priority) in enumerate(facts)
    ]


def test_levels_as_they_stand_move_no_ticket(page, manager, version, tickets):
    response = page(manager).post(address(version), written(version))
    assert response.status_code == 200
    assert response.context["trial"]["moved"] == 0
    assert figures(response)["一般报修"] == (2, 2)
    assert "最近 4 张工单的等级都不变。" in response.content.decode()


def test_each_level_shows_what_it_takes_now_and_what_it_would_take(page, manager, version, tickets):
    """Urgent and high at a standstill: one repair more."""
    changed = written(version, **{"level-3-priorities": ["urgent", "high"]})
    response = page(manager).post(address(version), changed)
    assert figures(response) == {
        "安全事故": (0, 0),
        "重大质量": (0, 0),
        "投诉": (1, 1),
        "停机抢修": (1, 2),
        "一般报修": (2, 1),
        "其他请求": (0, 0),
    }
    (move,) = response.context["trial"]["moves"]
    assert (move["now"], move["then"], move["count"], move["more"]) == ("一般报修", "停机抢修", 1, 0)
    assert [one["number"] for one in move["tickets"]] == [tickets[3].number]
    body = response.content.decode()
    assert f'href="{tickets[3].get_absolute_url()}"' in body
    assert "最近 4 张工单里，1 张会换等级。" in body
    assert levels_of(version.pk)[3].conditions["priorities"] == ["urgent"]


def test_a_level_left_out_and_a_new_one_stand_beside_each_other(page, manager, version, tickets):
    data = written(version, **{"level-4-code": "mending", "level-4-name_zh": "维修"})
    response = page(manager).post(address(version), data)
    assert figures(response)["维修"] == (0, 2)
    assert figures(response)["一般报修"] == (2, 0)


def test_places_and_models_decide_as_they_do_when_a_ticket_is_opened(page, manager, version, tickets):
    product = tickets[0].product
    data = written(version, **{"level-4-products_more": product.code})
    assert figures(page(manager).post(address(version), data))["一般报修"] == (2, 1)
    data = written(version, **{"level-4-customers_more": tickets[0].customer.code})
    assert figures(page(manager).post(address(version), data))["一般报修"] == (2, 1)


def test_what_can_not_be_saved_is_not_tried_and_says_why(page, manager, version, tickets):
    wrong = page(manager).post(address(version), written(version, **{"level-0-products_more": "ABC"}))
    assert wrong.status_code == 422
    assert "没有机型 ABC" in wrong.context["said"]
    unread = page(manager).post(address(version), written(version, **{"level-0-fix_0": "x"}))
    assert unread.status_code == 422
    assert "有的栏目读不出来" in unread.content.decode()


def test_with_a_script_the_figures_come_as_a_part_and_without_as_a_page(page, manager, version, tickets):
    client = page(manager)
    part = client.post(address(version), written(version), headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b'id="trial"' in part.content
    assert b"<html" in client.post(address(version), written(version)).content


def test_without_tickets_there_is_nothing_to_try(page, manager, version):
    response = page(manager).post(address(version), written(version))
    assert "还没有工单可以试算" in response.content.decode()


def test_only_the_newest_are_judged_and_few_of_a_move_are_named(page, manager, version, monkeypatch):
    monkeypatch.setattr(level_trial, "NEWEST", 7)
    old = TicketFactory(opened_at=AT - timedelta(days=9))
    new = [TicketFactory(opened_at=AT - timedelta(hours=n)) for n in range(7)]
    data = written(version, **{"level-3-priorities": ["normal"]})
    response = page(manager).post(address(version), data)
    (move,) = response.context["trial"]["moves"]
    assert (move["count"], move["more"]) == (7, 2)
    assert [one["number"] for one in move["tickets"]] == [one.number for one in new[:5]]
    assert old.number not in response.content.decode()


def test_history_taken_from_files_is_not_judged(page, manager, version, tickets):
    count = page(manager).post(address(version), written(version)).context["trial"]["count"]
    TicketFactory(channel="import")
    assert page(manager).post(address(version), written(version)).context["trial"]["count"] == count


@pytest.mark.parametrize("count", [1, 30])
def test_the_trial_takes_the_same_statements_for_few_tickets_and_many(
    page, manager, version, django_assert_num_queries, count
):
    for _ in range(count):
        TicketFactory()
    client, data = page(manager), written(version)
    with django_assert_num_queries(11):
        client.post(address(version), data)


# the administrator drafts, and sees no tickets to try anything on
ANSWERS = {
    Role.SERVICE_MANAGER: 200,
    **dict.fromkeys((Role.ADMINISTRATOR, Role.DEPUTY_IN_CHARGE, Role.GENERAL_MANAGER), 403),
}


@pytest.mark.parametrize("role", list(Role))
def test_who_drafts_and_sees_tickets_tries_levels_and_nobody_else(page, version, tickets, role):
    client = page(UserFactory(roles=[role]))
    response = client.post(address(version), written(version))
    assert response.status_code == ANSWERS.get(role, 404)
    editor = client.get(reverse("regulation:edit-levels", args=[version.number]))
    assert (address(version) in editor.content.decode()) == (response.status_code == 200)


def test_a_trial_is_asked_for_by_post_alone_and_of_a_version_that_exists(page, manager, version):
    assert page(manager).get(address(version)).status_code == 405
    assert page(manager).post("/tickets/level-trial/77/", {}).status_code == 404


def test_hostile_rows_are_refused(page, manager, version, tickets):
    for data in ({}, {"level-999-code": "x"}, {"level-0-code": "x" * 10_000}):
        assert page(manager).post(address(version), data).status_code == 422
