"""Another dealer's rows do not exist: a walk over every address (L2, safety.md 1)."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from dealers.choices import DealerKind
from dealers.models import User
from dealers.roles import Role
from tests.factories.dealers import (
    DealerFactory,
    ServiceStaffFactory,
    UserFactory,
)
from tests.world import World

METHODS = ["get", "post", "put", "patch", "delete"]
# addresses whose argument names no dealer's row
GLOBAL_ROUTES = (
    "admin/",
    "parts/move/",  # a verb
    "parts/<str:code>/",  # the catalogue is everybody's; what it says of stock: tests.parts.test_pages
    "regulation/",
    "tickets/level-trial/",
    "api/v1/regulation/",
    "api/v1/products/",
    "api/v1/parts/",
    "api/v1/fault-classes/",
    "api/v1/divisions/",
    "api/v1/service-levels/",
    "i18n/",
    "account/",
    "api/v1/schema",
    "views/",
    "static/",
)
WITHOUT_FORMAT = "format"
# customers' pages and engineers' calendars: a random link opens one row and no other, whoever is
# signed in (test_customer_*, test_calendar_feed)
PUBLIC_LINKS = (
    "u/<str:token>/",
    "t/<str:token>/",
    "c/<str:token>/",
    "s/<str:token>/",
    "n/<str:token>/",
    "check/<str:token>/",
    "api/v1/stops/",
)


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
        if not arguments or clean.startswith(GLOBAL_ROUTES + PUBLIC_LINKS) or WITHOUT_FORMAT in arguments:
            continue
        found[clean] = (arguments, entry)
    return sorted(found)


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker):
    """North and all that is its own, made once for this file: what is refused changes nothing of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        centre = DealerFactory(code="CENTRE", name="华东省服务中心", kind=DealerKind.PROVINCE_CENTRE)
        dealer = DealerFactory(code="NORTH", name="华东一号经销商", parent=centre)
        desk = UserFactory(username="norths-desk", dealer=dealer, roles=[Role.DEALER_USER])
        account = UserFactory(username="norths-engineer", dealer=dealer, roles=[Role.ENGINEER])
        engineer = ServiceStaffFactory(code="N-1", name="赵师傅", dealer=dealer, user=account)
        yield World(dealer, engineer, desk)
        transaction.set_rollback(True)


@pytest.fixture
def norths_world(standing_world, db):
    return standing_world


@pytest.fixture
def north(norths_world):
    return norths_world.dealer


@pytest.fixture
def norths_desk(norths_world):
    return User.objects.get(pk=norths_world.desk.pk)


@pytest.fixture
def norths_engineer(norths_world):
    return norths_world.engineer


@pytest.fixture
def own_engineer(db):
    """Headquarters' engineer, who has nothing to repair."""
    user = UserFactory(username="own-engineer", roles=[Role.ENGINEER])
    return ServiceStaffFactory(code="HQ-1", dealer=None, user=user)


@pytest.fixture
def norths_nobody(north):
    return UserFactory(username="norths-nobody", dealer=north)


@pytest.fixture
def nobody(db):
    """An account without a role and without a dealer: the one that was made in a hurry."""
    return UserFactory(username="nobody")


@pytest.fixture
def forgotten_desk(db):
    return UserFactory(username="forgotten-desk", roles=[Role.DEALER_USER])


def statuses(client, address):
    return {method: getattr(client, method)(address).status_code for method in METHODS}


@pytest.mark.parametrize("route", addressed_routes())
def test_the_walk_names_rows_that_exist(page, norths_world, norths_desk, dispatcher, route):
    """Else the refusals below would prove nothing."""
    address = norths_world.address(route)
    found = [page(person).get(address).status_code for person in (norths_desk, dispatcher)]
    assert set(found) - {404}, address


@pytest.mark.parametrize("route", addressed_routes())
def test_another_dealers_rows_do_not_exist(page, norths_world, souths_desk, route):
    """Foreign is 404 with the body of a missing row, whatever the method."""
    address = norths_world.address(route)
    assert set(statuses(page(souths_desk), address).values()) <= {404, 405}, address


@pytest.mark.parametrize("route", addressed_routes())
def test_another_dealers_engineer_sees_nothing_either(page, norths_world, souths_engineer, route):
    response = page(souths_engineer.user).get(norths_world.address(route))
    assert response.status_code in {403, 404, 405}


@pytest.mark.parametrize("who", ["own_engineer", "norths_nobody", "nobody", "forgotten_desk"])
@pytest.mark.parametrize("route", addressed_routes())
def test_who_serves_it_not_and_who_has_no_role_reach_nothing(request, page, norths_world, route, who):
    """E1, L1: headquarters' engineer without this job; no role, here or anywhere; a desk of no dealer."""
    person = request.getfixturevalue(who)
    address = norths_world.address(route)
    answers = statuses(page(getattr(person, "user", person)), address)
    assert set(answers.values()) <= {403, 404, 405}, f"{address}: {answers}"


LISTS = [
    "/equipment/",
    "/tickets/",
    "/calls/",
    "/quotes/",
    "/referrals/",
    "/day-plans/?only=ever",
    "/records/?only=ever",
    "/maintenance/?due_from=2000-01-01",
    "/reports/satisfaction/",
    "/reports/daily/",
    "/network/",
    "/dealer-accounts/?sort=service",
    "/dealer-accounts/entries/?only=ever",
    "/parts/",
    "/parts/movements/",
    "/parts/van/",
    "/parts/move/send/",
    "/parts/move/receive/",
    "/imports/",
    "/equipment/cases/",
    "/messages/",
    "/",
    "/api/v1/equipment/",
    "/api/v1/tickets/",
    "/api/v1/quotes/",
    "/api/v1/referrals/",
    "/api/v1/maintenance/",
    "/api/v1/records/",
    "/api/v1/day-plans/",
    "/api/v1/visits/",
    "/api/v1/customers/",
    "/api/v1/dealers/",
    "/api/v1/accounts/",
    "/api/v1/account-entries/",
    "/api/v1/staff/",
    "/api/v1/territories/",
    "/api/v1/parts/",
    "/api/v1/places/",
    "/api/v1/balances/",
    "/api/v1/movements/",
    "/api/v1/messages/",
    "/api/v1/reports/satisfaction/",
    "/api/v1/reports/daily/",
]


HEADQUARTERS_ALONE = {"/equipment/cases/", "/messages/", "/reports/daily/"}


def assert_nothing_of(world, body):
    secrets = (
        world.unit.serial_number,
        world.ticket.number,
        world.quote.number,
        world.referral.number,
        world.entry.number,
        world.record.number,
        world.plan.code,
        world.stock_act.number,
        world.stock_place.code,
        world.names["daily"],
        world.visit.number,
        world.case.number,
        world.run.code,
        world.run.file_name,
        world.file.name,
        world.unit.customer.name,
        "华东一号经销商",
        "NORTH",
    )
    assert [secret for secret in secrets if secret in body] == []


@pytest.fixture
def answered_world(norths_world):
    """North's world with its call answered, so that the reports tell of it."""
    norths_world.visit.__class__.objects.filter(pk=norths_world.visit.pk).update(
        status="done",
        rating=1,
        ended_at=datetime(2026, 6, 13, tzinfo=UTC),
        ended_on=date(2026, 6, 13),
    )
    return norths_world


@pytest.mark.parametrize("address", LISTS)
def test_lists_hold_nothing_of_another_dealer(page, answered_world, souths_desk, south, address):
    """D2, D3: the other's number is nowhere in the body."""
    response = page(souths_desk).get(address, follow=True)
    assert response.status_code == (403 if address in HEADQUARTERS_ALONE else 200)
    assert_nothing_of(answered_world, response.content.decode())


@pytest.mark.parametrize("who", ["own_engineer", "nobody", "forgotten_desk"])
@pytest.mark.parametrize("address", LISTS)
def test_lists_hold_nothing_for_who_belongs_nowhere(request, page, answered_world, address, who):
    """L2, E1: no dealer and no role of headquarters is no key to all."""
    person = request.getfixturevalue(who)
    response = page(getattr(person, "user", person)).get(address, follow=True)
    assert response.status_code in {200, 403}
    assert_nothing_of(answered_world, response.content.decode())
