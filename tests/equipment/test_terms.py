"""Published terms: those of the day hold, what was promised is not rewritten (C11)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import translation

from equipment.models import ProductTerms, TermsCharge
from tests.factories.equipment import ProductFactory, ProductTermsFactory

NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)


def test_the_terms_of_a_day_hold_until_the_next(db):
    product = ProductFactory()
    old = ProductTermsFactory(product=product, valid_from=date(2026, 1, 1))
    new = ProductTermsFactory(product=product, valid_from=date(2026, 9, 1))
    ProductTermsFactory(valid_from=date(2026, 2, 1))  # of another model
    found = {
        day: ProductTerms.objects.in_force(product, on=day)
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 8, 31), date(2026, 9, 1))
    }
    assert list(found.values()) == [None, old, old, new]


def test_texts_come_in_the_language_of_the_page(db):
    terms = ProductTermsFactory(
        covers_zh="整机", covers_en="the whole machine", process_zh="先联系", process_en=""
    )
    charge = TermsCharge.objects.create(terms=terms, name_zh="上门费", name_en="Trip", amount=Decimal(80))
    with translation.override("en"):
        assert (terms.covers, terms.process, charge.name) == ("the whole machine", "先联系", "Trip")
    with translation.override("zh-hans"):
        assert (terms.covers, charge.name) == ("整机", "上门费")


def test_the_database_keeps_one_a_day_and_no_negative_charge(db):
    terms = ProductTermsFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProductTermsFactory(product=terms.product, valid_from=terms.valid_from)
    with pytest.raises(IntegrityError), transaction.atomic():
        TermsCharge.objects.create(terms=terms, name_zh="上门费", amount=Decimal(-1))


def given(product, **fields):
    lines = {"charges-TOTAL_FORMS": "1", "charges-INITIAL_FORMS": "0", "charges-0-position": "1"}
    charge = {"charges-0-name_zh": "上门费", "charges-0-amount": "80.00"}
    return {"product": product.pk, "covers_zh": "整机", **lines, **charge, **fields}


@time_machine.travel(NOW, tick=False)
def test_head_office_publishes_terms_with_their_history(page, administrator):
    product = ProductFactory()
    typed = given(product, valid_from="2026-10-01", respond_hours=4)
    response = page(administrator).post("/admin/equipment/productterms/add/", typed)
    assert response.status_code == 302
    terms = ProductTerms.objects.get()
    assert (terms.respond_hours, terms.charges.get().amount) == (4, Decimal("80.00"))
    assert terms.history.first().history_user == administrator


@time_machine.travel(NOW, tick=False)
def test_what_customers_could_read_yesterday_is_looked_at_alone(page, administrator):
    client = page(administrator)
    past = ProductTermsFactory(valid_from=date(2026, 9, 14))
    for terms, status in ((past, 403), (ProductTermsFactory(valid_from=date(2026, 9, 15)), 302)):
        address = f"/admin/equipment/productterms/{terms.pk}/change/"
        assert client.get(address).status_code == 200
        typed = given(terms.product, valid_from=terms.valid_from.isoformat())
        assert client.post(address, typed).status_code == status
        delete = f"/admin/equipment/productterms/{terms.pk}/delete/"
        assert client.post(delete, {"post": "yes"}).status_code == status


def test_others_publish_nothing(page, manager):
    assert page(manager).get("/admin/equipment/productterms/add/").status_code == 302
