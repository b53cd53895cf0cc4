"""Customers and contacts by what somebody says of them: their keys, for the rows that belong to them."""

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from equipment.models import Customer, CustomerContact
from records.search import Words, holding

if TYPE_CHECKING:
    from django.db.models import QuerySet

# more would make a statement long; and what so many share, the newest rows soon hold
MOST_LISTED: Final = 1000


def customers_named(text: str) -> list[int] | None:
    """Return the keys of the customers whose name holds a text; of very many nothing is listed."""
    keys = _keys(Customer.objects.alias(words=Words("name")).filter(holding(text)))
    found = list(keys[: MOST_LISTED + 1])
    return found if len(found) <= MOST_LISTED else None


def contacts_called(phone_hash: str, last_four_hash: str) -> "list[int] | QuerySet[Any, Any]":
    """Return the keys of the contacts with a phone number or last four digits; of very many, the query."""
    wanted = Q(pk__in=[])
    if phone_hash:
        wanted |= Q(phone_hash=phone_hash)
    if last_four_hash:
        wanted |= Q(last_four_hash=last_four_hash)
    keys = _keys(CustomerContact.objects.filter(wanted))
    found = list(keys[: MOST_LISTED + 1])
    return found if len(found) <= MOST_LISTED else keys


def _keys(rows: "QuerySet[Any]") -> "QuerySet[Any, Any]":
    return rows.order_by().values_list("pk", flat=True)
