"""API of dealers' accounts: balances, entries with their why, the reversal (I11)."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dealers import permissions
from dealers.accounts.filters import AccountEntryFilter
from dealers.accounts.posting import LONGEST_REASON, reverse_entry
from dealers.accounts.wording import sentence, why_entry
from dealers.models import AccountEntry, Dealer
from dealers.scoped_api import ScopedViewSet
from regulation.calendars import local_day

MONEY: dict[str, Any] = {"max_digits": 14, "decimal_places": 2, "read_only": True}


class AccountAnswer(serializers.ModelSerializer[Dealer]):
    """What stands on a dealer's accounts: a credit is positive, what the dealer owes is negative; yuan."""

    dealer = serializers.CharField(source="code", read_only=True)
    service = serializers.DecimalField(source="on_service", **MONEY)
    bonus = serializers.DecimalField(source="on_bonus", **MONEY)
    last_booked_on = serializers.DateField(read_only=True, allow_null=True)

    class Meta:
        model = Dealer
        fields = ("dealer", "name", "service", "bonus", "last_booked_on")
        read_only_fields = fields


class AccountViewSet(ScopedViewSet):
    """Balances dealer by dealer; a dealer sees its own and its outlets'."""

    rows = Dealer.objects.all()
    lookup_field = "code"
    serializer_class = AccountAnswer
    ordering = "code"

    def may_see(self) -> bool:
        return permissions.may_see_accounts(self.actor)

    def get_queryset(self) -> QuerySet[Dealer]:
        rows: Any = super().get_queryset()
        found: QuerySet[Dealer] = rows.with_balances()
        return found


class WhyLine(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]  # the base class has a label too
    value = serializers.CharField()


class WhyStep(serializers.Serializer[Any]):
    term = serializers.CharField()
    result = serializers.CharField()


class EntryWhy(serializers.Serializer[Any]):
    """Clause, version then in force, inputs, arithmetic (K2)."""

    conclusion = serializers.CharField()
    clause = serializers.CharField()
    text = serializers.CharField()
    version = serializers.IntegerField()
    inputs = WhyLine(many=True)
    arithmetic = WhyStep(many=True)


class AccountEntryAnswer(serializers.ModelSerializer[AccountEntry]):
    """One line of an account; it is never changed, only reversed by another."""

    dealer = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)
    reverses = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    reversed_by = serializers.SerializerMethodField()
    version = serializers.IntegerField(source="regulation_version.number", read_only=True)
    says = serializers.SerializerMethodField()

    class Meta:
        model = AccountEntry
        fields: tuple[str, ...] = (
            *("number", "dealer", "account", "kind", "amount", "document", "says", "clause", "version"),
            *("reverses", "reversed_by", "reason", "booked_on", "posted_at"),
        )
        read_only_fields: tuple[str, ...] = fields

    def get_says(self, entry: AccountEntry) -> str:
        return sentence(entry)

    def get_reversed_by(self, entry: AccountEntry) -> str:
        after = getattr(entry, "reversed_by", None)
        return after.number if after else ""


class AccountEntryWithWhy(AccountEntryAnswer):
    why = serializers.SerializerMethodField()

    class Meta(AccountEntryAnswer.Meta):
        fields = (*AccountEntryAnswer.Meta.fields, "why")
        read_only_fields = fields

    @extend_schema_field(EntryWhy)
    def get_why(self, entry: AccountEntry) -> dict[str, Any]:
        actor, today = self.context["request"].user, local_day(timezone.now())
        said = why_entry(entry, actor=actor, today=today, link="")
        return {
            "conclusion": said["conclusion"],
            "clause": entry.clause,
            "text": said["clause"]["text"],
            "version": entry.regulation_version.number,
            "inputs": [
                {"label": line["label"], "value": line["value"] or line.get("link_label", "")}
                for line in said["inputs"]
            ],
            "arithmetic": [{"term": line["term"], "result": line["result"]} for line in said["arithmetic"]],
        }


class ReverseInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=LONGEST_REASON)


class AccountEntryViewSet(ScopedViewSet):
    """Entries on dealers' accounts; one of them comes with its why."""

    rows = AccountEntry.objects.with_names()
    lookup_field = "number"
    serializer_class = AccountEntryAnswer
    filterset_class = AccountEntryFilter
    ordering = ("-booked_on", "-pk")

    def may_see(self) -> bool:
        return permissions.may_see_accounts(self.actor)

    def get_serializer_class(self) -> type[AccountEntryAnswer]:
        return AccountEntryAnswer if self.action == "list" else AccountEntryWithWhy

    @extend_schema(request=ReverseInput, responses=AccountEntryWithWhy)
    @action(detail=True, methods=["post"])
    def reverse(self, request: Request, number: str) -> Response:
        """Reverse an entry with the reason (headquarters' service manager); the answer is the reversal."""
        entry, typed = self.get_object(), self.checked(ReverseInput)
        return self.answer(reverse_entry(entry, actor=self.actor, at=timezone.now(), **typed))


routes: list[tuple[str, Any, str]] = [
    ("accounts", AccountViewSet, "dealer-account"),
    ("account-entries", AccountEntryViewSet, "account-entry"),
]
