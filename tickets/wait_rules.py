"""What a ticket waits for: who is asked again meanwhile, and what ends it. Pure (D3)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from regulation.choices import WaitReason
from tickets.choices import Chased

R = WaitReason
CHASED: Final[Mapping[WaitReason, Chased]] = MappingProxyType(
    {
        R.CUSTOMER: Chased.CUSTOMER,
        R.SITE: Chased.CUSTOMER,
        R.QUOTE: Chased.CUSTOMER,
        R.DAY: Chased.NOBODY,
        R.PART: Chased.PARTS,
        R.SUPPORT: Chased.SUPPORT,
        R.OTHERS: Chased.OTHERS,
    }
)
ENDS_WITH: Final[Mapping[WaitReason, Any]] = MappingProxyType(
    {
        R.CUSTOMER: _("when the customer has answered"),
        R.SITE: _("when the site is open"),
        R.QUOTE: _("when the quote is agreed to or declined"),
        R.DAY: _("on the agreed day"),
        R.PART: _("when the part is there"),
        R.SUPPORT: _("when technical support has answered"),
        R.OTHERS: _("when the other work is done"),
    }
)
