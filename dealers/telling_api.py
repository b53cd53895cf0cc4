"""API of what a person is told on their page, and of how they choose to be told (D20)."""

from typing import TYPE_CHECKING, Any, Final, cast

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dealers.choices import NoticeGroup, NoticeWay
from dealers.choosing import Wishes, choose_telling, groups_of
from dealers.models import Telling
from dealers.models.telling import LANGUAGES
from dealers.scoped_api import ScopedViewSet
from dealers.telling import ways_of
from records import outbox
from records.models import OutboxMessage

NO_GROUP: Final = _("There is no such group of events.")

if TYPE_CHECKING:
    from dealers.models import User
    from records.querysets import OutboxMessageQuerySet


class WaysField(serializers.DictField):
    """Which ways are chosen, by group of events."""

    child = serializers.MultipleChoiceField(choices=NoticeWay.choices, allow_empty=True)

    def to_internal_value(self, data: Any) -> dict[str, frozenset[NoticeWay]]:  # noqa: ANN401 (whatever was sent)
        """Refuse a group that there is not, by name."""
        typed = super().to_internal_value(data)
        unknown = sorted(typed.keys() - set(NoticeGroup.values))
        if unknown:
            raise serializers.ValidationError({name: [NO_GROUP] for name in unknown})
        return {group: frozenset(NoticeWay(way) for way in ways) for group, ways in typed.items()}


class TellingInput(serializers.Serializer[Any]):
    ways = WaysField(default=dict)
    mobile = serializers.CharField(max_length=30, allow_blank=True, required=False)
    language = serializers.ChoiceField(choices=LANGUAGES)
    quiet_from = serializers.TimeField(allow_null=True, default=None)
    quiet_until = serializers.TimeField(allow_null=True, default=None)


class TellingAnswer(serializers.Serializer[Any]):
    ways = serializers.DictField(
        child=serializers.ListField(child=serializers.ChoiceField(NoticeWay.choices))
    )
    masked_mobile = serializers.CharField()
    language = serializers.CharField()
    quiet_from = serializers.TimeField(allow_null=True)
    quiet_until = serializers.TimeField(allow_null=True)


class TellingView(APIView):
    """How the caller is told; a mobile that is left out stays, an empty one goes."""

    @extend_schema(responses=TellingAnswer)
    def get(self, request: Request) -> Response:
        """Return the ways in force, chosen or not."""
        return _answer(cast("User", request.user))

    @extend_schema(request=TellingInput, responses=TellingAnswer)
    def put(self, request: Request) -> Response:
        """Choose anew; a group that is left out stays as it was."""
        actor, typed = cast("User", request.user), TellingInput(data=request.data)
        typed.is_valid(raise_exception=True)
        given = {"mobile": _kept(actor).mobile} | typed.validated_data
        choose_telling(Wishes(**given), actor=actor, at=timezone.now())
        return _answer(actor)


def _kept(actor: "User") -> Telling:
    return Telling.objects.of(actor).first() or Telling(person=actor)


def _answer(actor: "User") -> Response:
    kept = _kept(actor)
    ways = {group.value: sorted(ways_of(actor, group)) for group in groups_of(actor)}
    facts = ("masked_mobile", "language", "quiet_from", "quiet_until")
    shown = {"ways": ways} | {name: getattr(kept, name) for name in facts}
    return Response(TellingAnswer(shown).data)


class NoticeAnswer(serializers.ModelSerializer[OutboxMessage]):
    code = serializers.CharField(read_only=True)
    text = serializers.CharField(read_only=True)

    class Meta:
        model = OutboxMessage
        fields = ("code", "template", "about", "text", "language", "created_at", "read_at")
        read_only_fields = fields


class NoticeViewSet(ScopedViewSet):
    """What stands on the caller's own page, for a month."""

    rows = OutboxMessage.objects.none()
    lookup_field = "code"
    lookup_value_regex = "[0-9a-f]{32}"
    ordering = ("-created_at", "-pk")
    serializer_class = NoticeAnswer

    def may_see(self) -> bool:
        """Let everybody read what they were told themselves."""
        return True

    def get_queryset(self) -> "OutboxMessageQuerySet":
        if getattr(self, "swagger_fake_view", False):
            return OutboxMessage.objects.none()
        return OutboxMessage.objects.known_to(self.actor)

    @extend_schema(request=None, responses=NoticeAnswer)
    @action(detail=True, methods=["post"])
    def read(self, request: Request, code: str) -> Response:
        """Mark one as read; what was read before keeps its time."""
        notice = self.get_object()
        outbox.read(self.get_queryset().filter(pk=notice.pk), at=timezone.now())
        return self.answer(notice)

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path="read-all")
    def read_all(self, request: Request) -> Response:
        """Mark all as read."""
        outbox.read(self.get_queryset(), at=timezone.now())
        return Response(status=status.HTTP_204_NO_CONTENT)


routes: list[tuple[str, Any, str]] = [("me/notices", NoticeViewSet, "notice")]
