"""The editor of a draft's service levels: moved, typed, refused, saved; nothing typed is lost (D3, K1)."""

import re

import pytest
import time_machine
from django.urls import reverse

from regulation import services
from regulation.forms.levels import rearranged
from regulation.models import RegulationVersion
from regulation.services import levels_of
from tests.factories.dealers import DivisionFactory
from tests.factories.equipment import ProductFactory
from tests.regulation.drafts import AT, draft
from tests.regulation.level_pages import STOOD, address, codes_of, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def version(manager):
    return draft(manager)


def codes_on(response):
    return [form["code"].value() or "" for form in response.context["levels"].forms]


def test_the_page_shows_the_levels_as_they_stand_and_saving_them_changes_nothing(page, manager, version):
    client = page(manager)
    shown = client.get(address(version))
    assert codes_on(shown) == STOOD
    saved = client.post(address(version), sent(shown) | {"press": "save"})
    assert saved.url == reverse("regulation:changes", args=[version.number])
    assert RegulationVersion.objects.get(pk=version.pk).story[0].changes == {}


def test_each_level_is_said_in_words_and_the_last_takes_the_rest(page, manager, version):
    rows = list(page(manager).get(address(version)).context["levels"].rows())
    assert rows[3]["form"].requests == "上门维修、送修或远程支持，级别为急"
    assert rows[3]["form"].times[:2] == ["响应 1 小时", "到场 1 天"]
    assert [row["takes_rest"] for row in rows] == [False] * 5 + [True]


@pytest.mark.parametrize(
    ("pressed", "codes"),
    [
        ("up-3", ["safety", "grave", "standstill", "complaint", "repair", "standard"]),
        ("down-0", ["grave", "safety", "complaint", "standstill", "repair", "standard"]),
        ("up-0", STOOD),
        ("down-5", STOOD),
        ("down-9", STOOD),
        ("remove-1", ["safety", "complaint", "standstill", "repair", "standard"]),
        ("remove-77", STOOD),
        ("add", ["safety", "grave", "complaint", "standstill", "repair", "", "standard"]),
        ("draw", STOOD),
        ("up-" + "9" * 5000, ["safety", "grave", "complaint", "standstill", "repair", "standard"]),
        ("up-x", STOOD),
    ],
)
def test_rows_move_without_a_script_and_without_saving(page, manager, version, *, pressed, codes):
    client = page(manager)
    data = sent(client.get(address(version))) | {"level-0-name_zh": "改到一半", "press": pressed}
    shown = client.post(address(version), data)
    assert shown.status_code == 200
    assert codes_on(shown) == codes
    assert "改到一半" in shown.content.decode()
    assert codes_of(version) == STOOD


def test_a_moved_level_takes_the_focus_along(page, manager, version):
    client = page(manager)
    shown = client.post(address(version), sent(client.get(address(version))) | {"press": "up-3"})
    body = shown.content.decode()
    assert body.count("autofocus") == 1
    assert 'value="up-2" autofocus' in body


def test_what_is_pressed_on_no_row_does_nothing():
    assert rearranged([{"code": ["a"]}], "save") is None
    assert rearranged([], "add") == ([{}], 0)
    assert rearranged([], "up-0") == ([], 0)


def test_a_level_is_added_changed_and_moved_and_all_is_saved_at_once(page, manager, version):
    """D3: by product and place, in an order that a person sets."""
    ProductFactory(code="XL955", name_zh="装载机")
    DivisionFactory(code="370000", full_name="山东省", level=1)
    client = page(manager)
    shown = client.post(address(version), sent(client.get(address(version))) | {"press": "add"})
    new = {
        "level-5-code": "shandong",
        "level-5-name_zh": "山东新机",
        "level-5-name_en": "New machines in Shandong",
        "level-5-kinds": ["repair", "remote_support"],
        "level-5-priorities": ["urgent"],
        "level-5-products_more": "XL955，XL955",
        "level-5-divisions_more": " 370000 ",
        "level-5-respond_0": "",
        "level-5-respond_1": "45",
        "level-5-respond_2": "calendar",
        "level-5-fix_0": "30",
        "level-5-fix_2": "working",
    }
    shown = client.post(address(version), sent(shown) | new | {"press": "draw-5"})
    row = list(shown.context["levels"].rows())[5]
    assert row["is_open"]
    assert row["form"].requests == "上门维修或远程支持，级别为急，机型 XL955 装载机，在山东省"
    shown = client.post(address(version), sent(shown) | {"press": "up-5"})
    saved = client.post(address(version), sent(shown) | {"press": "save"})
    assert saved.status_code == 302
    assert codes_of(version) == [*STOOD[:4], "shandong", *STOOD[4:]]
    level = levels_of(version.pk)[4]
    assert level.conditions == {
        "kinds": ["repair", "remote_support"],
        "priorities": ["urgent"],
        "products": ["XL955"],
        "divisions": ["370000"],
    }
    assert level.targets == {
        "respond": {"minutes": 45, "basis": "calendar"},
        "fix": {"minutes": 1800, "basis": "working"},
    }


def test_a_code_is_left_out_by_unticking_it(page, manager, version):
    ProductFactory(code="QY25")
    client = page(manager)
    data = sent(client.get(address(version)))
    client.post(address(version), data | {"level-0-products_more": "QY25", "press": "save"})
    assert levels_of(version.pk)[0].conditions == {"kinds": ["safety_incident"], "products": ["QY25"]}
    data = sent(client.get(address(version)))
    assert data.pop("level-0-products") == ["QY25"]
    client.post(address(version), data | {"press": "save"})
    assert levels_of(version.pk)[0].conditions == {"kinds": ["safety_incident"]}


BOUNDS = "时限要在 1 分钟到 366 天之间；不设时限就两格都空着。"
LAST = "最后一个等级、且只有最后一个，不设条件，接住其余全部请求。"
WRONG = [
    ({"level-0-products_more": "ABC"}, 0, "products", "没有机型 ABC；按编号或名称查找。"),
    ({"level-0-customers_more": "C-9"}, 0, "customers", "没有编号为 C-9 的客户；按名称查找。"),
    ({"level-0-divisions_more": "999999"}, 0, "divisions", "没有行政区划 999999；按名称查找。"),
    ({"level-0-code": "grave"}, 1, "code", "代码 grave 重复。"),
    ({"level-0-code": "x y"}, 0, "code", "要写代码，最多 20 个字母、数字、连字符和下划线。"),
    ({"level-0-name_zh": ""}, 0, "name_zh", "要写中文名称，最多 20 个字。"),
    ({"level-0-name_en": "x" * 10_000}, 0, "name_en", "要写英文名称，最多 40 个字符。"),
    ({"level-0-products_more": "Q" * 10_000}, 0, "products", "编号最多 40 个字符。"),
    ({"level-0-fix_0": "-1"}, 0, "fix", "小时要写 0 到 8784 之间的整数，也就是最多 366 天。"),
    ({"level-0-fix_0": "9" * 400}, 0, "fix", "小时要写 0 到 8784 之间的整数，也就是最多 366 天。"),
    ({"level-0-fix_0": "1.5"}, 0, "fix", "小时要写 0 到 8784 之间的整数，也就是最多 366 天。"),
    ({"level-0-fix_1": "60"}, 0, "fix", "分要写 0 到 59 之间的整数。"),
    ({"level-0-fix_1": "zwei"}, 0, "fix", "分要写 0 到 59 之间的整数。"),
    (
        {"level-0-fix_0": "8784", "level-0-fix_1": "1"},
        0,
        "fix",
        BOUNDS,
    ),
    (
        {"level-0-fix_0": "0", "level-0-fix_1": "0"},
        0,
        "fix",
        BOUNDS,
    ),
]


@pytest.mark.parametrize(("typed", "place", "field", "words"), WRONG)
def test_each_refusal_stands_at_its_field_and_nothing_typed_is_lost(
    page, manager, version, *, typed, place, field, words
):
    client = page(manager)
    data = sent(client.get(address(version))) | typed | {"level-2-name_en": "Half written", "press": "save"}
    shown = client.post(address(version), data)
    assert shown.status_code == 422
    form = shown.context["levels"].forms[place]
    assert list(form.errors[field]) == [words]
    assert words in shown.content.decode()
    assert 'value="Half written"' in shown.content.decode()
    for name, value in typed.items():
        if name.endswith("_more"):
            assert form[field].value() == [value]
        elif value:
            assert f'value="{value}"' in shown.content.decode()
    rows = list(shown.context["levels"].rows())
    assert rows[place]["is_open"]
    assert codes_of(version) == STOOD


@pytest.mark.parametrize(
    "typed", [{"level-0-kinds": "nonsense"}, {"level-0-priorities": "extreme"}, {"level-0-fix_2": "lunar"}]
)
def test_what_the_page_does_not_offer_is_refused(page, manager, version, typed):
    client = page(manager)
    shown = client.post(address(version), sent(client.get(address(version))) | typed | {"press": "save"})
    assert shown.status_code == 422
    assert shown.context["levels"].forms[0].errors


def test_a_level_without_any_time_is_refused(page, manager, version):
    client = page(manager)
    data = sent(client.get(address(version)))
    data = {name: value for name, value in data.items() if not re.fullmatch(r"level-0-\w+_[01]", name)}
    shown = client.post(address(version), data | {"press": "save"})
    assert shown.status_code == 422
    assert shown.context["levels"].forms[0].non_field_errors() == ["每个等级至少要有一个时限。"]


@pytest.mark.parametrize(
    ("typed", "flag", "place"),
    [({"level-5-kinds": "upgrade"}, "leaves_gap", 5), ({"level-0-kinds": ""}, "hides_below", 0)],
)
def test_an_order_that_can_not_stand_is_said_while_it_is_typed_and_refused(
    page, manager, version, *, typed, flag, place
):
    client = page(manager)
    data = sent(client.get(address(version))) | typed
    data = {name: value for name, value in data.items() if value}
    drawn = client.post(address(version), data | {"press": "draw"})
    assert [row[flag] for row in drawn.context["levels"].rows()].index(True) == place
    refused = client.post(address(version), data | {"press": "save"})
    assert refused.status_code == 422
    assert refused.context["seen"].non_field_errors() == [LAST]


@pytest.mark.parametrize(
    "data", [{}, {"level-0-code": "alone"}, {"level-999-code": "far"}, {"level-1000-code": "x"}]
)
def test_a_form_with_rows_missing_is_refused_and_drawn(page, manager, version, data):
    shown = page(manager).post(address(version), data | {"version": version.version, "press": "save"})
    assert shown.status_code == 422
    assert codes_of(version) == STOOD


def test_more_levels_than_can_be_read_are_refused(page, manager, version):
    data = {f"level-{n}-code": f"level-{n}" for n in range(services.MOST_LEVELS + 1)}
    shown = page(manager).post(address(version), data | {"version": version.version, "press": "save"})
    assert shown.status_code == 422
    assert shown.context["seen"].non_field_errors() == ["最多 20 个等级。"]
    drawn = page(manager).post(address(version), data | {"press": "draw"})
    assert 'value="add"' not in drawn.content.decode()
