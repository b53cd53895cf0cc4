"""The API of quotes: reading them, writing one, one action a verb of their table (C4)."""

from collections.abc import Callable
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework import status as http
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.scoped_api import ScopedViewSet
from tickets import permissions, services
from tickets.api.inputs import LARGEST_VERSION, ScopedSlug
from tickets.choices import QuoteAnswered, QuoteLineKind
from tickets.models import Quote, QuoteLine, Ticket
from tickets.quotes.filters import QuoteFilter
from tickets.quotes.page import may_send, why_no_letter
from tickets.quotes.rules import CENT, LONGEST_TEXT, LONGEST_UNIT, MOST_PRICE, MOST_QUANTITY, QuoteItem
from tickets.services.notes import LONGEST_WAIT
from tickets.services.opening import LONGEST_NAME
from tickets.services.quote_answers import LONGEST_DECLINED, PUT_DOWN
from tickets.services.quoting import LONGEST_QUOTE_NOTE
from tickets.views.requests import progress_address

WAYS: Final = [(way.value, way.label) for way in QuoteAnswered if way in PUT_DOWN]


class QuoteLineAnswer(serializers.ModelSerializer[QuoteLine]):
    class Meta:
        model = QuoteLine
        fields = ("position", "kind", "text", "quantity", "unit", "unit_price", "amount")
        read_only_fields = fields


class QuoteAnswer(serializers.ModelSerializer[Quote]):
    """A quote as it stands; it changes by the verbs alone."""

    ticket = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    currency = serializers.SerializerMethodField()
    lines = QuoteLineAnswer(many=True, read_only=True)
    kept_back = serializers.SerializerMethodField(
        help_text=_("Why the customer would get no letter with a draft that the person may send.")
    )

    class Meta:
        model = Quote
        fields = (
            *("number", "ticket", "ordinal", "status", "currency", "total", "lines", "note", "reason"),
            *("drafted_at", "sent_at", "valid_until", "decided_at", "answered", "said_by"),
            *("declined_reason", "kept_back", "version"),
        )
        read_only_fields = fields

    def get_currency(self, _quote: Quote) -> str:
        return "CNY"

    def get_kept_back(self, quote: Quote) -> str | None:
        """Say so beforehand: whoever sends it telephones (C4, D20)."""
        if not may_send(quote, self.context["request"].user):
            return None
        why = why_no_letter(quote)
        return str(why) if why else None


class QuoteLineInput(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=QuoteLineKind.choices)
    text = serializers.CharField(max_length=LONGEST_TEXT)
    quantity = serializers.DecimalField(6, 2, min_value=CENT, max_value=MOST_QUANTITY)
    unit = serializers.CharField(max_length=LONGEST_UNIT, required=False, allow_blank=True, default="")
    unit_price = serializers.DecimalField(8, 2, min_value=0, max_value=MOST_PRICE)


class QuoteLinesInput(serializers.Serializer[Any]):
    lines = QuoteLineInput(many=True)
    note = serializers.CharField(max_length=LONGEST_QUOTE_NOTE, required=False, allow_blank=True, default="")
    reason = serializers.CharField(
        max_length=LONGEST_WAIT,
        required=False,
        allow_blank=True,
        default="",
        help_text=_("Why the customer pays, where the unit is in warranty."),
    )


class QuoteInput(QuoteLinesInput):
    ticket = ScopedSlug(slug_field="number", queryset=Ticket.objects.with_names())


class QuoteStepInput(serializers.Serializer[Any]):
    """`version` as the program saw it: a step on a quote that has moved on since is refused with 409."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_VERSION)


class QuoteChangeInput(QuoteStepInput, QuoteLinesInput):
    pass


class QuoteAgreeInput(QuoteStepInput):
    answered = serializers.ChoiceField(choices=WAYS)
    said_by = serializers.CharField(max_length=LONGEST_NAME, help_text=_("Who of the customer's people."))


class QuoteDeclineInput(QuoteAgreeInput):
    reason = serializers.CharField(max_length=LONGEST_DECLINED)


class QuoteViewSet(ScopedViewSet):
    """Quotes to customers, from the draft to the answer (C4)."""

    rows = Quote.objects.with_stop().prefetch_related("lines")
    lookup_field = "number"
    serializer_class = QuoteAnswer
    filterset_class = QuoteFilter
    ordering = ("-drafted_at", "-pk")

    def may_see(self) -> bool:
        return permissions.may_see_quotes(self.actor)

    @extend_schema(request=QuoteInput, responses={201: QuoteAnswer})
    def create(self, request: Request) -> Response:
        """Begin a draft; nobody is asked before it is sent."""
        typed = self.checked(QuoteInput)
        quote = services.draft_quote(
            typed.pop("ticket"), actor=self.actor, at=timezone.now(), **_with_items(typed)
        )
        return self.answer(quote, status=http.HTTP_201_CREATED)

    def _do(self, verb: Callable[..., Any], body: type[serializers.Serializer[Any]]) -> Response:
        """Fetch the visible quote, call one service, show the quote as it stands now."""
        quote, typed = self.get_object(), self.checked(body)
        seen = typed.pop("version", None)
        if seen is not None:
            quote.version = seen  # what the program saw; a newer one makes the step fail
        verb(quote, actor=self.actor, at=timezone.now(), **typed)
        return self.answer(quote)

    @extend_schema(request=QuoteChangeInput, responses=QuoteAnswer)
    @action(detail=True, methods=["post"])
    def change(self, request: Request, number: str) -> Response:
        """Write a draft anew as a whole."""
        return self._do(
            lambda quote, **typed: services.change_quote(quote, **_with_items(typed)), QuoteChangeInput
        )

    @extend_schema(request=QuoteStepInput, responses=QuoteAnswer)
    @action(detail=True, methods=["post"])
    def send(self, request: Request, number: str) -> Response:
        """Ask the customer; an earlier unanswered quote of the ticket is withdrawn by it."""
        return self._do(
            lambda quote, **typed: services.send_quote(
                quote, address=lambda token: progress_address(request, token), **typed
            ),
            QuoteStepInput,
        )

    @extend_schema(request=QuoteAgreeInput, responses=QuoteAnswer)
    @action(detail=True, methods=["post"])
    def agree(self, request: Request, number: str) -> Response:
        return self._do(services.agree_to_quote, QuoteAgreeInput)

    @extend_schema(request=QuoteDeclineInput, responses=QuoteAnswer)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, number: str) -> Response:
        return self._do(services.decline_quote, QuoteDeclineInput)

    @extend_schema(request=QuoteStepInput, responses=QuoteAnswer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, number: str) -> Response:
        return self._do(services.withdraw_quote, QuoteStepInput)


def _with_items(typed: dict[str, Any]) -> dict[str, Any]:
    return typed | {"items": [QuoteItem(**line) for line in typed.pop("lines")]}


routes: list[tuple[str, Any, str]] = [("quotes", QuoteViewSet, "quote")]
