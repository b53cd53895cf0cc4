"""The base of every API view set: scoped rows, keys, stable answers."""

from typing import TYPE_CHECKING, Any

from django.db import models
from rest_framework import status as http
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import ReadOnlyModelViewSet

from records.idempotency import IdempotentPosts

if TYPE_CHECKING:
    from dealers.models import User
    from dealers.roles import Right


class ScopedViewSet(IdempotentPosts, ReadOnlyModelViewSet[Any]):
    """Reads rows that exist for the person; explicit actions change them through services.

    A subclass sets `rows` (a queryset with `visible_to`), `right_to_see` (or answers `may_see` itself),
    `lookup_field`, `ordering` and `serializer_class`; `ordering` must lie on an index.
    """

    rows: models.QuerySet[Any]
    right_to_see: "Right"
    ordering: str | tuple[str, ...] = "-pk"
    lookup_value_regex = "[^/]+"

    @property
    def actor(self) -> "User":
        return self.request.user  # type: ignore[return-value]  # the stubs can't know

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not self.may_see():
            raise PermissionDenied

    def may_see(self) -> bool:
        """Say whether the person's role looks at such rows at all; whose they are is the scope's business."""
        return self.actor.may(self.right_to_see)

    def get_queryset(self) -> models.QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return self.rows.none()
        visible: models.QuerySet[Any] = self.rows.all().visible_to(self.actor)  # type: ignore[attr-defined]  # the stubs can't know
        return visible

    def checked(self, serializer_class: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """Return the cleaned body of the request, or refuse it field by field."""
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        typed: dict[str, Any] = serializer.validated_data
        return typed

    def answer(self, row: models.Model, *, status: int = http.HTTP_200_OK) -> Response:
        """Show a row as the result of an action, with its address for repeated requests."""
        fresh = self.get_queryset().get(pk=row.pk)
        location = self.reverse_action("detail", args=[getattr(fresh, self.lookup_field)])
        return Response(self.get_serializer(fresh).data, status=status, headers={"Location": location})
