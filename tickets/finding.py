"""What finds a ticket: its own words, its customer's name, its contact's phone."""

from typing import Final

from django.db.models import Q

from equipment.finding import contacts_called, customers_named
from records.search import Hold, Words

# what is written on a ticket, in the order of the index `ticket_words`
WRITTEN: Final = (
    "number",
    "serial_number",
    "unit_text",
    "place_text",
    "contact_name",
    "external_id",
    "description",
)
WORDS: Final = Words(*WRITTEN)
SAMPLE: Final = 250  # of the newest tickets: each is read, whatever is looked for
COMMON: Final = 5  # of them hold what is common


def found_by(text: str, *, is_common: bool, phone_hash: str = "", last_four_hash: str = "") -> Q:
    """Return the condition under which a ticket with its `words` is meant.

    Customers and contacts are looked up first: with their keys, each part of it has an index of its own.
    What the indexes answer stands apart from what is exact: it is not asked again of each row found.
    What is common, the order of the list soon meets: then nothing is asked of the indexes.
    """
    customers, keyed = customers_named(text), Q()
    if phone_hash or last_four_hash:
        keyed |= Q(contact__in=contacts_called(phone_hash, last_four_hash))
    if customers is None:
        return Q(words__hold=text) | Q(Hold(Words("customer__name"), text)) | keyed
    keyed |= Q(customer__in=customers)
    if is_common:
        return Q(words__hold=text) | keyed
    return (Q(words__paired=text) | keyed) & (Q(words__hold=text) | keyed)
