"""Several capped counts in one statement, as the rail and the views of lists take them (L1)."""

from urllib.parse import urlencode

import pytest

from dealers.models import Dealer
from records.listing import capped_counts, without
from tests.factories.dealers import DealerFactory

pytestmark = pytest.mark.django_db


def test_sets_of_rows_are_counted_up_to_a_hundred_in_one_statement(django_assert_num_queries):
    DealerFactory.create_batch(101)
    rows = Dealer.objects.all()
    first = rows.filter(pk=rows.order_by("pk").values("pk")[:1])
    both = first.values("pk").union(rows.none().values("pk"), first.values("pk"), all=True)
    with django_assert_num_queries(1):
        counts = capped_counts({"all": rows, "one": first, "none": rows.none(), "twice": both})
    assert counts == {"all": 100, "one": 1, "none": 0, "twice": 2}


def test_nothing_is_asked_where_nothing_can_be_found(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert capped_counts({"none": Dealer.objects.none()}) == {"none": 0}
        assert capped_counts({}) == {}


def test_an_address_keeps_its_conditions_but_for_those_named_and_empty_ones(rf):
    request = rf.get("/", {"q": "液压 泵", "status": ["new", "waiting"], "kind": "", "cursor": "abc"})
    assert without(request, "cursor") == urlencode(
        [("q", "液压 泵"), ("status", "new"), ("status", "waiting")]
    )
    assert without(request, "cursor", "q", "status") == ""
