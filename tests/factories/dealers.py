"""Dealers, users and service staff."""

from datetime import UTC, date, datetime

import factory

from dealers.choices import DealerKind, FilingStatus, QualificationKind
from dealers.models import (
    Dealer,
    Division,
    Qualification,
    ServiceStaff,
    StaffQualification,
    Territory,
    User,
)
from dealers.services import give_roles

PASSWORD = "a-long-test-password"


class DealerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Dealer

    code = factory.Sequence(lambda n: f"D{n:03d}")
    name = factory.Sequence(lambda n: f"经销商{n}号")
    kind = DealerKind.DEALER


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    full_name = factory.Sequence(lambda n: f"用户{n}")
    dealer = None

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        self.set_password(extracted or PASSWORD)
        self.save()

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        if extracted:
            give_roles(self, *extracted)
            self.__dict__.pop("roles", None)


class ServiceStaffFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceStaff

    code = factory.Sequence(lambda n: f"E{n:03d}")
    name = factory.Sequence(lambda n: f"师傅{n}")
    dealer = factory.SubFactory(DealerFactory)
    filing_status = FilingStatus.CONFIRMED


class QualificationFactory(factory.django.DjangoModelFactory):
    """A skill; give `certificate=True` for what has days."""

    class Meta:
        model = Qualification

    class Params:
        certificate = factory.Trait(
            code="HEIGHT", kind=QualificationKind.CERTIFICATE, name_zh="登高证", name_en="Work at height"
        )

    code = "HYDRAULICS"
    kind = QualificationKind.SKILL
    name_zh = "挖掘机液压"
    name_en = "Excavator hydraulics"


class StaffQualificationFactory(factory.django.DjangoModelFactory):
    """A confirmed skill; give a certificate its days by `valid_from` and `valid_until`."""

    class Meta:
        model = StaffQualification

    staff = factory.SubFactory(ServiceStaffFactory)
    qualification = factory.SubFactory(QualificationFactory)
    filing_status = FilingStatus.CONFIRMED
    filed_at = datetime(2026, 1, 5, 2, tzinfo=UTC)

    @factory.lazy_attribute
    def certificate_number(self):
        return "T3201" if self.qualification.is_certificate else ""

    @factory.lazy_attribute
    def valid_from(self):
        return date(2026, 1, 1) if self.qualification.is_certificate else None

    @factory.lazy_attribute
    def valid_until(self):
        return date(2026, 12, 31) if self.qualification.is_certificate else None


class DivisionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Division
        django_get_or_create = ("code",)

    code = "320115"
    name = "江宁区"
    full_name = "江苏省南京市江宁区"
    level = 3


class TerritoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Territory

    dealer = factory.SubFactory(DealerFactory)
    division = factory.SubFactory(DivisionFactory)
