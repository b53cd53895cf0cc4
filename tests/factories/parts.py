"""Parts, their classes and prices; stock comes by postings alone."""

from datetime import UTC, datetime
from itertools import count

import factory

from parts.choices import MovementKind, PlaceKind
from parts.models import Part, PartClass
from parts.services import only_place
from parts.services.posting import Leg, Posting, post

AT = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)


class PartClassFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PartClass
        django_get_or_create = ("code",)

    code = "HYDRAULICS"
    name_zh = "液压"
    name_en = "Hydraulics"


class PartFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Part

    code = factory.Sequence(lambda n: f"HS-28-{n:04d}")
    name_zh = factory.Sequence(lambda n: f"密封包{n}")
    name_en = factory.Sequence(lambda n: f"Seal kit {n}")
    part_class = factory.SubFactory(PartClassFactory)


KEYS = count(1)


def stocked(part, place, quantity, *, actor, serials=(), at=AT):
    """Let a place have pieces of a part, as a count would find them."""
    return post(
        Posting(
            kind=MovementKind.ADJUST,
            key=f"stocked/{next(KEYS)}",
            legs=[Leg(part, quantity, only_place(PlaceKind.DIFFERENCE), place, tuple(serials))],
            at=at,
            posted_at=at,
            reason="初始盘点",
        ),
        actor=actor,
    )
