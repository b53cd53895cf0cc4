"""What people of a dealer are told of its account: kinds of messages, placeholders, words (D20, I11)."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.choices import NoticeGroup
from records.letters import Template

_KNOWN: Final = {
    "entry": _("number of the entry"),
    "dealer": _("whose account it is"),
    "amount": _("amount in yuan"),
    "what": _("what it is for"),
    "reason": _("why it was reversed"),
}
ENTERED: Final = "staff.entered"
REVERSED: Final = "staff.reversed"
LETTERS: Final = (
    Template(
        ENTERED,
        _("Staff: entry on the dealer's account"),
        _KNOWN,
        pgettext_lazy("to staff", "Account: {entry}"),
        _("{amount} was entered on the account of {dealer} ({entry}): {what}"),
        is_for_staff=True,
        group=NoticeGroup.ACCOUNT,
    ),
    Template(
        REVERSED,
        _("Staff: entry on the dealer's account reversed"),
        _KNOWN,
        pgettext_lazy("to staff", "Account: {entry}"),
        _("{amount} was put back on the account of {dealer} ({entry}): {what} Reason: {reason}"),
        is_for_staff=True,
        group=NoticeGroup.ACCOUNT,
    ),
)
