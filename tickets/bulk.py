"""The steps that can be taken for several tickets at once, with what each asks for (D5, D3)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.models import Dealer, ServiceStaff
from dealers.roles import Right
from tickets.choices import TicketPriority
from tickets.services import assign_ticket, cancel_ticket, offer_ticket, offer_to_next, set_priority
from tickets.services.notes import LONGEST_NOTE

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import Ticket

MOST: Final = 100


class BulkForm(forms.Form):
    """What a step asks for, once for all tickets picked."""

    def __init__(self, *args: Any, actor: "User", tickets: "list[Ticket]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.tickets = actor, tickets

    def act(self, ticket: "Ticket", at: datetime) -> object:
        raise NotImplementedError


class BulkOfferForm(BulkForm):
    dealer: "forms.ModelChoiceField[Dealer]" = forms.ModelChoiceField(
        None,
        required=False,
        to_field_name="code",
        label=_("Dealer"),
        empty_label=_("The one that serves each place"),
        error_messages={"invalid_choice": _("This dealer does not serve any more. Choose one of the list.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dealers: Any = self.fields["dealer"]
        dealers.queryset = Dealer.objects.visible_to(self.actor).active().order_by("code")

    def act(self, ticket: "Ticket", at: datetime) -> object:
        dealer = self.cleaned_data["dealer"]
        if dealer is None:
            return offer_to_next(ticket, actor=self.actor, at=at)
        return offer_ticket(ticket, actor=self.actor, at=at, dealer=dealer)


class BulkAssignForm(BulkForm):
    engineer: "forms.ModelChoiceField[ServiceStaff]" = forms.ModelChoiceField(
        None,
        to_field_name="code",
        label=_("Engineer"),
        empty_label=_("Choose who goes"),
        error_messages={
            "required": _("Choose who goes."),
            "invalid_choice": _("This person does not serve where the ticket is. Choose one of the list."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff: Any = self.fields["engineer"]
        rows = ServiceStaff.objects.visible_to(self.actor).filter(dealer=self.actor.dealer_id, is_active=True)
        staff.queryset = rows.order_by("code")

    def act(self, ticket: "Ticket", at: datetime) -> object:
        engineer = self.cleaned_data["engineer"]
        return assign_ticket(ticket, actor=self.actor, at=at, engineer=engineer)


class BulkPriorityForm(BulkForm):
    priority = forms.ChoiceField(
        label=_("Priority"),
        choices=TicketPriority,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the priority.")},
    )

    def act(self, ticket: "Ticket", at: datetime) -> object:
        return set_priority(ticket, actor=self.actor, at=at, priority=self.cleaned_data["priority"])


class BulkCancelForm(BulkForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why nobody needs these tickets any more.")},
    )

    def act(self, ticket: "Ticket", at: datetime) -> object:
        return cancel_ticket(ticket, actor=self.actor, at=at, reason=self.cleaned_data["reason"])


class BulkAct(NamedTuple):
    label: Any
    icon: str
    key: str
    form: type[BulkForm]
    is_open_to: Callable[["User"], bool]


def _dispatches(actor: "User") -> bool:
    return actor.is_head_office and actor.may(Right.DISPATCH)


def _leads_engineers(actor: "User") -> bool:
    return _dispatches(actor) or (actor.dealer_id is not None and actor.may(Right.SERVE_AS_DESK))


def _tends_requests(actor: "User") -> bool:
    return actor.is_head_office and (actor.may(Right.OPEN_TICKETS) or actor.may(Right.DISPATCH))


# the commonest first
ACTS: Final[Mapping[str, BulkAct]] = MappingProxyType(
    {
        "offer": BulkAct(pgettext_lazy("bulk", "Offer"), "send", "d", BulkOfferForm, _dispatches),
        "assign": BulkAct(
            pgettext_lazy("bulk", "Assign"), "user-check", "", BulkAssignForm, _leads_engineers
        ),
        "priority": BulkAct(
            pgettext_lazy("bulk", "Set priority"), "flag", "", BulkPriorityForm, _tends_requests
        ),
        "cancel": BulkAct(pgettext_lazy("bulk", "Cancel"), "ban", "", BulkCancelForm, _tends_requests),
    }
)


def acts_of(actor: "User") -> list[dict[str, Any]]:
    """Return the steps that a person may take for several tickets, as the bar draws them."""
    return [
        {"name": name, "label": act.label, "icon": act.icon, "key": act.key}
        for name, act in ACTS.items()
        if act.is_open_to(actor)
    ]
