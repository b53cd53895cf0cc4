"""Another dealer's rows do not exist: a walk over every address (L2, safety.md 1)."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from regulation.choices import RuleCode
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tests.factories.visits import VisitFactory
from tickets.states import TicketStatus

METHODS = ["get", "post", "put", "patch", "delete"]
# addresses whose argument names no dealer's row
GLOBAL_ARGUMENTS = {
    "version",
    "version_number",
    "code",
    "format",
    "app_label",
    "url",
    "content_type_id",
    "object_id",
    "kind",
    "pk",
    "uidb64",
    "token",
    "page",
}
GLOBAL_ROUTES = (
    "admin/",
    "regulation/",
    "api/v1/regulation/",
    "api/v1/products/",
    "api/v1/divisions/",
    "i18n/",
    "account/",
    "api/v1/schema",
    "imports/",
    "views/",
    "static/",
)
WITHOUT_FORMAT = "format"


def routes(resolver=None, prefix=""):
    """Yield (address pattern, names of its arguments) of everything the resolver knows."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, tuple(entry.pattern.converters) or tuple(entry.pattern.regex.groupindex), entry


def addressed_routes():
    """List each address that names a row of a dealer."""
    found = {}
    for route, arguments, entry in routes():
        clean = route.replace("^", "").replace("$", "")
        if not arguments or clean.startswith(GLOBAL_ROUTES) or WITHOUT_FORMAT in arguments:
            continue
        found[clean] = (arguments, entry)
    return sorted(found)


class World:
    """One unit with a ticket and a call of one dealer, and the addresses that name them."""

    def __init__(self, dealer, engineer):
        self.unit = EquipmentFactory(dealer=dealer, installed=True)
        self.ticket = TicketFactory(
            dealer=dealer, equipment=self.unit, status=TicketStatus.ASSIGNED, engineer=engineer
        )
        self.visit = VisitFactory(equipment=self.unit, rule=RuleCode.ONE_WEEK)
        self.names = {
            "equipment": self.unit.serial_number,
            "tickets": self.ticket.number,
            "calls": self.visit.number,
            "visits": self.visit.number,
            "network": dealer.code,
            "dealers": dealer.code,
            "staff": engineer.code,
            "customers": self.unit.customer.code,
        }

    def address(self, route):
        """Fill in a route's argument with this world's row."""
        parts = route.removeprefix("api/v1/").split("/")
        section = parts[0]
        value = self.names[section]
        if "serial_number" in route:
            value = self.unit.serial_number
        elif "for-ticket" in route or "ticket_number" in route:
            value = self.ticket.number
        elif section == "network" and "staff" in route:
            value = self.names["staff"]
        filled = re.sub(r"<[^>]+>", value, re.sub(r"\(\?P<(\w+)>[^)]*\)", value, route))
        return "/" + filled


@pytest.fixture
def norths_world(north, norths_engineer):
    return World(north, norths_engineer)


@pytest.mark.parametrize("route", addressed_routes())
def test_another_dealers_rows_do_not_exist(page, norths_world, souths_desk, route):
    """Foreign is 404 with the body of a missing row, whatever the method."""
    client = page(souths_desk)
    for method in METHODS:
        address = norths_world.address(route)
        response = getattr(client, method)(address)
        assert response.status_code in {404, 405}, f"{method} {address}: {response.status_code}"


@pytest.mark.parametrize("route", addressed_routes())
def test_another_dealers_engineer_sees_nothing_either(page, norths_world, souths_engineer, route):
    response = page(souths_engineer.user).get(norths_world.address(route))
    assert response.status_code in {403, 404, 405}


LISTS = [
    "/equipment/",
    "/tickets/",
    "/calls/",
    "/reports/satisfaction/",
    "/network/",
    "/",
    "/api/v1/equipment/",
    "/api/v1/tickets/",
    "/api/v1/visits/",
    "/api/v1/customers/",
    "/api/v1/dealers/",
    "/api/v1/staff/",
    "/api/v1/reports/satisfaction/",
]


@pytest.mark.parametrize("address", LISTS)
def test_lists_hold_nothing_of_another_dealer(page, norths_world, souths_desk, south, address):
    """D2, D3: the other's number is nowhere in the body."""
    norths_world.visit.__class__.objects.filter(pk=norths_world.visit.pk).update(
        status="done",
        rating=1,
        ended_at=datetime(2026, 6, 13, tzinfo=UTC),
        ended_on=date(2026, 6, 13),
    )
    response = page(souths_desk).get(address, follow=True)
    body = response.content.decode()
    assert response.status_code == 200
    for secret in (
        norths_world.unit.serial_number,
        norths_world.ticket.number,
        norths_world.visit.number,
        norths_world.unit.customer.name,
        "华东一号经销商",
        "NORTH",
    ):
        assert secret not in body
