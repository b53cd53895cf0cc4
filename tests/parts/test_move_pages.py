"""The forms that move stock: each verb, each refusal beside its field with nothing lost (E2, E10)."""

import pytest
from django.urls import reverse

from parts.models import StockAct, StockMovement, StockPiece
from parts.services import Ware, receive, send
from records.invariants import broken
from tests.factories.dealers import ServiceStaffFactory
from tests.factories.parts import PartFactory, stocked

pytestmark = pytest.mark.django_db


def url(verb):
    return reverse("parts:move", args=[verb])


def body(response):
    return response.content.decode()


def typed(*lines, **facts):
    """Write a form as a browser sends it: lines are (part, quantity, serials)."""
    sent = {"line-TOTAL_FORMS": len(lines), "line-INITIAL_FORMS": 0, "press": "post", **facts}
    for place, line in enumerate(lines):
        for name, value in zip(("part", "quantity", "serials"), (*line, "", ""), strict=False):
            sent[f"line-{place}-{name}"] = value
    return sent


@pytest.fixture(autouse=True)
def _the_ledger_is_right_afterwards():
    yield
    assert list(broken("S1", "S2", "S3", "S4")) == []


def test_parts_go_round_by_the_pages_alone(
    page, clerk, central, norths_store, norths_desk, norths_engineer, part, on_hand
):
    """E2, E10: from the supplier to the van and back, each by its page."""
    answer = page(clerk).post(url("buy"), typed((part.code, "12"), document="DN-7"))
    bought = StockAct.objects.get(document="DN-7")
    assert answer.url == bought.get_absolute_url()
    page(clerk).post(url("send"), typed((part.code.lower(), "6"), store="CENTRAL", to="NORTH"))
    sent = StockAct.objects.get(kind="transfer")
    shown = body(page(norths_desk).get(url("receive")))
    assert f"?of={sent.number}" in shown
    form = page(norths_desk).get(url("receive"), {"of": sent.number}).context
    assert form["form"].initial == {"transit": "WAY.NORTH", "document": sent.number}
    assert form["lines"][0].initial == {"part": part.code, "quantity": 6, "serials": ""}
    receipt = typed((part.code, "4"), transit="WAY.NORTH", document=sent.number)
    page(norths_desk).post(url("receive"), receipt)
    left = page(norths_desk).get(url("receive"), {"of": sent.number}).context["lines"]
    assert left[0].initial["quantity"] == 2
    page(norths_desk).post(url("issue"), typed((part.name, "3"), store=norths_store.code, staff="N-1"))
    van = norths_engineer.van
    answer = page(norths_engineer.user).post(
        url("give-back"), typed((part.code, "1"), van=van.code, store=norths_store.code)
    )
    assert answer.url == reverse("parts:van")
    assert [on_hand(place, part) for place in (central, norths_store, van)] == [6, 2, 2]


def test_what_arrived_is_awaited_no_more_unless_it_is_put_back(
    page, clerk, central, norths_store, norths_desk, numbered, told
):
    """E2: a wrong receipt that was reversed leaves the sending on its way."""
    stocked(numbered, central, 2, actor=clerk, serials=["A1", "A2"])
    wares = [Ware(numbered, 2, ("A1", "A2"))]
    sent = send(wares, store=central, to=norths_store, told=told(clerk))
    line = page(norths_desk).get(url("receive"), {"of": sent.number}).context["lines"][0]
    assert line.initial == {"part": numbered.code, "quantity": 2, "serials": "A1 A2"}
    got = receive(wares, store=norths_store, told=told(norths_desk, document=sent.number))
    assert page(norths_desk).get(url("receive")).context["sendings"] == []
    page(clerk).post(reverse("parts:reverse", args=[got.pk]), {"reason": "数错"})
    assert [one.act for one in page(norths_desk).get(url("receive")).context["sendings"]] == [sent]
    page(clerk).post(reverse("parts:reverse", args=[sent.pk]), {"reason": "发错"})
    assert page(norths_desk).get(url("receive")).context["sendings"] == []


def test_what_a_house_sends_back_comes_into_the_central_store(
    page, clerk, norths_desk, central, norths_store, part, on_hand
):
    """E2: headquarters receives by the same page as a dealer."""
    stocked(part, norths_store, 5, actor=clerk)
    page(norths_desk).post(url("send"), typed((part.code, "3"), store=norths_store.code, to="HQ"))
    sent = StockAct.objects.get(kind="transfer")
    assert [one.act for one in page(clerk).get(url("receive")).context["sendings"]] == [sent]
    page(clerk).post(url("receive"), typed((part.code, "3"), transit="WAY.HQ", document=sent.number))
    assert (on_hand(central, part), on_hand(norths_store, part)) == (3, 2)
    assert page(clerk).get(url("receive")).context["sendings"] == []


def test_another_houses_sending_is_not_offered(page, clerk, souths_desk, central, norths_store, part, told):
    """L2."""
    stocked(part, central, 5, actor=clerk)
    sent = send([Ware(part, 2)], store=central, to=norths_store, told=told(clerk))
    shown = page(souths_desk).get(url("receive"), {"of": sent.number})
    assert (shown.context["sendings"], shown.context["form"].initial) == ([], {})
    assert sent.number not in body(shown)


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        (("PART", "-5"), 422, "1 到 1,000,000"),
        (("PART", "0.1"), 422, "1 到 1,000,000"),
        (("PART", "1000000000"), 422, "1 到 1,000,000"),
        (("PART", "NaN"), 422, "1 到 1,000,000"),
        (("PART", ""), 422, "1 到 1,000,000"),
        (("PART", "6"), 409, "5"),
        (("", "2"), 422, "请写配件，或清空这一行"),
        (("ZZ-9", "2"), 422, "没有编码或名称含“ZZ-9”的配件"),
        (("PART", "1", "A1"), 422, "不编件号"),
        (("NUMBERED", "2", "A1"), 422, "件号"),
        (("NUMBERED", "1", "A9"), 409, "A9"),
    ],
)
def test_a_refusal_stands_beside_its_line_and_nothing_typed_is_lost(
    page, clerk, central, north, part, numbered, line, status, said
):
    """safety.md E4: −5, 0.1, 10⁹, NaN, more than is there; each in its line."""
    stocked(part, central, 5, actor=clerk)
    stocked(numbered, central, 2, actor=clerk, serials=["A1", "A2"])
    other = PartFactory()
    stocked(other, central, 5, actor=clerk)
    codes = {"PART": part.code, "NUMBERED": numbered.code}
    line = (codes.get(line[0], line[0]), *line[1:])
    sent = typed((other.code, "1"), line, store="CENTRAL", to="NORTH", document="D-77")
    answer = page(clerk).post(url("send"), sent)
    assert answer.status_code == status
    first, wrong = answer.context["lines"].forms
    assert (first.errors, len(wrong.errors)) == ({}, 1)
    assert said in str(wrong.errors)
    shown = body(answer)
    for kept in (*filter(None, line), "D-77", other.code):
        assert kept in shown
    assert not StockMovement.objects.filter(act__kind="transfer").exists()


def test_a_part_that_stands_twice_and_none_at_all_are_refused(page, clerk, central, north, part):
    stocked(part, central, 5, actor=clerk)
    twice = page(clerk).post(
        url("send"), typed((part.code, "1"), (part.code, "1"), store="CENTRAL", to="NORTH")
    )
    assert twice.status_code == 422
    assert "part" in twice.context["lines"].forms[0].errors
    nothing = page(clerk).post(url("send"), typed(("", ""), store="CENTRAL", to="NORTH"))
    assert nothing.status_code == 422
    assert nothing.context["form"].non_field_errors()


def test_several_parts_of_one_name_are_named_and_one_is_taken(page, clerk, north, central):
    one, other = PartFactory(code="P-1", name_zh="销轴"), PartFactory(code="P-2", name_zh="销轴套")
    stocked(one, central, 1, actor=clerk)
    answer = page(clerk).post(url("send"), typed(("销轴", "1"), store="CENTRAL", to="NORTH"))
    assert answer.status_code == 422
    error = str(answer.context["lines"].forms[0].errors)
    assert one.code in error
    assert other.code in error


def test_numbers_alone_say_how_many(page, clerk, numbered):
    """By keyboard or scanner: whoever wrote the numbers need not count them."""
    page(clerk).post(url("buy"), typed((numbered.code, "", "A1，A2 A3")))
    assert sorted(StockPiece.objects.values_list("serial_number", flat=True)) == ["A1", "A2", "A3"]


def test_a_superseded_part_is_not_bought(page, clerk, part):
    """E1."""
    newer = PartFactory()
    part.successor = newer
    part.save()
    answer = page(clerk).post(url("buy"), typed((part.code, "1")))
    assert answer.status_code == 422
    assert newer.code in str(answer.context["lines"].forms[0].errors["part"])


def test_lines_are_added_and_taken_away_as_they_were_typed(page, clerk, central, part):
    client = page(clerk)
    sent = typed((part.code, "4"), ("half", "x"), store="CENTRAL", to="HQ", document="D-9")
    more = client.post(url("send"), sent | {"press": "add"})
    assert (more.status_code, len(more.context["lines"].forms)) == (200, 5)
    for kept in ("half", "D-9", part.code):
        assert kept in body(more)
    fewer = client.post(url("send"), sent | {"press": "remove-1"})
    assert [form.initial["part"] for form in fewer.context["lines"].forms] == [part.code]
    assert not StockAct.objects.exists()


def test_a_form_sent_twice_moves_once(page, clerk, part, central, on_hand):
    sent = typed((part.code, "2"), idempotency_key="k-1")
    first, second = (page(clerk).post(url("buy"), sent) for _time in range(2))
    assert first.url == second.url
    assert on_hand(central, part) == 2


def test_stock_is_put_right_with_a_reason(page, clerk, part, central, on_hand):
    """E8."""
    sent = typed((part.code, "2"), place="CENTRAL", found="more", reason="")
    refused = page(clerk).post(url("put-right"), sent)
    assert refused.status_code == 422
    assert "reason" in refused.context["form"].errors
    page(clerk).post(url("put-right"), sent | {"reason": "货架后找到"})
    page(clerk).post(url("put-right"), typed((part.code, "1"), place="CENTRAL", found="fewer", reason="受潮"))
    assert on_hand(central, part) == 1


VERBS = ("send", "receive", "issue", "give-back", "buy", "put-right")


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("clerk", set(VERBS)),
        ("norths_desk", {"send", "receive", "issue", "give-back"}),
        ("centres_desk", {"send", "receive", "issue", "give-back"}),
        ("norths_engineer", {"issue", "give-back"}),
        ("manager", set()),
        ("support", set()),
        ("agent", set()),
    ],
)
def test_each_verb_is_for_whom_it_is_for(request, page, who, may):
    """L1: the page and its menu say the same."""
    person = request.getfixturevalue(who)
    client = page(getattr(person, "user", person))
    answers = {verb: client.get(url(verb)).status_code for verb in VERBS}
    assert {verb for verb, status in answers.items() if status == 200} == may
    assert set(answers.values()) <= {200, 403}
    assert client.post(url("send"), typed()).status_code == (422 if "send" in may else 403)
    assert client.get(url("steal")).status_code == 404


def test_another_houses_places_cant_be_chosen(
    page, clerk, norths_desk, souths_store, central, part, north, south, norths_store
):
    """L2: neither its store nor its name is offered, and to name it all the same is refused."""
    stocked(part, souths_store, 5, actor=clerk)
    shown = body(page(norths_desk).get(url("send")))
    assert "西南三号" not in shown
    assert "华东省服务中心" in shown  # the centre above it
    for facts in ({"store": souths_store.code, "to": "HQ"}, {"store": norths_store.code, "to": "SOUTH"}):
        refused = page(norths_desk).post(url("send"), typed((part.code, "1"), **facts))
        assert refused.status_code == 422
        assert "西南三号" not in body(refused)
    assert not StockAct.objects.filter(kind="transfer").exists()


def test_an_engineer_moves_by_the_own_van_alone(page, clerk, norths_engineer, norths_store, part, north, van):
    """E10, L2: neither a colleague's van nor another shelf."""
    colleague = ServiceStaffFactory(code="N-2", dealer=north)
    stocked(part, norths_store, 5, actor=clerk)
    client = page(norths_engineer.user)
    form = client.get(f"{url('issue')}?part={part.code}&store={norths_store.code}").context
    assert [one.code for one in form["form"].fields["staff"].queryset] == ["N-1"]
    assert form["lines"][0].initial == {"part": part.code, "quantity": "1"}
    refused = client.post(
        url("issue"), typed((part.code, "1"), store=norths_store.code, staff=colleague.code)
    )
    assert refused.status_code == 422
    taken = client.post(url("issue"), typed((part.code, "1"), store=norths_store.code, staff="N-1"))
    assert taken.url == reverse("parts:van")


def test_a_store_of_one_house_fills_no_van_of_another(
    page, clerk, centres_desk, centre, norths_engineer, norths_store, part, told
):
    """E10: a centre keeps its outlets' stores too; each fills its own vans."""
    other = ServiceStaffFactory(code="C-1", dealer=centre)
    stocked(part, norths_store, 5, actor=clerk)
    refused = page(centres_desk).post(
        url("issue"), typed((part.code, "1"), store=norths_store.code, staff=other.code)
    )
    assert refused.status_code == 422
    assert refused.context["form"].non_field_errors()
