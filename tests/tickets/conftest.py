"""A ticket of North in each state, and who may act on it."""

from datetime import UTC, datetime

import pytest

from dealers.roles import Role
from regulation.choices import WaitReason
from regulation.models import ServiceLevel
from tests.factories.dealers import DivisionFactory, ServiceStaffFactory, TerritoryFactory, UserFactory
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tickets.states import TicketStatus

S = TicketStatus


@pytest.fixture
def at():
    return datetime(2026, 9, 15, 2, tzinfo=UTC)


@pytest.fixture
def jiangning(db):
    """A county under its prefecture and province."""
    province = DivisionFactory(code="320000", name="江苏省", full_name="江苏省", level=1)
    city = DivisionFactory(code="320100", name="南京市", full_name="江苏省南京市", level=2, parent=province)
    return DivisionFactory(parent=city)


@pytest.fixture
def without_plan(db):
    """Take the inner time to put an engineer on a ticket out of all levels."""
    for level in ServiceLevel.objects.all():
        level.targets.pop("plan", None)
        level.save()


@pytest.fixture
def norths_territory(north, jiangning):
    return TerritoryFactory(dealer=north, division=jiangning)


@pytest.fixture
def unit(north):
    """North's installed unit."""
    return EquipmentFactory(dealer=north, serial_number="EX215-2606-1042", installed=True)


@pytest.fixture
def other_engineer(north):
    return ServiceStaffFactory(code="N-2", name="钱师傅", dealer=north)


@pytest.fixture
def own_engineer(db):
    """An engineer of headquarters, who repairs what no dealer serves."""
    user = UserFactory(username="own-engineer", roles=[Role.ENGINEER])
    return ServiceStaffFactory(code="HQ-1", name="周师傅", dealer=None, user=user)


@pytest.fixture
def ticket_in(north, unit, norths_engineer, agent):
    """Make a ticket of North in a state; a new one belongs to nobody yet."""

    def make(status, **facts):
        status = S(status)
        given = {"equipment": unit, "dealer": north, "status": status, "opened_by": agent}
        if status is S.NEW:
            given["dealer"] = None
        if status is S.ASSIGNED:
            given["engineer"] = norths_engineer
        if status is S.WAITING:
            given |= {"waiting_from": S.ACCEPTED, "wait_reason": WaitReason.CUSTOMER}
        if status is S.CLOSED:
            given["closed_at"] = datetime(2026, 9, 15, 1, 30, tzinfo=UTC)
        return TicketFactory(**given | facts)

    return make
