"""Guides of a model: added with their file, open for their days, withdrawn and not deleted (C9)."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from aftersales.demo.guides import one_page
from equipment.models import ProductGuide
from records.files.orphans import forget_orphans
from records.models import StoredFile
from tests.factories.equipment import ProductFactory, ProductGuideFactory
from tests.factories.files import PDF

NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)
ADD = "/admin/equipment/productguide/add/"


@pytest.mark.parametrize(
    ("opens", "ends", "is_open"),
    [
        (date(2026, 9, 15), None, True),
        (date(2026, 9, 16), None, False),
        (date(2026, 1, 1), date(2026, 9, 15), True),
        (date(2026, 1, 1), date(2026, 9, 14), False),
    ],
)
def test_a_guide_is_open_from_its_first_day_to_its_last(db, opens, ends, is_open):
    guide = ProductGuideFactory(open_from=opens, open_until=ends)
    ProductGuideFactory(product=ProductFactory())  # of another model
    found = ProductGuide.objects.open_to_customers(guide.product, on=date(2026, 9, 15))
    assert list(found) == ([guide] if is_open else [])


@pytest.mark.parametrize(
    "wrong",
    [{"language": "fr"}, {"open_until": date(2025, 12, 31)}, {"title": "操作手册"}],
    ids=["language", "withdrawn before it opened", "twice"],
)
def test_the_database_refuses_what_can_not_be(db, wrong):
    product = ProductFactory()
    ProductGuideFactory(product=product)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProductGuideFactory(product=product, **({"title": "保养手册"} | wrong))


def typed(product, *, content=PDF, **other):
    return {
        "product": product.pk,
        "language": "zh-hans",
        "title": " 操作手册 ",
        "open_from": "2026-09-15",
        "sent": SimpleUploadedFile("手册.pdf", content),
    } | other


@time_machine.travel(NOW, tick=False)
def test_head_office_adds_a_guide_with_its_file_and_history(page, administrator):
    response = page(administrator).post(ADD, typed(ProductFactory()))
    assert response.status_code == 302
    guide = ProductGuide.objects.get()
    assert (guide.title, guide.file.name, guide.file.media_type) == (
        "操作手册",
        "手册.pdf",
        "application/pdf",
    )
    assert guide.file.kept_by == administrator
    assert guide.history.first().history_user == administrator


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("sent", "says"),
    [("", "选择 PDF 格式的手册"), (b"GIF89a" + bytes(40), "手册.pdf"), (b"", "空")],
    ids=["none", "a picture", "empty"],
)
def test_what_is_no_guide_is_refused_at_its_field(page, administrator, sent, says):
    wrong = {"sent": sent} if sent == "" else {"content": sent}
    response = page(administrator).post(ADD, typed(ProductFactory(), **wrong))
    assert response.status_code == 200
    assert says in str(response.context["adminform"].form.errors["sent"])
    assert not ProductGuide.objects.exists()
    assert not StoredFile.objects.exists()


@time_machine.travel(NOW, tick=False)
def test_what_was_open_is_withdrawn_and_neither_changed_nor_deleted(page, administrator):
    guide, client = ProductGuideFactory(), page(administrator)
    address = f"/admin/equipment/productguide/{guide.pk}/"
    sent = typed(ProductFactory(), title="别的", open_until="2026-09-20")
    assert client.post(f"{address}change/", sent).status_code == 302
    kept = ProductGuide.objects.get()
    assert (kept.title, kept.product, kept.file, kept.open_until) == (
        guide.title,
        guide.product,
        guide.file,
        date(2026, 9, 20),
    )
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403


def test_the_file_of_a_guide_is_never_swept(db):
    guide = ProductGuideFactory()
    StoredFile.objects.update(kept_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert forget_orphans(NOW) == 0
    assert ProductGuide.objects.get().file == guide.file


def test_others_add_none(page, manager):
    assert page(manager).get(ADD).status_code == 302


def test_the_guide_of_the_demonstration_is_a_whole_pdf():
    """ISO 32000-1, 7.5: each object begins where the list says, and the list where the end says."""
    written = one_page(("EX-215 · 每日检查", "一"))
    begins = [int(begin) for begin in re.findall(rb"(\d{10}) 00000 n", written)]
    assert len(begins) == 5
    for number, begin in enumerate(begins, start=1):
        assert written[begin:].startswith(b"%d 0 obj" % number)
    end = int(re.search(rb"startxref\n(\d+)", written)[1])
    assert written[end:].startswith(b"xref")
    assert "每日检查".encode("utf-16-be").hex().encode() in written
