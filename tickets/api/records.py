"""The API of service records: reading them, photos, changes to be signed again, the evidence (D7)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework import status as http
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.roles import Right
from dealers.scoped_api import ScopedViewSet
from records.files.keeping import SentFile
from records.files.serving import file_response
from records.uploads import UploadCutOff, is_cut_off
from tickets import services
from tickets.api.record_answers import RecordAnswer, RecordPhotoAnswer, SignedAnswer
from tickets.api.record_inputs import (
    AuditInput,
    RecordAmendInput,
    RecordPhotoInput,
    RecordRewriteInput,
    RecordUnsignedInput,
    with_items,
    with_told,
)
from tickets.models import (
    RecordEvent,
    RecordLine,
    RecordPhoto,
    RecordReading,
    ServiceRecord,
    SignedRecord,
)
from tickets.onsite.filters import RecordFilter

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

CODE: Final = "(?P<code>[0-9a-f]{32})"


class RecordViewSet(ScopedViewSet):
    """Service records, from the departure to the signed sheet (D7)."""

    rows = ServiceRecord.objects.with_names()
    right_to_see = Right.SEE_TICKETS
    lookup_field = "number"
    serializer_class = RecordAnswer
    filterset_class = RecordFilter
    ordering = "-pk"

    def get_queryset(self) -> "QuerySet[ServiceRecord]":
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows
        parts: list[Any] = [
            Prefetch("lines", RecordLine.objects.visible_to(self.actor).in_order()),
            Prefetch("readings", RecordReading.objects.visible_to(self.actor).in_order()),
            Prefetch("photos", RecordPhoto.objects.visible_to(self.actor).in_order()),
            Prefetch("events", RecordEvent.objects.visible_to(self.actor).in_order()),
        ]
        return rows.prefetch_related(*parts)

    def _do(self, verb: Callable[..., Any], body: type[serializers.Serializer[Any]]) -> Response:
        """Fetch the visible record, call one service, show the record as it stands now."""
        record, typed = self.get_object(), self.checked(body)
        seen = typed.pop("version", None)
        if seen is not None:
            record.version = seen  # what the program saw; a newer one makes the step fail
        verb(record, actor=self.actor, at=timezone.now(), **typed)
        return self.answer(record)

    @extend_schema(request=RecordAmendInput, responses=RecordAnswer)
    @action(detail=True, methods=["post"])
    def amend(self, request: Request, number: str) -> Response:
        """Open a written record to be changed; it has to be signed again, and what was signed stays."""
        return self._do(services.amend_record, RecordAmendInput)

    @extend_schema(request=RecordRewriteInput, responses=RecordAnswer)
    @action(detail=True, methods=["post"])
    def rewrite(self, request: Request, number: str) -> Response:
        """Write down anew what was opened to be changed."""
        return self._do(
            lambda record, **typed: services.rewrite_record(record, **with_items(typed)), RecordRewriteInput
        )

    @extend_schema(request=RecordUnsignedInput, responses=RecordAnswer)
    @action(detail=True, methods=["post"], url_path="leave-unsigned")
    def leave_unsigned(self, request: Request, number: str) -> Response:
        """Put down why nobody signed; it can be signed later."""
        return self._do(services.leave_unsigned, RecordUnsignedInput)

    @extend_schema(request=AuditInput, responses=RecordAnswer)
    @action(detail=True, methods=["post"])
    def audit(self, request: Request, number: str) -> Response:
        """Say what a record is found to be, with the reason; only what passed counts later."""
        return self._do(services.audit_record, AuditInput)

    @extend_schema(responses=SignedAnswer)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def signed(self, request: Request, number: str) -> Response:
        """Give what was signed last, with its hash, and say whether it is unchanged since."""
        return Response(self._signed_answer(self.get_object()).data)

    def _signed_answer(self, record: ServiceRecord) -> SignedAnswer:
        rows: Any = SignedRecord.objects.visible_to(self.actor).filter(record=record).with_record()
        found = get_object_or_404(rows.order_by("-version")[:1])
        return SignedAnswer(found, context=self.get_serializer_context())

    @extend_schema(operation_id="records_signed_version_retrieve", responses=SignedAnswer)
    @action(
        detail=True,
        methods=["get"],
        url_path="signed/(?P<version>[0-9]{1,4})",
        pagination_class=None,
        filterset_class=None,
    )
    def signed_version(self, request: Request, number: str, version: str) -> Response:
        """Give an earlier signed version: what was changed later was signed before as it stands here."""
        rows: Any = SignedRecord.objects.visible_to(self.actor).filter(record=self.get_object()).with_record()
        found = get_object_or_404(rows, version=int(version))
        return Response(SignedAnswer(found, context=self.get_serializer_context()).data)

    @extend_schema(request={"multipart/form-data": RecordPhotoInput}, responses={201: RecordPhotoAnswer})
    @action(detail=True, methods=["post"], parser_classes=[MultiPartParser], pagination_class=None)
    def photos(self, request: Request, number: str) -> Response:
        """Add a photo while the record is being written."""
        record = self.get_object()
        if is_cut_off(request._request):  # noqa: SLF001 (the body is read by Django's own request)
            raise UploadCutOff
        typed = with_told(self.checked(RecordPhotoInput))
        file = typed.pop("file")
        (added,) = services.add_photos(
            record, actor=self.actor, at=timezone.now(), sent=[SentFile(file, file.name)], **typed
        )
        address = self.reverse_action("photo-content", args=[record.number, added.file.code])
        answer = RecordPhotoAnswer(added).data
        return Response(answer, status=http.HTTP_201_CREATED, headers={"Location": address})

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], url_path=f"files/{CODE}/content", url_name="photo-content")
    def photo_content(self, request: Request, number: str, code: str) -> "HttpResponseBase":
        """Take one photo away."""
        rows: Any = RecordPhoto.objects.visible_to(self.actor).filter(record=self.get_object()).in_order()
        found: RecordPhoto = get_object_or_404(rows, file__code=code)
        return file_response(found.file)


routes: list[tuple[str, Any, str]] = [("records", RecordViewSet, "record")]
