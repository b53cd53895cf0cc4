"""Planned calls."""

from datetime import date

import factory

from regulation.choices import RuleCode
from regulation.models import RegulationVersion
from tests.factories.equipment import EquipmentFactory
from visits.models import Visit


class VisitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Visit

    number = factory.Sequence(lambda n: f"V-2026-{n + 1:06d}")
    equipment = factory.SubFactory(EquipmentFactory, installed=True)
    dealer = factory.SelfAttribute("equipment.dealer")
    product = factory.SelfAttribute("equipment.product")
    rule = RuleCode.ONE_WEEK
    nth = 1
    counted_on = date(2026, 6, 5)
    opens_on = date(2026, 6, 12)
    due_on = date(2026, 6, 12)
    closes_on = date(2026, 6, 19)
    regulation_version = factory.LazyFunction(lambda: RegulationVersion.objects.get(number=1))
    why = factory.LazyFunction(dict)
