"""Products, customers, contacts and units."""

from datetime import UTC, date, datetime
from io import BytesIO

import factory

from equipment import phones
from equipment.models import (
    ContractPlan,
    Customer,
    CustomerContact,
    Equipment,
    Product,
    ProductGuide,
    ProductMaintenance,
    ProductTerms,
    ServiceContract,
)
from equipment.rules import warranty_end
from equipment.services.maintenance import copy_plan, reckon_maintenance
from equipment.services.warranty import copy_terms
from records.files.keeping import SentFile, keep_file
from tests.factories.dealers import DealerFactory, UserFactory
from tests.factories.files import PDF

REGISTERED_AT = datetime(2026, 6, 1, 2, tzinfo=UTC)
DELIVERED_ON = date(2026, 6, 1)


class ProductFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Product

    code = factory.Sequence(lambda n: f"EX-{n + 1000}")
    name_zh = "履带挖掘机"
    name_en = "Crawler excavator"
    warranty_months = 12
    self_check_items = factory.LazyFunction(lambda: ["液压系统无渗漏", "回转制动可靠"])


class ProductMaintenanceFactory(factory.django.DjangoModelFactory):
    """A regular maintenance every half year or 500 hours, counted from the last one done."""

    class Meta:
        model = ProductMaintenance

    product = factory.SubFactory(ProductFactory)
    code = factory.Sequence(lambda n: f"regular-{n}")
    name_zh = "定期保养"
    name_en = "Regular maintenance"
    months = 6
    hours = 500
    checks_zh = "换机油\n检查皮带"
    checks_en = "Change the oil\nCheck the belts"


class CustomerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Customer

    code = factory.Sequence(lambda n: f"C-{n:05d}")
    name = factory.Sequence(lambda n: f"甲建设公司{n}")
    dealer = factory.SubFactory(DealerFactory)
    created_at = REGISTERED_AT


class CustomerContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CustomerContact
        exclude = ("phone",)

    phone = "+8613812345678"
    customer = factory.SubFactory(CustomerFactory)
    name = "王经理"
    phone_cipher = factory.LazyAttribute(lambda o: phones.encrypt(o.phone))
    phone_hash = factory.LazyAttribute(lambda o: phones.whole_hash(o.phone))
    last_four_hash = factory.LazyAttribute(lambda o: phones.last_four_hash(o.phone))
    created_at = REGISTERED_AT


class EquipmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Equipment
        skip_postgeneration_save = True

    class Params:
        installed = factory.Trait(
            installed_on=date(2026, 6, 5),
            in_use_from=factory.SelfAttribute("installed_on"),
            installation_recorded_at=datetime(2026, 6, 5, 8, tzinfo=UTC),
            installation_recorded_by=factory.SelfAttribute("registered_by"),
            confirmed_by="王经理",
        )

    serial_number = factory.Sequence(lambda n: f"EX215-2601-{n:05d}")
    product = factory.SubFactory(ProductFactory)
    dealer = factory.SubFactory(DealerFactory)
    customer = factory.SubFactory(CustomerFactory, dealer=factory.SelfAttribute("..dealer"))
    contact = factory.SubFactory(CustomerContactFactory, customer=factory.SelfAttribute("..customer"))
    first_place_of_use = "江苏省南京市江宁区一号工地"
    project_name = "地铁五号线"
    planned_installation_on = date(2026, 6, 5)
    installed_on = None
    warranty_ends_on = factory.LazyAttribute(
        lambda unit: (
            warranty_end(unit.installed_on, unit.product.warranty_months) if unit.installed_on else None
        )
    )
    delivered_on = factory.LazyAttribute(lambda unit: min(DELIVERED_ON, unit.installed_on or DELIVERED_ON))
    registered_at = REGISTERED_AT
    registered_by = factory.SubFactory(UserFactory, dealer=factory.SelfAttribute("..dealer"))

    @factory.post_generation
    def terms(self, create, extracted, **_more):
        if create and extracted is not False:
            copy_terms(self, at=self.registered_at)
            copy_plan(self, at=self.registered_at)
            if self.maintenance.exists():
                reckon_maintenance(self)


def move_installation(units, day, **more):
    """Put another day of installation on units of a model with 12 months, past the services."""
    units.update(installed_on=day, in_use_from=day, warranty_ends_on=warranty_end(day, 12), **more)


class ProductGuideFactory(factory.django.DjangoModelFactory):
    """A guide with a file of its own."""

    class Meta:
        model = ProductGuide

    product = factory.SubFactory(ProductFactory)
    language = "zh-hans"
    title = "操作手册"
    open_from = date(2026, 1, 1)
    file = factory.LazyFunction(
        lambda: keep_file(SentFile(BytesIO(PDF), "手册.pdf"), actor=None, at=REGISTERED_AT)
    )


class ProductTermsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProductTerms

    product = factory.SubFactory(ProductFactory)
    valid_from = date(2026, 1, 1)
    covers_zh = "整机保修，易损件除外"
    covers_en = "The whole machine but wearing parts"
    respond_hours = 4


class ContractPlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ContractPlan

    code = factory.Sequence(lambda n: f"plan-{n}")
    name_zh = "服务合同方案"


class ServiceContractFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceContract

    number = factory.Sequence(lambda n: f"HT-{n:05d}")
    plan = factory.SubFactory(ContractPlanFactory)
    customer = factory.SubFactory(CustomerFactory)
    begins_on = date(2026, 1, 1)
    ends_on = date(2026, 12, 31)
