"""The verbs of stock as pages: what each is called, who may do it, what is typed (E2, E10)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from parts import permissions
from parts.move_forms import (
    BuyForm,
    GiveBackForm,
    IssueForm,
    MoveForm,
    PutRightForm,
    ReceiveForm,
    SendForm,
)

if TYPE_CHECKING:
    from dealers.models import User


def _may_buy(actor: "User") -> bool:
    return actor.is_head_office and permissions.may_move(actor)


@dataclass(frozen=True, slots=True)
class Verb:
    """One way to move stock; `slug` is the end of its address."""

    slug: str
    label: str | Promise
    icon: str
    form: type[MoveForm]
    may: Callable[["User"], bool]
    hint: str | Promise

    @property
    def url(self) -> str:
        return reverse("parts:move", args=[self.slug])


VERBS: Final = (
    Verb(
        "send",
        _("Send to another store"),
        "arrows-exchange",
        SendForm,
        permissions.may_move,
        _("The parts are on their way until the other house receives them."),
    ),
    Verb(
        "receive",
        _("Receive what is on its way"),
        "package-import",
        ReceiveForm,
        permissions.may_move,
        _("Count what arrived; what is missing stays on its way."),
    ),
    Verb(
        "issue",
        _("Issue into a van"),
        "truck-loading",
        IssueForm,
        permissions.may_fill_van,
        _("The engineer answers for the parts until they are used or given back."),
    ),
    Verb(
        "give-back",
        _("Give back unused"),
        "truck-return",
        GiveBackForm,
        permissions.may_fill_van,
        _("Unused parts go from the van back on the shelf."),
    ),
    Verb(
        "buy",
        _("Receive from a supplier"),
        "package",
        BuyForm,
        _may_buy,
        _("Delivered parts go into the central store."),
    ),
    Verb(
        "put-right",
        _("Put right"),
        "adjustments",
        PutRightForm,
        permissions.may_put_right,
        _("What a count found otherwise than written is posted as a movement, with its reason."),
    ),
)
BY_SLUG: Final = {verb.slug: verb for verb in VERBS}


def verbs_of(actor: "User") -> list[dict[str, Any]]:
    """Return the verbs a person may do, as a menu shows them."""
    return [
        {"slug": verb.slug, "label": verb.label, "icon": verb.icon, "url": verb.url}
        for verb in VERBS
        if verb.may(actor)
    ]
