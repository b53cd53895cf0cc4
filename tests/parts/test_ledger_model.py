"""20,000 random movements leave exactly what a plain model says, with every invariant whole (S1-S4)."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from dealers.choices import DealerKind
from dealers.roles import Role
from parts.choices import MovementKind, PlaceKind
from parts.models import StockBalance
from parts.rules import ROUTES
from parts.services import only_place, place_of_unit, side_place, store_of, van_of
from parts.services.posting import Leg, NotEnoughStock, Posting, post
from records.invariants import broken
from tests.factories.dealers import DealerFactory, ServiceStaffFactory, UserFactory
from tests.factories.equipment import EquipmentFactory
from tests.factories.parts import AT, KEYS, PartFactory

K, M = PlaceKind, MovementKind
OF_STOCK = ("S1", "S2", "S3", "S4")
MOVEMENTS = 20_000


class World:
    """Every kind of place of two houses and headquarters, parts, and a plain count of what is where."""

    def __init__(self):
        self.actor = UserFactory(roles=[Role.PARTS_CLERK])
        houses = [DealerFactory(), DealerFactory(kind=DealerKind.PROVINCE_CENTRE)]
        self.parts = [PartFactory() for _ in range(3)]
        only = [only_place(kind) for kind in (K.CENTRAL, K.SUPPLIER, K.DIFFERENCE, K.DISPOSED)]
        sides = [side_place(kind, house) for kind in (K.TRANSIT, K.DEFECTIVE) for house in houses]
        vans = [van_of(ServiceStaffFactory(dealer=house)) for house in houses]
        unit = place_of_unit(EquipmentFactory(dealer=houses[0]))
        self.places = [*only, *sides, *vans, unit, *(store_of(house) for house in houses)]
        self.ways = [
            (kind, source, target)
            for kind, routes in ROUTES.items()
            for source in self.places
            for target in self.places
            if (source.kind, target.kind) in routes
            and (
                kind in {M.TRANSFER, M.USE, M.ADJUST}
                or not source.holds
                or source.dealer_id == target.dealer_id
            )
        ]
        self.there = Counter()

    def move(self, way, lines):
        """Post it, or be refused, as the plain count says; return how many movements it made."""
        kind, source, target = way
        legs = [Leg(self.parts[part], quantity, source, target) for part, quantity in lines.items()]
        enough = not source.holds or all(self.there[source.pk, leg.part.pk] >= leg.quantity for leg in legs)
        posting = Posting(kind=kind, key=f"model/{next(KEYS)}", legs=legs, at=AT, posted_at=AT, reason="盘点")
        if not enough:
            with pytest.raises(NotEnoughStock):
                post(posting, actor=self.actor)
            return 0
        post(posting, actor=self.actor)
        for leg in legs:
            self.there[source.pk, leg.part.pk] -= leg.quantity * source.holds
            self.there[target.pk, leg.part.pk] += leg.quantity * target.holds
        return len(legs)

    def check(self):
        rows = StockBalance.objects.filter(on_hand__gt=0).values_list("place", "part", "on_hand")
        assert {(place, part): count for place, part, count in rows} == +self.there
        assert list(broken(*OF_STOCK)) == []


class Storekeeping(RuleBasedStateMachine):
    """Any movement on any known way, whatever came before it; shrunk to the shortest that goes wrong."""

    world: World
    posted = 0

    def __init__(self):
        super().__init__()
        self.mark = transaction.savepoint()
        self.world.there.clear()

    @rule(
        way=st.integers(min_value=0),
        lines=st.dictionaries(st.integers(0, 2), st.integers(1, 9), min_size=1, max_size=3),
    )
    def move(self, way, lines):
        Storekeeping.posted += self.world.move(self.world.ways[way % len(self.world.ways)], lines)

    @rule(part=st.integers(0, 2), count=st.integers(50, 500))
    def buy(self, part, count):
        """So that there is something to move."""
        Storekeeping.posted += self.world.move(self.world.ways[0], {part: count})

    def teardown(self):
        try:
            self.world.check()
        finally:
            transaction.savepoint_rollback(self.mark)


@pytest.mark.unmeasured  # one after the other: what many do at once is asked of PostgreSQL in test_at_once.py
@pytest.mark.django_db
def test_twenty_thousand_random_movements_equal_a_plain_count():
    Storekeeping.world, Storekeeping.posted = World(), 0
    assert Storekeeping.world.ways[0][0] == M.RECEIVE
    run_state_machine_as_test(
        Storekeeping,
        settings=settings(
            max_examples=160, stateful_step_count=150, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert Storekeeping.posted >= MOVEMENTS
