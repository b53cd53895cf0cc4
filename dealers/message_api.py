"""API of the outbox: read, try again, drop (D20)."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.filters import MessageFilter
from dealers.scoped_api import ScopedViewSet
from dealers.tending import drop_message, retry_message
from records.models import OutboxMessage


class MessageAnswer(serializers.ModelSerializer[OutboxMessage]):
    """Neither recipient nor text: those are sealed."""

    recipient = serializers.CharField(source="masked_to", read_only=True)
    fault = serializers.CharField(read_only=True)

    class Meta:
        model = OutboxMessage
        fields = (
            "code",
            "channel",
            "status",
            "template",
            "about",
            "recipient",
            "created_at",
            "next_try_at",
            "attempts",
            "sent_at",
            "fault",
        )
        read_only_fields = fields


class DropInput(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=300)


class MessageViewSet(ScopedViewSet):
    """Messages that leave the house; headquarters tends those that are stuck."""

    rows = OutboxMessage.objects.all()
    lookup_field = "code"
    lookup_value_regex = "[0-9a-f]{32}"
    ordering = ("-created_at", "-pk")
    serializer_class = MessageAnswer
    filterset_class = MessageFilter

    def may_see(self) -> bool:
        """Leave it to the scope: for whom tends none, there is none."""
        return True

    @extend_schema(request=None, responses=MessageAnswer)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, code: str) -> Response:
        """Send a stuck message once more."""
        return self.answer(retry_message(self.get_object(), actor=self.actor, at=timezone.now()))

    @extend_schema(request=DropInput, responses=MessageAnswer)
    @action(detail=True, methods=["post"])
    def drop(self, request: Request, code: str) -> Response:
        """Let a message be, with the reason."""
        message, typed = self.get_object(), self.checked(DropInput)
        return self.answer(drop_message(message, actor=self.actor, at=timezone.now(), **typed))


routes: list[tuple[str, Any, str]] = [("messages", MessageViewSet, "message")]
