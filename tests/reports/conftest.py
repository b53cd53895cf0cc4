"""Regions with their heads, and a day of one that waits for its confirmation (D16)."""

import pytest

from dealers.roles import Role
from reports import services
from tests.factories.dealers import UserFactory
from tests.reports.daily import local, region_of, report_of, told
from tickets.states import TicketVerb as V


@pytest.fixture
def head(db):
    return UserFactory(username="region", full_name="梁经理", roles=[Role.REGION_HEAD])


@pytest.fixture
def east(north, centre, head):
    """The region of North and its centre; South is another's."""
    return region_of("EAST", centre, head=head)


@pytest.fixture
def west(south):
    other = UserFactory(username="region-west", roles=[Role.REGION_HEAD])
    return region_of("WEST", south, head=other, name="西南分区")


@pytest.fixture
def report(east, north):
    told(local(15, 9), (V.OFFER, local(15, 9), north), (V.ACCEPT, local(15, 10), north))
    services.plan_reports(local(16, 9))
    return report_of(east)
