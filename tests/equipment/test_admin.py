"""Django admin: products are edited with their history, everything else is looked at (safety.md, F7)."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from equipment.forms import ProductForm
from equipment.maintenance_forms import ProductMaintenanceForm
from equipment.models import Product, ProductMaintenance
from tests.factories.equipment import EquipmentFactory, ProductFactory


def test_a_product_is_edited_one_point_a_line(page, administrator):
    product = ProductFactory(code="LD-50")
    given = {"code": "LD-50", "name_zh": "装载机", "warranty_months": 18, "is_active": "on"}
    given["self_check_items"] = "制动可靠\n\n 转向灵活 \n"
    given |= {"parts-TOTAL_FORMS": 1, "parts-INITIAL_FORMS": 0, "parts-0-months": 24}
    given |= {"parts-0-code": "pump", "parts-0-name_zh": "主泵"}
    given |= {"maintenance-TOTAL_FORMS": 0, "maintenance-INITIAL_FORMS": 0}
    response = page(administrator).post(f"/admin/equipment/product/{product.pk}/change/", given)
    product.refresh_from_db()
    assert response.status_code == 302
    assert product.self_check_items == ["制动可靠", "转向灵活"]
    assert product.history.first().history_user == administrator
    assert list(product.parts.values_list("code", "months", "hours")) == [("pump", 24, None)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"self_check_items": "制动\n制动"}, "self_check_items"),
        ({"self_check_items": "制" * 121}, "self_check_items"),
        ({"code": "LD/50"}, "code"),
    ],
)
def test_a_product_that_could_not_be_used_is_refused(db, change, field):
    given = {"code": "LD-50", "name_zh": "装载机", "warranty_months": 18, "self_check_items": ""}
    form = ProductForm(given | change)
    assert set(form.errors) == {field}


def test_units_are_looked_at_alone(page, administrator):
    """F7: neither added nor changed nor deleted, and phones stay masked."""
    unit = EquipmentFactory(installed=True)
    client = page(administrator)
    for address, methods in (
        (f"/admin/equipment/equipment/{unit.pk}/change/", {"get": 200, "post": 403}),
        (f"/admin/equipment/equipment/{unit.pk}/delete/", {"get": 403, "post": 403}),
        ("/admin/equipment/equipment/add/", {"get": 403, "post": 403}),
        (f"/admin/equipment/customer/{unit.customer.pk}/delete/", {"get": 403}),
        (f"/admin/equipment/product/{unit.product.pk}/delete/", {"get": 403}),
    ):
        for method, status in methods.items():
            assert getattr(client, method)(address).status_code == status, (method, address)
    shown = client.get(f"/admin/equipment/customer/{unit.customer.pk}/change/").content.decode()
    assert "138****5678" in shown
    assert "13812345678" not in shown


def test_only_administrators_come_in(page, dispatcher):
    assert page(dispatcher).get("/admin/equipment/product/").status_code == 302
    assert Product.objects.count() == 0


PLAN = {"code": "regular", "name_zh": "定期保养", "months": 6, "hours": 500, "counts": "plan"}
PLAN |= {"checks_zh": "换机油\n\n 检查皮带 ", "checks_en": "Change the oil\nCheck the belts"}


def test_the_maintenance_plan_is_edited_with_its_model(page, administrator):
    """C5: each line with what is done; units on record keep their copy."""
    product = ProductFactory(code="LD-50")
    unit = EquipmentFactory(product=product)
    given = {"code": "LD-50", "name_zh": "装载机", "warranty_months": 18, "is_active": "on"}
    given |= {"self_check_items": "制动可靠", "parts-TOTAL_FORMS": 0, "parts-INITIAL_FORMS": 0}
    given |= {"maintenance-TOTAL_FORMS": 1, "maintenance-INITIAL_FORMS": 0}
    given |= {f"maintenance-0-{name}": value for name, value in PLAN.items()}
    response = page(administrator).post(f"/admin/equipment/product/{product.pk}/change/", given)
    assert response.status_code == 302
    line = product.maintenance.get()
    assert (line.months, line.hours, line.counts) == (6, 500, "plan")
    assert line.checks_zh == "换机油\n检查皮带"
    assert line.history.first().history_user == administrator
    assert not unit.maintenance.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"months": "", "hours": ""}, "__all__"),
        ({"months": 0}, "__all__"),
        ({"hours": 5}, "__all__"),
        ({"code": "half year"}, "code"),
        ({"is_first": "on"}, "counts"),
        ({"checks_zh": "换机油\n换机油"}, "checks_zh"),
        ({"checks_zh": "换" * 121}, "checks_zh"),
        ({"checks_zh": "\n".join(map(str, range(41))), "checks_en": ""}, "checks_zh"),
        ({"checks_en": "Change the oil"}, "checks_en"),
    ],
)
def test_a_plan_that_could_not_be_used_is_refused(db, change, field):
    form = ProductMaintenanceForm(PLAN | change, instance=ProductMaintenance(product=ProductFactory()))
    assert set(form.errors) == {field}


def test_a_model_has_one_first_maintenance_and_each_code_once(db):
    known = ProductMaintenance.objects.create(
        product=ProductFactory(), code="first", name_zh="首保", months=1, is_first=True
    )
    for change, told in (
        ({"code": "first"}, "This model has a maintenance of that code already."),
        (
            {"is_first": "on", "counts": "last_done"},
            "A model has one first maintenance. Make the other a regular one.",
        ),
    ):
        with translation.override("en"):
            row = ProductMaintenance(product=known.product)
            form = ProductMaintenanceForm(PLAN | change, instance=row)
            form.is_valid()
            with pytest.raises(ValidationError, match=told):
                row.validate_constraints()
