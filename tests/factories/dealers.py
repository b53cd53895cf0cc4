"""Dealers, users and service staff."""

import factory

from dealers.choices import DealerKind, FilingStatus
from dealers.models import Dealer, Division, ServiceStaff, Territory, User
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
