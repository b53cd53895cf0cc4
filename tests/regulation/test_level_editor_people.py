"""The editor of service levels: two people at one draft, who may, what is suggested (D3, K1)."""

import pytest
import time_machine
from django.urls import reverse

from dealers.roles import Role
from regulation import services
from regulation.models import RegulationVersion
from regulation.services import levels_of
from tests.factories.dealers import DivisionFactory, UserFactory
from tests.factories.equipment import CustomerFactory, ProductFactory
from tests.regulation.drafts import AT, approved, draft, edit
from tests.regulation.level_pages import STOOD, address, codes_of, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def version(manager):
    return draft(manager)


# ── two people at one draft ──


def test_who_comes_second_sees_what_happened_and_keeps_what_they_typed(page, manager, version):
    """safety.md, 30."""
    client = page(manager)
    data = sent(client.get(address(version))) | {"level-0-name_en": "Mine"}
    edit(version, manager, satisfaction__target=91)
    refused = client.post(address(version), data | {"press": "save"})
    assert refused.status_code == 409
    assert "91" in refused.context["moved"][0]["say"]
    assert 'value="Mine"' in refused.content.decode()
    assert levels_of(version.pk)[0].name_en == "Safety incident"
    again = client.post(address(version), sent(refused) | {"press": "save"})
    assert again.status_code == 302
    assert levels_of(version.pk)[0].name_en == "Mine"


@pytest.mark.parametrize("step", [{"press": "draw"}, {"press": "save", "level-0-fix_0": "x"}])
def test_a_page_drawn_anew_does_not_count_as_having_seen_the_others_step(page, manager, version, step):
    client = page(manager)
    data = sent(client.get(address(version)))
    edit(version, manager, satisfaction__target=91)
    drawn = client.post(address(version), data | step)
    mended = sent(drawn) | {"press": "save", "level-0-fix_0": "72"}
    assert client.post(address(version), mended).status_code == 409


def test_a_form_that_does_not_say_what_it_saw_is_refused(page, manager, version):
    client = page(manager)
    data = sent(client.get(address(version)))
    for seen in ("x", "", "-1", "9" * 400):
        refused = client.post(address(version), data | {"version": seen, "press": "save"})
        assert refused.status_code in {409, 422}
        assert refused.context["seen"].non_field_errors()
    assert codes_of(version) == STOOD


def test_levels_of_a_version_on_its_way_change_no_more(page, manager, deputy, version):
    client = page(manager)
    data = sent(client.get(address(version))) | {"level-0-name_en": "Too late"}
    services.review_version(version, actor=deputy, at=AT)
    assert client.get(address(version)).url == version.get_absolute_url()
    refused = client.post(address(version), data | {"version": 2, "press": "save"})
    assert refused.status_code == 409
    assert 'value="Too late"' in refused.content.decode()


def test_saving_twice_saves_once(page, manager, version):
    client = page(manager)
    data = sent(client.get(address(version))) | {"idempotency_key": "one", "press": "save"}
    first, second = (client.post(address(version), data) for _ in range(2))
    assert first.url == second.url
    assert len(RegulationVersion.objects.get(pk=version.pk).story) == 2


# ── who may ──

MAKERS = {
    Role.SERVICE_MANAGER: 200,
    Role.ADMINISTRATOR: 200,
    Role.DEPUTY_IN_CHARGE: 403,
    Role.GENERAL_MANAGER: 403,
}


@pytest.mark.parametrize("role", list(Role))
def test_who_may_change_the_draft_may_change_its_levels_and_nobody_else(page, manager, version, role):
    """K1: to a reader a draft does not exist; who decides about it sees it and changes nothing."""
    account = UserFactory(roles=[role])
    expected = MAKERS.get(role, 404)
    data = sent(page(manager).get(address(version))) | {"level-0-name_en": "Changed", "press": "save"}
    client = page(account)
    assert client.get(address(version)).status_code == expected
    assert client.post(address(version), data).status_code == (302 if expected == 200 else expected)
    is_changed = levels_of(version.pk)[0].name_en == "Changed"
    assert is_changed == (expected == 200)
    suggested = client.get(reverse("regulation:level-codes", args=["products"]), {"x": "QY"})
    assert suggested.status_code == (200 if expected == 200 else 403)
    for shown in (version.get_absolute_url(), reverse("regulation:levels", args=[version.number])):
        answer = client.get(shown)
        assert (address(version) in answer.content.decode()) == (expected == 200)


def test_an_approved_version_offers_no_editing(page, manager, deputy, director):
    version = approved(manager, deputy, director)
    body = page(manager).get(version.get_absolute_url()).content.decode()
    assert address(version) not in body


def test_a_missing_version_has_no_levels_to_edit(page, manager):
    assert page(manager).get("/regulation/77/levels/edit/").status_code == 404


# ── codes by name ──


def offered(client, condition, text):
    answer = client.get(reverse("regulation:level-codes", args=[condition]), {"level-0-any": text})
    return answer.content.decode()


def test_codes_are_found_by_a_part_of_the_name(page, manager):
    ProductFactory(code="QY25", name_zh="汽车起重机")
    ProductFactory(code="QY26", name_zh="汽车起重机", is_active=False)
    CustomerFactory(code="C-77", name="中铁一局")
    DivisionFactory(code="370000", full_name="山东省", level=1)
    client = page(manager)
    assert '<option value="QY25">QY25 汽车起重机</option>' in offered(client, "products", "起重")
    assert "QY26" not in offered(client, "products", "起重")
    assert '<option value="C-77">中铁一局 C-77</option>' in offered(client, "customers", "中铁")
    assert '<option value="C-77">' in offered(client, "customers", "c-7")
    assert '<option value="370000">山东省 370000</option>' in offered(client, "divisions", "山东")
    assert offered(client, "products", "Q").strip() == ""
    assert client.get(reverse("regulation:level-codes", args=["products"])).content.strip() == b""


@pytest.mark.parametrize("condition", ["kinds", "nonsense"])
def test_what_is_not_chosen_by_code_is_not_suggested(page, manager, condition):
    assert page(manager).get(reverse("regulation:level-codes", args=[condition])).status_code == 404


@pytest.mark.parametrize("count", [1, 40])
def test_the_editor_takes_the_same_statements_for_few_codes_and_many(
    page, manager, version, django_assert_num_queries, count
):
    codes = [ProductFactory(code=f"QY{n}").code for n in range(count)]
    client = page(manager)
    data = sent(client.get(address(version))) | {"level-0-products": codes, "level-1-products": codes}
    with django_assert_num_queries(13):
        client.post(address(version), data | {"press": "draw"})
