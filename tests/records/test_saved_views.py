"""A person's own views of a list (L1)."""

import pytest
from django.core.exceptions import PermissionDenied

from records.models import SavedView
from records.saved_views import QueryTooLong, TooManyViews, delete_view, save_view

pytestmark = pytest.mark.django_db
PAGE = "records:imports"


def test_a_view_keeps_the_conditions_without_the_place_in_the_list(manager):
    view = save_view(actor=manager, page=PAGE, name="Mine", query="status=open&cursor=abc&dealer=1")
    assert view.query == "status=open&dealer=1"


def test_the_same_name_again_takes_the_new_conditions(manager):
    save_view(actor=manager, page=PAGE, name="Mine", query="a=1")
    assert save_view(actor=manager, page=PAGE, name="Mine", query="a=2").query == "a=2"
    assert SavedView.objects.count() == 1


def test_views_have_a_limit(manager):
    for place in range(30):
        save_view(actor=manager, page=PAGE, name=f"{place}", query="")
    with pytest.raises(TooManyViews):
        save_view(actor=manager, page=PAGE, name="one more", query="")
    with pytest.raises(QueryTooLong):
        save_view(actor=manager, page=PAGE, name="0", query="a=" + "x" * 600)


def test_a_view_is_its_owners_alone(page, manager, dispatcher):
    save_view(actor=manager, page=PAGE, name="Mine", query="a=1")
    assert page(dispatcher).post("/views/delete/", {"page": PAGE, "name": "Mine"}).status_code == 404
    assert not delete_view(actor=dispatcher, page=PAGE, name="Mine")
    assert SavedView.objects.visible_to(manager).on_page(PAGE).count() == 1


def test_saving_leads_back_to_the_list_with_its_conditions(page, manager):
    client = page(manager)
    saved = client.post("/views/save/", {"page": PAGE, "name": "Mine", "query": "a=1"})
    assert saved.url == "/imports/?a=1"
    assert client.post("/views/delete/", {"page": PAGE, "name": "Mine"}).url == "/imports/"
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("posted", "status"),
    [
        ({"page": "nowhere:list", "name": "x"}, 404),
        ({"page": "https://elsewhere.example/", "name": "x"}, 404),
        ({"page": PAGE, "name": ""}, 302),
        ({"page": PAGE, "name": "x" * 41}, 302),
    ],
)
def test_nonsense_saves_nothing(page, manager, posted, status):
    answer = page(manager).post("/views/save/", {"query": "", **posted})
    assert answer.status_code == status
    assert not SavedView.objects.exists()


def test_too_many_views_are_said_on_the_list(page, manager):
    for place in range(30):
        save_view(actor=manager, page=PAGE, name=f"{place}", query="")
    page(manager).post("/views/save/", {"page": PAGE, "name": "x", "query": ""})
    assert SavedView.objects.count() == 30


def test_a_shared_view_is_seen_by_the_own_house_alone(page, dispatcher, agent, norths_desk, souths_desk):
    """ui, 5: mine, shared, saved by me."""
    save_view(actor=dispatcher, page="tickets:list", name="华东", query="kind=repair", is_shared=True)
    save_view(actor=norths_desk, page="tickets:list", name="北", query="kind=repair", is_shared=True)
    seen = {
        actor: set(SavedView.objects.visible_to(actor).values_list("name", flat=True))
        for actor in (dispatcher, agent, norths_desk, souths_desk)
    }
    assert seen == {dispatcher: {"华东"}, agent: {"华东"}, norths_desk: {"北"}, souths_desk: set()}
    groups = page(agent).get("/tickets/", {"only": "open"}).context["groups"]
    assert [view["label"] for view in groups[-1]["views"]] == ["华东"]
    assert not groups[-1].get("own")
    assert not delete_view(actor=agent, page="tickets:list", name="华东")


def test_who_leads_nobody_shares_nothing_and_an_idle_account_sees_nothing(page, agent, dispatcher):
    with pytest.raises(PermissionDenied):
        save_view(actor=agent, page=PAGE, name="Mine", query="a=1", is_shared=True)
    sent = page(dispatcher).post(
        "/views/save/", {"page": PAGE, "name": "一起看", "query": "a=1", "is_shared": "on"}
    )
    assert sent.status_code == 302
    assert SavedView.objects.get(name="一起看").circle == "headquarters"
    save_view(actor=dispatcher, page=PAGE, name="一起看", query="a=1")
    assert SavedView.objects.get(name="一起看").circle == ""
    dispatcher.is_active = False
    assert not SavedView.objects.visible_to(dispatcher).exists()
