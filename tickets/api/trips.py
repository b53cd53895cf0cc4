"""The API of a trip: on the way, there, what was done, the customer's signature (D6, D7)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.scoped_api import ScopedViewSet
from tickets import services
from tickets.api.answers import TicketAnswer
from tickets.api.record_inputs import (
    DepartInput,
    ServiceRecordInput,
    TicketSignInput,
    TripInput,
    with_items,
    with_signature,
    with_told,
)
from tickets.models import ServiceRecord

if TYPE_CHECKING:
    from rest_framework import serializers


class TripActions(ScopedViewSet):
    """The verbs by which an engineer tells of a trip, at once or later, each once by its key."""

    def _do(self, verb: Callable[..., Any], body: "type[serializers.Serializer[Any]]") -> Response:
        raise NotImplementedError

    @extend_schema(request=DepartInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def depart(self, request: Request, number: str) -> Response:
        """Set off to the machine: the record of the trip begins."""
        return self._do(lambda ticket, **typed: services.depart(ticket, **with_told(typed)), DepartInput)

    @extend_schema(request=TripInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def arrive(self, request: Request, number: str) -> Response:
        """Be at the machine: it meets the clock to attend."""
        return self._do(lambda ticket, **typed: services.arrive(ticket, **with_told(typed)), TripInput)

    @extend_schema(request=ServiceRecordInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def record(self, request: Request, number: str) -> Response:
        """Write down what was done and how it ended; the customer signs it afterwards."""
        return self._do(
            lambda ticket, **typed: services.record_service(ticket, **with_items(with_told(typed))),
            ServiceRecordInput,
        )

    @extend_schema(request=TicketSignInput, responses=TicketAnswer)
    @action(detail=True, methods=["post"])
    def sign(self, request: Request, number: str) -> Response:
        """Keep the customer's signature under the record that is named, or the latest; it is frozen then."""

        def sign_latest(ticket: Any, **typed: Any) -> None:  # noqa: ANN401 (a row of this view set)
            rows: Any = ServiceRecord.objects.visible_to(self.actor).filter(ticket=ticket).told()
            number, read = typed.pop("record", ""), typed.pop("record_version", None)
            if number:
                rows = rows.filter(number=number)
            record = get_object_or_404(rows.with_names().newest_first()[:1])
            record.version = read or record.version
            services.sign_record(record, **with_signature(with_told(typed)))

        return self._do(sign_latest, TicketSignInput)
