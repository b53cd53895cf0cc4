"""Each address of the API says which right it asks: who has none of them reads nothing (L1, L2)."""

import pytest
from django.urls import get_resolver

from aftersales import api_urls
from dealers.roles import ROLE_RIGHTS, Right, Role
from dealers.scoped_api import ScopedViewSet
from tests.factories.dealers import UserFactory
from tests.factories.equipment import ProductFactory

VIEW_SETS = [(prefix, viewset) for prefix, viewset, _name in api_urls.router.registry]
OPEN_TO = {"products": Right.SEE_PRODUCTS, "customers": Right.SEE_EQUIPMENT, "equipment": Right.SEE_EQUIPMENT}


def test_the_walk_finds_the_api():
    assert get_resolver().reverse_dict
    assert {"products", "equipment", "customers", "dealers"} <= {prefix for prefix, _viewset in VIEW_SETS}


@pytest.mark.parametrize(("prefix", "viewset"), VIEW_SETS)
def test_each_view_set_of_rows_declares_its_right(prefix, viewset):
    """A right, or an answer of its own to who may see such rows; silence is no permission."""
    if issubclass(viewset, ScopedViewSet):
        assert hasattr(viewset, "right_to_see") or viewset.may_see is not ScopedViewSet.may_see


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(("prefix", "right"), OPEN_TO.items())
def test_a_role_reads_what_its_rights_say(api, north, role, prefix, right):
    dealer = north if role in {Role.DEALER_USER, Role.CENTRE_USER} else None
    person = UserFactory(dealer=dealer, roles=[role])
    status = 200 if right in ROLE_RIGHTS[role] else 403
    assert api(person).get(f"/api/v1/{prefix}/").status_code == status


@pytest.mark.django_db
def test_an_account_without_a_role_reads_no_products(api, north):
    product = ProductFactory()
    for person in (UserFactory(), UserFactory(dealer=north)):
        assert api(person).get("/api/v1/products/").status_code == 403
        assert api(person).get(f"/api/v1/products/{product.code}/").status_code == 403
