"""The page behind the code on a unit: the machine alone, whoever looks, however often (A19, B5, B6, B12)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from equipment.models import EquipmentEvent, TermsCharge
from equipment.services import print_labels, revoke_code
from records.models import AuditEntry
from tests.factories.equipment import (
    EquipmentFactory,
    ProductFactory,
    ProductGuideFactory,
    ProductMaintenanceFactory,
    ProductTermsFactory,
    move_installation,
)
from tests.factories.files import PDF

NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today(settings):
    settings.HOTLINE = "400-600-1000"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def unit(north):
    return EquipmentFactory(
        dealer=north, serial_number="EX215-0187", installed=True, installed_on=date(2026, 6, 3)
    )


@pytest.fixture
def address(unit, norths_desk):
    token = print_labels([unit], actor=norths_desk, at=NOW)[0].token
    return reverse("customer:unit", args=[token])


def read(address, **cookies):
    client = Client()
    client.cookies.load(cookies)
    return client.get(address)


def test_it_names_the_machine_and_nobody(unit, address):
    """A19, B6: no owner, phone, address, dealer."""
    body = read(address).content.decode()
    assert "EX215-0187" in body
    assert unit.product.code in body
    assert "保修至 2027年6月3日" in body
    assert "400-600-1000" in body
    secrets = (
        unit.customer.name,
        unit.contact.name,
        "5678",
        unit.first_place_of_use,
        unit.project_name,
        unit.dealer.name,
        unit.dealer.code,
    )
    assert [secret for secret in secrets if secret in body] == []


@pytest.mark.parametrize(
    ("installed_on", "says"),
    [
        (date(2026, 6, 3), "保修至 2027年6月3日"),
        (date(2025, 9, 15), "保修至 今天"),
        (date(2025, 9, 14), "保修已于 昨天 到期"),
    ],
)
def test_it_says_until_when_the_warranty_holds(unit, address, installed_on, says):
    """C4: the last day is still in it."""
    move_installation(unit.__class__.objects.filter(pk=unit.pk), installed_on, delivered_on=installed_on)
    assert says in read(address).content.decode()


def test_before_the_installation_no_warranty_runs(north, norths_desk):
    unit = EquipmentFactory(dealer=north)
    token = print_labels([unit], actor=norths_desk, at=NOW)[0].token
    assert "保修从安装当天算起" in read(reverse("customer:unit", args=[token])).content.decode()


def test_it_shows_the_terms_of_the_day_with_their_date(unit, address):
    """C11."""
    ProductTermsFactory(product=unit.product, valid_from=date(2026, 1, 1), covers_zh="旧的承诺")
    terms = ProductTermsFactory(
        product=unit.product,
        valid_from=date(2026, 9, 1),
        covers_zh="整机保修",
        process_zh="先电话诊断",
        respond_hours=4,
        attend_hours=24,
    )
    TermsCharge.objects.create(terms=terms, name_zh="上门费", amount=Decimal(80))
    ProductTermsFactory(product=unit.product, valid_from=date(2026, 10, 1), covers_zh="以后的承诺")
    body = read(address).content.decode()
    for said in (
        "2026-09-01",
        "整机保修",
        "先电话诊断",
        "上门费",
        "80.00",
        "4 小时内联系您",
        "24 小时内到场",
    ):
        assert said in body, said
    assert "旧的承诺" not in body
    assert "以后的承诺" not in body


def test_it_speaks_english_to_who_reads_english(unit, address):
    ProductTermsFactory(product=unit.product)
    body = read(address, django_language="en").content.decode()
    assert "The whole machine but wearing parts" in body
    assert "In warranty until" in body


def test_nobody_keeps_or_follows_it(address):
    """B5."""
    response = read(address)
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"


def test_the_log_does_not_hold_the_link(address, capsys, caplog):
    """B5."""
    token = address.split("/")[2]
    read(address)
    read(address.replace(token, token + "x"))
    said = capsys.readouterr()
    shown = said.out + said.err
    assert "GET /u/…/" in shown
    assert token not in shown


def test_looking_changes_nothing(unit, address):
    """B12: a mail scanner, a preview, a HEAD."""
    before = EquipmentEvent.objects.count()
    for method in ("get", "head"):
        assert getattr(Client(), method)(address).status_code == 200
    assert Client().post(address).status_code == 405
    assert EquipmentEvent.objects.count() == before
    assert AuditEntry.objects.count() == 0


def test_whatever_opens_nothing_looks_the_same_and_is_recorded(unit, address, norths_desk):
    """A7, B2, B3."""
    token = address.split("/")[2]
    bodies = set()
    revoke_code(unit, actor=norths_desk, at=NOW, reason="丢失")
    for wrong in (token, token.swapcase(), "0", "null"):
        response = read(f"/u/{wrong}/")
        assert response.status_code == 404
        bodies.add(response.content.decode())
    assert len({body.split("<main")[1] for body in bodies}) == 1
    assert "400-600-1000" in bodies.pop()
    entries = AuditEntry.objects.filter(verb="link_refused")
    assert {(entry.actor, entry.path) for entry in entries} == {(None, "/u/…/")}
    assert entries.count() == 4


def test_a_wrong_link_is_recorded_so_many_times_and_no_more(db):
    for _ in range(30):
        read("/u/none/")
    assert AuditEntry.objects.filter(verb="link_refused").count() == 20


def test_a_link_that_is_opened_too_often_waits(address):
    statuses = [read(address).status_code for _ in range(62)]
    assert statuses == [200] * 60 + [429] * 2
    response = read(address)
    assert response["Retry-After"] == "600"
    assert response["Cache-Control"] == "private, no-store"


def test_who_is_signed_in_sees_the_same(page, address, souths_desk):
    """Another dealer's desk that scans a machine is a customer there."""
    body = page(souths_desk).get(address).content.decode()
    assert "EX215-0187" in body
    assert "华东一号经销商" not in body


def test_it_asks_six_questions(unit, address, django_assert_num_queries):
    ProductTermsFactory(product=unit.product)
    ProductGuideFactory(product=unit.product)
    with django_assert_num_queries(6):
        read(address)


def test_guides_are_listed_in_the_readers_language_first_and_given_away(unit, address):
    """C9."""
    english = ProductGuideFactory(product=unit.product, language="en", title="Operator's manual")
    chinese = ProductGuideFactory(product=unit.product, title="操作手册")
    page = read(address).content.decode()
    assert page.index("操作手册") < page.index("Operator")
    assert "英文 · PDF" in page
    body = read(address, django_language="en").content.decode()
    assert body.index("Operator") < body.index("操作手册")
    for guide in (english, chinese):
        answer = read(f"{address}guides/{guide.file.code}/")
        assert (answer.status_code, b"".join(answer)) == (200, PDF)
        assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("facts", [{"open_from": date(2026, 9, 16)}, {"open_until": date(2026, 9, 14)}, None])
def test_a_guide_that_is_not_open_or_of_another_model_does_not_exist(unit, address, facts):
    guide = ProductGuideFactory(**({"product": unit.product} | facts if facts else {}))
    assert guide.title not in read(address).content.decode()
    assert read(f"{address}guides/{guide.file.code}/").status_code == 404


def test_the_machine_says_when_it_is_due_for_maintenance(client, north, norths_desk):
    """C5, B6: days and hours, nothing of a person, dealer or ticket."""
    product = ProductFactory()
    for code, name, plan in (
        ("a", "月检", {"months": 1, "hours": None}),
        ("b", "半年保养", {"months": 6, "hours": None}),
        ("c", "五百小时保养", {"months": 12, "hours": 500}),
        ("d", "千小时保养", {"months": None, "hours": 1000}),
    ):
        ProductMaintenanceFactory(product=product, code=code, name_zh=name, **plan)
    unit = EquipmentFactory(dealer=north, product=product, installed=True, installed_on=date(2026, 6, 3))
    label = print_labels([unit], actor=norths_desk, at=NOW)[0]
    shown = client.get(reverse("customer:unit", args=[label.token])).content.decode()
    for said in (
        "月检：7月3日 到期，还没做。打电话给我们约时间。",
        "半年保养：12月3日 到期",
        "五百小时保养：2027年6月3日 或满 500 小时到期，先到者为准",
        "千小时保养：满 1,000 小时到期",
    ):
        assert said in shown, said
