"""The pages of stock: the list, a part, a place, the ledger and a paper, per role (E1, E2, L1, L2)."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from dealers.roles import Role
from parts.choices import PlaceKind
from parts.services import (
    Ware,
    issue,
    side_place,
    store_of,
    van_of,
)
from records.models import AuditEntry
from tests.factories.dealers import DealerFactory, ServiceStaffFactory, UserFactory
from tests.factories.equipment import ProductFactory
from tests.factories.parts import PartClassFactory, PartFactory, stocked

pytestmark = pytest.mark.django_db
LIST, LEDGER, VAN = reverse("parts:list"), reverse("parts:movements"), reverse("parts:van")
STATEMENTS = 10


def body(response):
    return response.content.decode()


def codes(response):
    return [row["part"].code for row in response.context["rows"]]


# ── the list ──


def test_headquarters_sees_each_store_and_what_can_be_taken(page, clerk, kept, part, norths_store):
    """E2: available counts stores and vans; what is on the way and old parts stand apart."""
    stocked(part, side_place(PlaceKind.DEFECTIVE, norths_store.dealer), 5, actor=clerk)
    answer = page(clerk).get(LIST)
    (row,) = answer.context["rows"]
    assert [column.label for column in answer.context["columns"]] == ["中央库", "华东一号经销商", "车存"]
    assert row["held"] == [6, 3, 1]
    assert (row["part"].available, row["part"].on_the_way, row["part"].returned) == (10, 2, 5)
    assert part.name in body(answer)


def test_a_house_sees_its_own_places_alone(page, norths_desk, souths_desk, kept, part):
    """L2: neither central's nor another's pieces are counted."""
    answer = page(norths_desk).get(LIST)
    (row,) = answer.context["rows"]
    assert (row["held"], row["part"].available, row["part"].on_the_way) == ([3, 1], 4, 2)
    answer = page(souths_desk).get(LIST)
    (row,) = answer.context["rows"]
    assert (row["held"], row["part"].available) == ([0], 0)
    assert "华东一号" not in body(answer)


def test_many_stores_are_summed_by_their_kind(page, clerk, centre, part):
    for place in range(6):
        stocked(part, store_of(DealerFactory(code=f"D{place}", parent=centre)), 2, actor=clerk)
    stocked(part, store_of(centre), 3, actor=clerk)
    answer = page(clerk).get(LIST)
    assert [column.name for column in answer.context["columns"]] == ["central", "province", "dealer", "vans"]
    assert answer.context["rows"][0]["held"] == [0, 3, 12, 0]
    of_house = page(clerk).get(LIST, {"dealer": "D1"})
    assert (of_house.context["rows"][0]["held"], of_house.context["rows"][0]["part"].available) == ([2, 0], 2)


@pytest.fixture
def several(clerk, central, norths_store):
    """A plain one that is there, a valuable one never kept, a superseded one used up."""
    product = ProductFactory(code="EX-9")
    there = PartFactory(code="A-1", name_zh="机油滤芯", name_en="Oil filter")
    there.products.add(product)
    dear = PartFactory(
        code="B-2", name_zh="主控板", name_en="Main board", is_valuable=True,
        part_class=PartClassFactory(code="EL", name_zh="电气"),
    )  # fmt: skip
    old = PartFactory(code="C-3", name_zh="旧密封包", name_en="Old kit", successor=there)
    stocked(there, central, 4, actor=clerk)
    stocked(old, norths_store, 1, actor=clerk)
    act = stocked(old, central, 1, actor=clerk)
    return there, dear, old, act


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["A-1", "B-2", "C-3"]),
        ("?only=there", ["A-1", "C-3"]),
        ("?only=none", []),
        ("?only=none&dealer=NORTH", []),
        ("?only=there&dealer=NORTH", ["C-3"]),
        ("?only=valuable", ["B-2"]),
        ("?only=superseded", ["C-3"]),
        ("?q=滤芯", ["A-1"]),
        ("?q=OIL", ["A-1"]),
        ("?q=b-2", ["B-2"]),
        ("?product=EX-9", ["A-1"]),
        ("?part_class=EL", ["B-2"]),
        ("?sort=-code", ["C-3", "B-2", "A-1"]),
        ("?sort=-available", ["A-1", "C-3", "B-2"]),
        ("?only=gift", []),
    ],
)
def test_stock_is_narrowed_and_sorted(page, clerk, several, query, found):
    assert codes(page(clerk).get(LIST + query)) == found


def test_what_ran_out_is_what_was_kept_and_is_gone(
    page, clerk, norths_desk, several, norths_store, van, told
):
    """E2: old parts and those on their way are not there to take."""
    old = several[2]
    issue([Ware(old, 1)], store=norths_store, van=van, told=told(norths_desk))
    assert codes(page(norths_desk).get(f"{LIST}?only=none")) == []  # one is in the van
    stocked(several[1], side_place(PlaceKind.DEFECTIVE, norths_store.dealer), 1, actor=clerk)
    answer = page(norths_desk).get(f"{LIST}?only=none")
    assert codes(answer) == ["B-2"]
    counts = {one["label"]: one["count"] for one in answer.context["groups"][0]["views"]}
    assert (counts["全部配件"], counts["有货"], counts["无货"]) == ("3", "1", "1")


@pytest.mark.parametrize("count", [1, 50])
def test_a_page_of_stock_asks_the_same_number_of_questions(
    page, clerk, central, django_assert_num_queries, count
):
    for _one in range(count):
        stocked(PartFactory(), central, 1, actor=clerk)
    client = page(clerk)
    client.get(LIST)
    with django_assert_num_queries(STATEMENTS):
        assert len(client.get(LIST).context["rows"]) == count


def test_stock_is_taken_away_as_a_file_and_that_is_recorded(page, clerk, several):
    answer = page(clerk).get(reverse("parts:export"), {"sort": "-code", "q": "-"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][:4] == ("编码", "名称", "类别", "单位")
    assert rows[0][-5:] == ("在途", "旧件", "可用", "贵重件", "被替代为")
    assert [row[0] for row in rows[1:]] == ["C-3", "B-2", "A-1"]
    assert rows[1][4:10] == (1, 1, 0, 0, 0, 2)
    assert rows[1][-1] == "A-1"
    assert AuditEntry.objects.filter(verb="export", object_type="stock").count() == 1


@pytest.mark.parametrize("who", ["agent", "auditor", "administrator"])
def test_who_sees_no_stock_opens_no_page_of_it(request, page, kept, part, norths_store, who):
    """L1."""
    client = page(request.getfixturevalue(who))
    addresses = [LIST, LEDGER, VAN, reverse("parts:export"), reverse("parts:export-movements")]
    addresses += [part.get_absolute_url(), norths_store.get_absolute_url(), kept.get_absolute_url()]
    assert {client.get(address).status_code for address in addresses} == {403}


def test_who_may_take_no_lists_away_takes_none(page, norths_engineer, kept):
    """J3: an engineer sees the shelf and exports nothing."""
    client = page(norths_engineer.user)
    assert client.get(LIST).status_code == 200
    for name in ("parts:export", "parts:export-movements"):
        assert client.get(reverse(name)).status_code == 403


def test_an_empty_catalogue_and_conditions_nothing_meets_say_so(page, clerk):
    assert "目录还是空的" in body(page(clerk).get(LIST))
    assert "没有符合条件" in body(page(clerk).get(f"{LIST}?q=zz"))


# ── a part ──


def test_a_part_says_where_it_is_and_how_it_came_there(page, clerk, norths_desk, souths_desk, kept, part):
    """E1, E2, L2."""
    address = part.get_absolute_url()
    shown = body(page(clerk).get(address))
    for said in ("供应商", "中央库", "华东一号经销商", "赵师傅", kept.number, "DN-7"):
        assert said in shown
    shown = body(page(norths_desk).get(address))
    assert "赵师傅" in shown
    assert "DN-7" not in shown
    shown = body(page(souths_desk).get(address))
    assert "华东一号" not in shown
    assert "您的库位都没有此件" in shown


def test_a_part_says_its_price_its_successors_and_its_numbered_pieces(
    page, clerk, central, numbered, norths_store
):
    older, newer = PartFactory(code="OLD-1", successor=numbered), PartFactory(code="NEW-1")
    numbered.successor = newer
    numbered.save()
    numbered.prices.create(valid_from="2020-01-01", price="120.00")
    numbered.prices.create(valid_from="2099-01-01", price="150.00")
    stocked(numbered, central, 1, actor=clerk, serials=["SN-77"])
    client = page(clerk)
    for shown in (
        body(client.get(numbered.get_absolute_url())),
        body(client.get(numbered.get_absolute_url(), headers={"HX-Request": "true"})),
    ):
        for said in (
            older.code,
            "本件",
            newer.code,
            "SN-77",
            "120.00",
            "150.00",
            "2020-01-01",
            "贵重",
            "待生效",
        ):
            assert said in shown
    assert reverse("parts:detail", args=["NONE"]).endswith("/NONE/")
    assert client.get(reverse("parts:detail", args=["NONE"])).status_code == 404


# ── a place ──


def test_a_place_says_what_is_there(page, clerk, norths_desk, souths_desk, kept, part, norths_store, central):
    answer = page(norths_desk).get(norths_store.get_absolute_url())
    assert [(row["part"], row["balance"].on_hand) for row in answer.context["rows"]] == [(part, 3)]
    assert kept.number in body(answer)
    assert page(norths_desk).get(f"{norths_store.get_absolute_url()}?q=zz").context["rows"] == []
    for person, place in ((souths_desk, norths_store), (norths_desk, central)):
        assert page(person).get(place.get_absolute_url()).status_code == 404
    assert page(clerk).get(reverse("parts:place", args=["CENTRAL"])).status_code == 200


def test_places_are_sorted_by_how_many_are_there(page, clerk, central):
    few, many = PartFactory(code="A"), PartFactory(code="B")
    stocked(few, central, 1, actor=clerk)
    stocked(many, central, 9, actor=clerk)
    assert codes(page(clerk).get(f"{central.get_absolute_url()}?sort=-on_hand")) == ["B", "A"]


def test_every_page_speaks_english(page, clerk, kept, part, norths_store, client):
    page(clerk)
    client.cookies["django_language"] = "en"
    for address, said in (
        (LIST, "Available"),
        (LEDGER, "From → to"),
        (part.get_absolute_url(), "Where it is"),
        (norths_store.get_absolute_url(), "Last movements"),
        (kept.get_absolute_url(), "Turn it round"),
        (reverse("parts:move", args=["send"]), "Send to another store"),
    ):
        assert said in body(client.get(address)), address


# ── the engineer's van ──


def test_an_engineer_has_the_own_van_and_the_shelf_as_cards(page, norths_engineer, kept, part):
    """E10."""
    answer = page(norths_engineer.user).get(VAN)
    assert [(one.part, one.on_hand) for one in answer.context["in_van"]] == [(part, 1)]
    assert [(one.part, one.on_hand) for one in answer.context["shelf"]] == [(part, 3)]
    assert f"{reverse('parts:move', args=['give-back'])}?part={part.code}" in body(answer)
    assert list(page(norths_engineer.user).get(f"{VAN}?q=zz").context["shelf"]) == []


def test_an_engineer_of_headquarters_sees_the_own_van_and_no_shelf_of_others(page, clerk, kept, part):
    user = UserFactory(roles=[Role.ENGINEER])
    stocked(part, van_of(ServiceStaffFactory(code="HQ-7", dealer=None, user=user)), 2, actor=clerk)
    answer = page(user).get(VAN)
    assert [one.on_hand for one in answer.context["in_van"]] == [2]
    assert list(answer.context["shelf"]) == []
    assert len(page(user).get(LIST).context["rows"]) == 1
