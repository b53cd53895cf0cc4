"""What programs send to move stock, and what the services make of it (E2, E10)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from parts.choices import PlaceKind
from parts.rules import MOST_PIECES
from parts.services import (
    Told,
    Ware,
    give_back,
    issue,
    put_right,
    receive,
    receive_from_supplier,
    send,
    use,
)
from parts.services.finding import find_part, find_place, find_store, find_unit
from parts.services.posting import LONGEST_REASON

if TYPE_CHECKING:
    from dealers.models import User
    from parts.models import StockAct

MOST_LINES = 200
CODE: dict[str, Any] = {"max_length": 40}


class StockWareInput(serializers.Serializer[Any]):
    """How many of a part; of a part whose pieces have serial numbers, which."""

    part = serializers.CharField(**CODE)
    quantity = serializers.IntegerField(min_value=1, max_value=MOST_PIECES)
    serial_numbers = serializers.ListField(
        child=serializers.CharField(**CODE), required=False, default=list, max_length=MOST_LINES
    )


class StockLinesInput(serializers.Serializer[Any]):
    lines = StockWareInput(many=True, allow_empty=False, max_length=MOST_LINES)  # type: ignore[call-arg]  # of the list
    document = serializers.CharField(
        **CODE, required=False, allow_blank=True, default="", help_text=_("The number of what causes it.")
    )


class StockReceiveInput(StockLinesInput):
    place = serializers.CharField(**CODE, help_text=_("The store that takes them in."))
    from_supplier = serializers.BooleanField(
        required=False, default=False, help_text=_("Not sent by another house but bought.")
    )


class StockTransferInput(StockLinesInput):
    place = serializers.CharField(**CODE, help_text=_("The store that sends them."))
    to = serializers.CharField(**CODE, help_text=_("The store they go to."))


class StockIssueInput(StockLinesInput):
    place = serializers.CharField(**CODE, help_text=_("The store that gives them."))
    to = serializers.CharField(**CODE, help_text=_("The van."))


class StockReturnInput(StockLinesInput):
    place = serializers.CharField(**CODE, help_text=_("The van."))
    to = serializers.CharField(**CODE, help_text=_("The store that takes them back."))


class StockUseInput(StockLinesInput):
    place = serializers.CharField(**CODE, help_text=_("The van or the store."))
    equipment = serializers.CharField(**CODE, help_text=_("The serial number of the unit."))


class StockAdjustInput(StockLinesInput):
    place = serializers.CharField(**CODE)
    is_more = serializers.BooleanField(help_text=_("More are there than the ledger says; else fewer."))
    reason = serializers.CharField(max_length=LONGEST_REASON)


class StockReverseInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=LONGEST_REASON)


def act_of(
    serializer: "type[StockLinesInput]", typed: dict[str, Any], *, actor: "User", at: datetime
) -> "StockAct":
    """Post what was sent. The header `Idempotency-Key` makes a repeated request one: a key here is new."""
    told = Told(
        actor=actor,
        key=uuid4().hex,
        at=at,
        posted_at=at,
        document=typed["document"],
        reason=typed.get("reason", ""),
    )
    wares = [
        Ware(find_part(line["part"], actor=actor), line["quantity"], tuple(line["serial_numbers"]))
        for line in typed["lines"]
    ]
    return _VERBS[serializer](wares, typed, told)


def _receive(wares: list[Ware], typed: dict[str, Any], told: Told) -> "StockAct":
    store = find_place(typed["place"], actor=told.actor)
    if typed["from_supplier"] and store.kind == PlaceKind.CENTRAL:
        return receive_from_supplier(wares, told=told)
    return receive(wares, store=store, told=told)


def _transfer(wares: list[Ware], typed: dict[str, Any], told: Told) -> "StockAct":
    store = find_place(typed["place"], actor=told.actor)
    return send(wares, store=store, to=find_store(typed["to"], actor=told.actor), told=told)


def _issue(wares: list[Ware], typed: dict[str, Any], told: Told) -> "StockAct":
    store = find_place(typed["place"], actor=told.actor)
    return issue(wares, store=store, van=find_place(typed["to"], actor=told.actor, field="to"), told=told)


def _return(wares: list[Ware], typed: dict[str, Any], told: Told) -> "StockAct":
    van = find_place(typed["place"], actor=told.actor)
    return give_back(wares, van=van, store=find_place(typed["to"], actor=told.actor, field="to"), told=told)


def _use(wares: list[Ware], typed: dict[str, Any], told: Told) -> "StockAct":
    unit = find_unit(typed["equipment"], actor=told.actor)
    return use(wares, place=find_place(typed["place"], actor=told.actor), equipment=unit, told=told)


def _adjust(wares: list[Ware], typed: dict[str, Any], told: Told) -> "StockAct":
    place = find_place(typed["place"], actor=told.actor)
    return put_right(wares, place=place, told=told, is_more=typed["is_more"])


_VERBS = {
    StockReceiveInput: _receive,
    StockTransferInput: _transfer,
    StockIssueInput: _issue,
    StockReturnInput: _return,
    StockUseInput: _use,
    StockAdjustInput: _adjust,
}
