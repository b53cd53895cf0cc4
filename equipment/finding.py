"""Customers and contacts by what somebody says of them: their keys, for the rows that belong to them."""

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q

from equipment.models import Customer, CustomerContact
from records.search import Words

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet

    type_keys = Collection[int] | QuerySet[Any, Any]

# more would make a statement long; and what so many share, the newest rows soon hold
MOST_LISTED: Final = 1000


def customers_named(text: str) -> "type_keys":
    """Return the keys of the customers whose name holds a text."""
    return _keys(Customer.objects.alias(words=Words("name")).filter(words__hold=text))


def contacts_called(phone_hash: str, last_four_hash: str) -> "type_keys":
    """Return the keys of the contacts with a phone number, or with its last four digits."""
    wanted = Q(pk__in=[])
    if phone_hash:
        wanted |= Q(phone_hash=phone_hash)
    if last_four_hash:
        wanted |= Q(last_four_hash=last_four_hash)
    return _keys(CustomerContact.objects.filter(wanted))


def _keys(rows: "QuerySet[Any]") -> "type_keys":
    """Return the keys, so that the index of what belongs to them serves; of very many, the question."""
    keys = rows.order_by().values_list("pk", flat=True)
    found = list(keys[: MOST_LISTED + 1])
    return found if len(found) <= MOST_LISTED else keys
