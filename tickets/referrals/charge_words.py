"""What the charge for headquarters' help says: on the account and in the why panel (D9, I11)."""

from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dealers.accounts.wording import EntryWords
from dealers.roles import Right
from dealers.services import division_names
from records.wording import amount, money
from tickets.choices import IN_PERSON, HelpKind

if TYPE_CHECKING:
    from dealers.models import AccountEntry

PARAMETERS: Final = {
    HelpKind.REMOTE.value: "paid_service.remote_per_case",
    HelpKind.ON_SITE.value: "paid_service.on_site_per_day",
    HelpKind.REPAIR.value: "paid_service.repair_per_day",
}


def help_words(given: str, quantity: int) -> str:
    """Say what help it was and how long it took."""
    label = str(HelpKind(given).label)
    if given not in IN_PERSON:
        return label
    said = ngettext("%(help)s, %(n)s day", "%(help)s, %(n)s days", quantity)
    return said % {"help": label, "n": quantity}


def reckoned(given: str, *, rate: int, quantity: int) -> str:
    """Write the multiplication: ¥ 800.00 × 2 days, or the price of one case."""
    if given not in IN_PERSON:
        return _("%(rate)s a case") % {"rate": money(rate)}
    said = ngettext("%(rate)s × %(n)s day", "%(rate)s × %(n)s days", quantity)
    return said % {"rate": money(rate), "n": quantity}


def place_words(division: str) -> str:
    return division_names().get(division, division) or _("place not known")


def _says(entry: "AccountEntry") -> str:
    facts = entry.inputs
    given = {"help": help_words(facts["help"], facts["quantity"]), "referral": entry.document}
    return _("%(help)s, hard case %(referral)s") % given


def _inputs(entry: "AccountEntry") -> list[dict[str, Any]]:
    facts = entry.inputs
    return [
        {
            "label": _("Hard case"),
            "value": help_words(facts["help"], facts["quantity"]),
            "url": document_url(entry),
            "link_label": entry.document,
        },
        {
            "label": _("Ticket"),
            "value": "",
            "url": reverse("tickets:detail", args=[facts["ticket"]]),
            "link_label": facts["ticket"],
        },
        {
            "label": _("Headquarters was asked on"),
            "value": facts["referred_on"],
            "note": _("its tariff counts"),
        },
        {"label": _("Place"), "value": place_words(facts["division"])},
        {"label": _("In the territory of"), "value": str(entry.dealer), "note": _("who asked")},
    ]


def _arithmetic(entry: "AccountEntry") -> list[dict[str, Any]]:
    facts = entry.inputs
    debited = facts["rate"] * facts["quantity"]
    return [
        {
            "term": reckoned(facts["help"], rate=facts["rate"], quantity=facts["quantity"]),
            "result": amount(debited),
            "total": entry.reverses is None,
        }
    ]


def _parameter(entry: "AccountEntry") -> str:
    return PARAMETERS[entry.inputs["help"]]


def document_url(entry: "AccountEntry") -> str:
    return reverse("referrals:detail", args=[entry.document])


PAID_SERVICE: Final = EntryWords(_says, _inputs, _arithmetic, _parameter, document_url, Right.SEE_TICKETS)
