"""The API of a ticket's files: what is there, adding some, taking one away (D1, D7)."""

from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework import status as http
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.scoped_api import ScopedViewSet
from records.files.keeping import SentFile
from records.files.serving import file_response
from records.uploads import UploadCutOff, is_cut_off
from tickets import permissions, services
from tickets.models import TicketFile

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from tickets.models import Ticket


CODE: Final = "(?P<code>[0-9a-f]{32})"


class TicketFileAnswer(serializers.ModelSerializer[TicketFile]):
    code = serializers.CharField(source="file.code", read_only=True)
    name = serializers.CharField(source="file.name", read_only=True)
    media_type = serializers.CharField(source="file.media_type", read_only=True)
    size = serializers.IntegerField(source="file.size", read_only=True)
    digest = serializers.CharField(source="file.digest", read_only=True)
    by = serializers.CharField(source="by.username", default=None, allow_null=True, read_only=True)

    class Meta:
        model = TicketFile
        fields = (
            "code",
            "name",
            "media_type",
            "size",
            "digest",
            "at",
            "by",
            "source",
            "is_shown_to_customer",
        )
        read_only_fields = fields


class TicketFileInput(serializers.Serializer[Any]):
    file = serializers.FileField()
    is_shown_to_customer = serializers.BooleanField(required=False, default=False)


class FileActions(ScopedViewSet):
    """The addresses of files below a ticket's own."""

    def _files(self, ticket: "Ticket") -> Any:  # noqa: ANN401 (the framework's stubs know no custom queryset)
        rows = TicketFile.objects.visible_to(self.actor).filter(ticket=ticket)
        return rows.in_order().select_related("file", "by")

    @extend_schema(methods=["GET"], responses=TicketFileAnswer(many=True), filters=False)
    @extend_schema(
        methods=["POST"], request={"multipart/form-data": TicketFileInput}, responses={201: TicketFileAnswer}
    )
    @action(detail=True, methods=["get", "post"], parser_classes=[MultiPartParser], pagination_class=None)
    def files(self, request: Request, number: str) -> Response:
        """List the files of a ticket, or add one: photos, voice messages, PDF, anything to take away."""
        ticket = self.get_object()
        if request.method == "GET":
            return Response(TicketFileAnswer(self._files(ticket), many=True).data)
        if not permissions.may_attach(self.actor, ticket):
            raise PermissionDenied
        if is_cut_off(request._request):  # noqa: SLF001 (the body is read by Django's own request)
            raise UploadCutOff
        typed = self.checked(TicketFileInput)
        sent = SentFile(typed["file"], typed["file"].name)
        (added,) = services.add_files(
            ticket,
            actor=self.actor,
            at=timezone.now(),
            sent=[sent],
            is_shown_to_customer=typed["is_shown_to_customer"],
        )
        address = self.reverse_action("file", args=[ticket.number, added.file.code])
        answer = TicketFileAnswer(added).data
        return Response(answer, status=http.HTTP_201_CREATED, headers={"Location": address})

    def _file(self, code: str) -> TicketFile:
        found: TicketFile = get_object_or_404(self._files(self.get_object()), file__code=code)
        return found

    @extend_schema(responses=TicketFileAnswer)
    @action(detail=True, methods=["get"], url_path=f"files/{CODE}")
    def file(self, request: Request, number: str, code: str) -> Response:
        """Say what one file is; its bytes stand below it as `content/`."""
        return Response(TicketFileAnswer(self._file(code)).data)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], url_path=f"files/{CODE}/content", url_name="file-content")
    def file_content(self, request: Request, number: str, code: str) -> "HttpResponseBase":
        """Take one file away, as the media type that its bytes prove."""
        return file_response(self._file(code).file, asked=request.headers.get("Range", ""))
