"""Who acts comes with roles and dealers in one statement, as they stand now (L1, L2)."""

import pytest
from django.contrib.auth.models import Group

from dealers.backends import RoleBackend
from dealers.models import Dealer, User
from dealers.roles import Right, Role
from dealers.services import give_roles
from tests.factories.dealers import DealerFactory

pytestmark = pytest.mark.django_db


def known(user):
    return RoleBackend().get_user(user.pk)


def test_roles_and_dealers_come_with_the_person(centres_desk, centre, north, django_assert_num_queries):
    with django_assert_num_queries(1):
        person = known(centres_desk)
        assert person.roles == {Role.CENTRE_USER}
        assert person.dealer_ids == (centre.pk, north.pk)


def test_a_person_without_roles_and_one_without_a_dealer(agent):
    nobody = User.objects.create(username="nobody")
    assert (known(nobody).roles, known(nobody).dealer_ids) == (frozenset(), ())
    assert known(agent).is_head_office


def test_a_role_given_or_taken_counts_at_once(agent):
    assert not known(agent).may(Right.DISPATCH)
    give_roles(agent, Role.AGENT, Role.DISPATCHER)
    assert known(agent).may(Right.DISPATCH)
    agent.groups.remove(Group.objects.get(name=Role.DISPATCHER))
    assert not known(agent).may(Right.DISPATCH)


def test_who_is_shut_out_is_shut_out_at_once(agent):
    assert known(agent)
    User.objects.filter(pk=agent.pk).update(is_active=False)
    assert known(agent) is None


def test_a_dealer_that_changes_its_centre_takes_its_rows_along(centres_desk, centre, north, south):
    assert known(centres_desk).dealer_ids == (centre.pk, north.pk)
    Dealer.objects.filter(pk=north.pk).update(parent=None)
    south.parent = centre
    south.save()
    assert known(centres_desk).dealer_ids == (centre.pk, south.pk)
    late = DealerFactory(parent=centre)
    assert known(centres_desk).dealer_ids == (centre.pk, south.pk, late.pk)


def test_somebody_who_never_was_is_nobody():
    assert RoleBackend().get_user(987654321) is None
