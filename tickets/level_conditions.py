"""What service levels may ask of a request itself (D2, D3)."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from regulation.conditions import of_choices
from tickets.choices import TicketKind, TicketPriority

CONDITIONS: Final = {
    "kinds": of_choices(
        TicketKind,
        label=_("Kinds"),
        phrase="%(names)s",
        unknown=_("there is no kind of ticket “%(code)s”; tick one of those shown"),
    ),
    "priorities": of_choices(
        TicketPriority,
        label=_("Priorities"),
        phrase=_("priority %(names)s"),
        unknown=_("there is no priority “%(code)s”; tick one of those shown"),
    ),
}
