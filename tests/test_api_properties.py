"""Whatever is sent to the API, by whomever, the server never fails (schemathesis on our own description)."""

from http import HTTPStatus
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, reject
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from dealers.roles import Role
from dealers.services import issue_token
from tests.factories.dealers import ServiceStaffFactory, UserFactory
from tests.factories.equipment import EquipmentFactory
from tests.factories.tickets import TicketFactory
from tests.factories.visits import VisitFactory
from tickets.states import TicketStatus

ROLES = [
    Role.ADMINISTRATOR,
    Role.AGENT,
    Role.DISPATCHER,
    Role.CENTRE_USER,
    Role.DEALER_USER,
    Role.ENGINEER,
    Role.SERVICE_MANAGER,
    Role.DEPUTY_IN_CHARGE,
    Role.GENERAL_MANAGER,
    Role.FINANCE,
]
AT_A_DEALER = {Role.CENTRE_USER, Role.DEALER_USER, Role.ENGINEER}
A_FEW, MANY = 200, 2000
EXISTING = "existing"


@pytest.fixture(scope="module")
def operations():
    """Every operation of our own description, as a strategy of requests that fit it, and that don't."""
    schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
    found = [result.ok() for result in schema.get_all_operations()]
    assert len(found) > 30
    return found


@pytest.fixture
def world(north, norths_engineer):
    """A unit, a ticket and a call of North that requests can hit by name."""
    unit = EquipmentFactory(dealer=north, installed=True)
    ticket = TicketFactory(
        dealer=north, equipment=unit, status=TicketStatus.ASSIGNED, engineer=norths_engineer
    )
    visit = VisitFactory(equipment=unit)
    return {
        "equipment": unit.serial_number,
        "tickets": ticket.number,
        "visits": visit.number,
        "dealers": north.code,
        "staff": norths_engineer.code,
        "customers": unit.customer.code,
        "products": unit.product.code,
        "versions": "1",
    }


def requests_of(operations, world):
    """Draw an operation, a body that fits or not, and for half of them the name of a row that exists."""

    @st.composite
    def draw_request(draw):
        operation = draw(st.sampled_from(operations))
        mode = draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
        case = draw(operation.as_strategy(generation_mode=mode))
        section = next((part for part in operation.path.split("/") if part in world), "")
        if case.path_parameters and section and draw(st.booleans()):
            case.path_parameters = dict.fromkeys(case.path_parameters, world[section])
        return case

    return draw_request()


def send(client, case, token):
    """Send a request as a real client would put it on the wire."""
    try:
        wire = requests.Request(**_known(case.as_transport_kwargs(base_url="http://testserver"))).prepare()
    except (ValueError, requests.RequestException):
        reject()  # no client can send this
    address = urlsplit(wire.url)
    headers = {
        name: value for name, value in wire.headers.items() if name.lower() not in {"content-length", "host"}
    }
    headers["Authorization"] = f"Token {token}"
    body = wire.body.encode() if isinstance(wire.body, str) else wire.body or b""
    return client.generic(
        wire.method,
        f"{address.path}?{address.query}",
        body,
        content_type=headers.pop("Content-Type", "application/json"),
        headers=headers,
    )


def _known(kwargs):
    return {
        name: value
        for name, value in kwargs.items()
        if name in {"method", "url", "params", "headers", "json", "data"}
    }


def check_role(role, operations, world, north, *, cases):
    user = UserFactory(username=f"fuzz-{role}", dealer=north if role in AT_A_DEALER else None, roles=[role])
    if role == Role.ENGINEER:
        ServiceStaffFactory(dealer=north, user=user)
    token = issue_token(user, at=timezone.now())
    client = Client()  # an exception of the server is raised here, with its place

    @hypothesis_settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests_of(operations, world))
    def no_request_fails(case):
        with transaction.atomic():
            response = send(client, case, token)
            transaction.set_rollback(True)
        assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, case.as_curl_command()

    no_request_fails()


@pytest.mark.parametrize("role", ROLES)
def test_no_request_makes_the_server_fail(role, operations, world, north):
    """200 requests a role."""
    check_role(role, operations, world, north, cases=A_FEW)


@pytest.mark.faults
@pytest.mark.parametrize("role", ROLES)
def test_none_of_many_requests_makes_the_server_fail(role, operations, world, north):
    """2,000 requests a role."""
    check_role(role, operations, world, north, cases=MANY)
