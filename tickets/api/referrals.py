"""The API of hard cases: reading them, referring one, headquarters' answer (D9)."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.scoped_api import ScopedViewSet
from tickets import permissions, services
from tickets.api.inputs import LARGEST_VERSION
from tickets.choices import HelpKind
from tickets.models import Referral
from tickets.referrals.dossier import DossierFacts, parts
from tickets.referrals.filters import ReferralFilter
from tickets.services.referring import LONGEST_ANSWER, LONGEST_DIAGNOSIS, LONGEST_QUESTION, MOST_DAYS


class DossierPartAnswer(serializers.Serializer[Any]):
    part = serializers.CharField()
    name = serializers.CharField()
    value = serializers.CharField()


class ReferralAnswer(serializers.ModelSerializer[Referral]):
    """A hard case as it stands; its dossier is what it was when headquarters was asked."""

    ticket = serializers.SlugRelatedField[Any](slug_field="number", read_only=True)
    dossier = serializers.SerializerMethodField()

    class Meta:
        model = Referral
        fields = (
            *("number", "ticket", "status", "wanted", "diagnosis", "question", "dossier", "drafted_at"),
            *(
                "referred_at",
                "due_at",
                "answer",
                "given",
                "days",
                "charging",
                "answered_at",
                "ended_at",
                "version",
            ),
        )
        read_only_fields = fields

    @extend_schema_field(DossierPartAnswer(many=True))
    def get_dossier(self, referral: Referral) -> list[dict[str, str]]:
        if referral.referred_at is None:
            return []
        found = parts(DossierFacts.of(referral.dossier), services.needed_on(referral.referred_at))
        return [
            {"part": part.code.value, "name": str(part.code.label), "value": part.value} for part in found
        ]


class EscalateInput(serializers.Serializer[Any]):
    """`version` as the program saw the ticket: one that has moved on since is refused with 409."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_VERSION)
    diagnosis = serializers.CharField(max_length=LONGEST_DIAGNOSIS)
    question = serializers.CharField(max_length=LONGEST_QUESTION)
    wanted = serializers.ChoiceField(choices=HelpKind.choices, default=HelpKind.REMOTE)


class AdviseInput(serializers.Serializer[Any]):
    """`version` as the program saw the referral."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_VERSION)
    answer = serializers.CharField(max_length=LONGEST_ANSWER)
    given = serializers.ChoiceField(choices=HelpKind.choices)
    days = serializers.IntegerField(min_value=0, max_value=MOST_DAYS, default=0)


class EscalateAction(ScopedViewSet):
    """The verb of a ticket by which headquarters is asked."""

    @extend_schema(request=EscalateInput, responses=ReferralAnswer)
    @action(detail=True, methods=["post"])
    def escalate(self, request: Request, number: str) -> Response:
        """Refer a hard case to headquarters; an incomplete dossier is refused with what is missing."""
        ticket, typed = self.get_object(), self.checked(EscalateInput)
        ticket.version = typed.pop("version", ticket.version)
        referral = services.refer_ticket(ticket, actor=self.actor, at=timezone.now(), **typed)
        return Response(ReferralAnswer(referral, context=self.get_serializer_context()).data)


class ReferralViewSet(ScopedViewSet):
    """Hard cases with headquarters, from the question to the answer (D9)."""

    rows = Referral.objects.with_names()
    lookup_field = "number"
    serializer_class = ReferralAnswer
    filterset_class = ReferralFilter
    ordering = ("-drafted_at", "-pk")

    def may_see(self) -> bool:
        return permissions.may_see_referrals(self.actor)

    @extend_schema(request=AdviseInput, responses=ReferralAnswer)
    @action(detail=True, methods=["post"])
    def advise(self, request: Request, number: str) -> Response:
        """Answer a hard case: by advice, or by days on site."""
        referral, typed = self.get_object(), self.checked(AdviseInput)
        referral.version = typed.pop("version", referral.version)
        return self.answer(services.advise_referral(referral, actor=self.actor, at=timezone.now(), **typed))


routes: list[tuple[str, Any, str]] = [("referrals", ReferralViewSet, "referral")]
