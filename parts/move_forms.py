"""What is typed to move stock: from where to where, and lines of parts, quantities and numbers (E2, E10)."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.models import Dealer, ServiceStaff
from parts.models import Part, StockAct, StockPlace
from parts.permissions import may_move
from parts.rules import MOST_PIECES
from parts.services import (
    Ware,
    give_back,
    issue,
    put_right,
    receive,
    receive_from_supplier,
    send,
    store_of,
    van_of,
)
from parts.services.posting import LONGEST_REASON, QuantityNotPossible
from tickets.forms.rows import Rows

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from dealers.models import User
    from parts.querysets import StockPlaceQuerySet
    from parts.services import Told

MOST_LINES: Final = 40
MOST_NAMED: Final = 5  # parts that are named when a text fits several
APART: Final = re.compile(r"[\s,;，、；]+")
HEADQUARTERS: Final = "HQ"
MORE, FEWER = "more", "fewer"


class LineForm(forms.Form):
    """One part, how many, and which of them where pieces have numbers of their own."""

    part = forms.CharField(
        label=_("Part: code or name"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "known-parts", "autocomplete": "off"}),
        error_messages={"required": _("Name the part, or empty the line.")},
    )
    quantity = forms.IntegerField(
        label=_("Quantity"),
        min_value=1,
        max_value=MOST_PIECES,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    serials = forms.CharField(
        label=_("Serial numbers, if any"),
        max_length=2000,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        messages = dict.fromkeys(("invalid", "min_value", "max_value"), _whole())
        quantity = self.fields["quantity"]
        quantity.error_messages |= messages
        for validator in quantity.validators:
            validator.message = messages["invalid"]  # type: ignore[attr-defined]  # of the two limits

    def clean_part(self) -> Part:
        """Find a part by its code, else by the only one whose code or name holds the text."""
        text = str(self.cleaned_data["part"]).strip()
        parts = Part.objects.all()  # the catalogue is everybody's who signs in
        exact = parts.filter(code__iexact=text.split(" ")[0]).first() or parts.filter(code=text).first()
        if exact is not None:
            return exact
        found = list(parts.matching(text).order_by("code")[: MOST_NAMED + 1])
        if not found:
            raise forms.ValidationError(
                _("No part has “%(text)s” in its code or name."), params={"text": text}
            )
        if len(found) > 1:
            codes = ", ".join(str(part) for part in found[:MOST_NAMED])
            raise forms.ValidationError(
                _("Several parts fit “%(text)s”: %(codes)s. Write the code of one."),
                params={"text": text, "codes": codes},
            )
        return found[0]

    def clean_serials(self) -> tuple[str, ...]:
        return tuple(one for one in APART.split(str(self.cleaned_data["serials"]).strip()) if one)

    def clean(self) -> dict[str, Any]:
        """Count the numbers where only they were written."""
        cleaned = super().clean() or {}
        if not cleaned.get("quantity") and "quantity" not in self.errors:
            cleaned["quantity"] = len(cleaned.get("serials", ()))
            if not cleaned["quantity"] and "serials" not in self.errors:
                self.add_error("quantity", _whole())
        return cleaned

    @property
    def item(self) -> Ware:
        typed = self.cleaned_data
        return Ware(typed["part"], typed["quantity"], typed["serials"])


def _whole() -> str:
    return str(QuantityNotPossible(most=f"{MOST_PIECES:,}"))


LINES: Final = Rows(LineForm, prefix="line", columns=("part", "quantity", "serials"), most=MOST_LINES)


def _choice(label: "StrOrPromise", missing: "StrOrPromise") -> "forms.ModelChoiceField[StockPlace]":
    return forms.ModelChoiceField(
        StockPlace.objects.none(),
        to_field_name="code",
        label=label,
        empty_label=None,
        error_messages={"required": missing, "invalid_choice": missing},
    )


class MoveForm(forms.Form):
    """What stands above the lines of every movement."""

    document = forms.CharField(
        label=_("Document"),
        max_length=40,
        required=False,
        help_text=_("The number of the delivery note or order, if there is one."),
    )

    def __init__(self, *args: Any, actor: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.seen: StockPlaceQuerySet = StockPlace.objects.visible_to(actor).with_names().order_by("code")
        self.offer()

    def offer(self) -> None:
        """Fill in what can be chosen by the person."""

    def post(self, wares: Sequence[Ware], told: "Told") -> StockAct:
        """Post what was typed; refused by the rules of stock as everywhere else."""
        raise NotImplementedError

    def choose(self, name: str, places: "StockPlaceQuerySet") -> None:
        field = self.fields[name]
        field.queryset = places  # type: ignore[attr-defined]  # each is a choice of places


class SendForm(MoveForm):
    store = _choice(_("From"), _("Choose the store the parts leave."))
    to = forms.ChoiceField(label=_("To"), error_messages={"required": _("Choose where they go.")})
    field_order = ("store", "to", "document")

    def offer(self) -> None:
        self.choose("store", self.seen.kept_by(self.actor).stores())
        self.fields["to"].choices = self._houses()  # type: ignore[attr-defined]  # a choice

    def _houses(self) -> list[tuple[str, str]]:
        """Return headquarters, the own houses and the centre above them: others are no business of theirs."""
        seen = Dealer.objects.visible_to(self.actor).filter(is_active=True).order_by("name")
        houses = list(seen.select_related("parent"))
        above = {house.parent for house in houses if house.parent}
        named = {house.code: str(house) for house in (*above, *houses)}
        return [("", "—"), (HEADQUARTERS, str(_("Central store"))), *named.items()]

    def post(self, wares: Sequence[Ware], told: "Told") -> StockAct:
        code = self.cleaned_data["to"]
        house = None if code == HEADQUARTERS else Dealer.objects.get(code=code)
        return send(wares, store=self.cleaned_data["store"], to=store_of(house), told=told)


class ReceiveForm(MoveForm):
    transit = _choice(_("On its way to"), _("Choose to whom the parts were sent."))
    field_order = ("transit", "document")

    def offer(self) -> None:
        self.choose("transit", self.seen.kept_by(self.actor).filter(kind="transit"))
        self.fields["document"].help_text = _("The number of the sending.")

    def post(self, wares: Sequence[Ware], told: "Told") -> StockAct:
        return receive(wares, store=store_of(self.cleaned_data["transit"].dealer), told=told)


class _VanForm(MoveForm):
    """Between a shelf and a van of one house: a keeper chooses both, an engineer has the own van."""

    @property
    def shelves(self) -> "StockPlaceQuerySet":
        return self.seen.kept_by(self.actor).stores()

    @property
    def own_van(self) -> "StockPlaceQuerySet":
        return StockPlace.objects.of(self.actor).with_names()


class IssueForm(_VanForm):
    store = _choice(_("From"), _("Choose the store the parts leave."))
    staff = forms.ModelChoiceField(
        ServiceStaff.objects.none(),
        to_field_name="code",
        label=_("Into the van of"),
        empty_label=None,
        error_messages={
            "required": _("Choose the engineer."),
            "invalid_choice": _("Choose the engineer."),
        },
    )
    field_order = ("store", "staff", "document")

    def offer(self) -> None:
        self.choose("store", self.shelves)
        people = ServiceStaff.objects.visible_to(self.actor).confirmed().order_by("dealer", "name")
        if not may_move(self.actor):
            people = ServiceStaff.objects.of(self.actor)
        elif self.actor.is_head_office:
            people = people.filter(dealer__isnull=True)
        self.fields["staff"].queryset = people  # type: ignore[attr-defined]  # a choice of people

    def post(self, wares: Sequence[Ware], told: "Told") -> StockAct:
        van = van_of(self.cleaned_data["staff"])
        return issue(wares, store=self.cleaned_data["store"], van=van, told=told)


class GiveBackForm(_VanForm):
    van = _choice(_("From the van of"), _("Choose the engineer."))
    store = _choice(_("To"), _("Choose the store they go back to."))
    field_order = ("van", "store", "document")

    def offer(self) -> None:
        vans = self.seen.kept_by(self.actor).filter(kind="van")
        self.choose("van", vans if may_move(self.actor) else self.own_van)
        self.choose("store", self.shelves)

    def post(self, wares: Sequence[Ware], told: "Told") -> StockAct:
        typed = self.cleaned_data
        return give_back(wares, van=typed["van"], store=typed["store"], told=told)


class BuyForm(MoveForm):
    """From a supplier into the central store; nothing is to be chosen."""

    def post(self, wares: Sequence[Ware], told: "Told") -> StockAct:
        return receive_from_supplier(wares, told=told)


class PutRightForm(MoveForm):
    place = forms.ModelChoiceField(
        StockPlace.objects.none(),
        to_field_name="code",
        label=pgettext_lazy("stock", "Place"),
        error_messages={
            "required": _("Choose the place that was counted."),
            "invalid_choice": _("Choose the place that was counted."),
        },
    )
    found = forms.ChoiceField(
        label=_("There are"),
        choices=[(MORE, _("more than written")), (FEWER, _("fewer than written"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether more or fewer are there.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": LONGEST_REASON}),
        error_messages={"required": _("Write why the stock is put right: whoever counts next reads it.")},
    )
    field_order = ("place", "found", "reason", "document")

    def offer(self) -> None:
        self.choose("place", self.seen.holding())

    def post(self, wares: Sequence[Ware], told: "Told") -> StockAct:
        is_more = self.cleaned_data["found"] == MORE
        return put_right(wares, place=self.cleaned_data["place"], told=told, is_more=is_more)


class ReverseForm(forms.Form):
    """Why a movement is turned round."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST_REASON}),
        error_messages={"required": _("Write why the movement is reversed: whoever counts next reads it.")},
    )
