"""Which dealers' rows exist for whom: the one decision (L2, D12)."""

import pytest

from dealers.forms import SignInForm
from dealers.models import Dealer, Division, ServiceStaff, User
from dealers.roles import AT_BOTH, DEALERS_OWN, HEADQUARTERS_OWN, REGIONS_OWN
from dealers.services import issue_token
from tests.factories.dealers import DealerFactory, ServiceStaffFactory, TerritoryFactory, UserFactory
from tests.regulation.drafts import AT

pytestmark = pytest.mark.django_db


def codes(actor):
    return set(Dealer.objects.visible_to(actor).values_list("code", flat=True))


def test_headquarters_sees_all_a_dealer_its_own_a_centre_its_outlets_too(
    agent, norths_desk, souths_desk, centres_desk
):
    assert codes(agent) == {"CENTRE", "NORTH", "SOUTH"}
    assert codes(norths_desk) == {"NORTH"}
    assert codes(souths_desk) == {"SOUTH"}
    assert codes(centres_desk) == {"CENTRE", "NORTH"}


@pytest.mark.parametrize("roles", [[role] for role in (*DEALERS_OWN, *AT_BOTH, *REGIONS_OWN)] + [[]], ids=str)
def test_an_account_whose_dealer_was_forgotten_is_not_headquarters(north, roles):
    """L2: one empty field shows nobody the network."""
    nobody = UserFactory(roles=roles)
    assert not nobody.is_head_office
    assert codes(nobody) == set()
    assert not ServiceStaff.objects.visible_to(nobody).exists()


@pytest.mark.parametrize("role", sorted(HEADQUARTERS_OWN))
def test_a_role_of_headquarters_alone_makes_headquarters(north, role):
    assert UserFactory(roles=[role]).is_head_office
    assert not UserFactory(roles=[role], dealer=north).is_head_office


def test_who_left_sees_nothing(agent, norths_desk):
    for actor in (agent, norths_desk):
        actor.is_active = False
        assert codes(actor) == set()
        assert not Division.objects.visible_to(actor).exists()


def test_who_moves_to_another_dealer_sees_that_one_at_once(norths_desk, south, page):
    """D12."""
    client = page(norths_desk)
    assert client.get("/network/NORTH/").status_code == 200
    User.objects.filter(pk=norths_desk.pk).update(dealer=south)
    assert client.get("/network/NORTH/").status_code == 404
    assert client.get("/network/SOUTH/").status_code == 200


def test_only_confirmed_people_who_still_serve_are_dispatched(north):
    confirmed = ServiceStaffFactory(dealer=north)
    ServiceStaffFactory(dealer=north, filing_status="filed")
    ServiceStaffFactory(dealer=north, is_active=False)
    assert list(ServiceStaff.objects.confirmed()) == [confirmed]


def test_rows_read_as_people_call_them(north, agent):
    territory = TerritoryFactory(dealer=north)
    issue_token(agent, at=AT)
    assert str(north) == "华东一号经销商"
    assert str(territory) == "华东一号经销商 – 江苏省南京市江宁区"
    assert str(agent.api_tokens.get()) == "小陈 2026-09-15"
    assert str(User(username="nameless")) == "nameless"


def test_a_centre_that_no_longer_serves_is_not_active(north):
    DealerFactory(is_active=False)
    assert north in Dealer.objects.active()
    assert Dealer.objects.active().count() == 2


def test_a_form_without_a_request_counts_no_tries():
    assert SignInForm().get_invalid_login_error().code == "invalid_login"
