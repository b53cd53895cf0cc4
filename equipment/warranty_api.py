"""API of warranties: what a unit is covered for, until when, and why (C4, K2)."""

from datetime import date
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.roles import Right
from dealers.scoped_api import ScopedViewSet
from equipment.filters import EquipmentFilter
from equipment.models import Equipment, HourReading
from equipment.warranty import BookOfWarranty, Kept
from equipment.warranty_rules import Reason
from equipment.warranty_words import CLAUSE, arithmetic, inputs, sentences
from regulation.calendars import local_day


class HoursInput(serializers.Serializer[Any]):
    """What the hour meter of a unit showed on a day."""

    read_on = serializers.DateField()
    meter = serializers.IntegerField(min_value=0)
    is_new_meter = serializers.BooleanField(
        required=False, default=False, help_text=_("The meter was replaced: this one began at 0.")
    )


class ReadingAnswer(serializers.ModelSerializer[HourReading]):
    class Meta:
        model = HourReading
        fields = ("read_on", "meter", "hours", "is_new_meter")
        read_only_fields = fields


class AskedInput(serializers.Serializer[Any]):
    """Of which day, and of which part, it is asked."""

    on = serializers.DateField(required=False, default=None)
    part = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)


class FactAnswer(serializers.Serializer[Any]):
    """A fact and its value, in the language of the request."""

    label = serializers.CharField()  # type: ignore[assignment]  # the stubs know only a field's own label
    value = serializers.CharField()


class StepAnswer(serializers.Serializer[Any]):
    term = serializers.CharField()
    result = serializers.CharField()


class WarrantyWhyAnswer(serializers.Serializer[Any]):
    """What the end of a warranty was reckoned from."""

    clause = serializers.CharField()
    version = serializers.IntegerField()
    inputs = FactAnswer(many=True)
    arithmetic = StepAnswer(many=True)


class CoverAnswer(serializers.Serializer[Any]):
    """One warranty of a unit; `part` is empty for the whole unit."""

    part = serializers.CharField(allow_blank=True)
    name = serializers.CharField()
    months = serializers.IntegerField()
    hours = serializers.IntegerField(allow_null=True)
    begins_on = serializers.DateField()
    ends_on = serializers.DateField()
    ends_by_hours = serializers.BooleanField()
    is_covered = serializers.BooleanField(help_text=_("On the day that was asked for."))
    why = WarrantyWhyAnswer()


class WarrantiesAnswer(serializers.Serializer[Any]):
    """Whether a unit, or the part that was asked for, is in warranty on a day, and why."""

    serial_number = serializers.CharField()
    on = serializers.DateField()
    part = serializers.CharField(allow_blank=True)
    is_covered = serializers.BooleanField()
    reason = serializers.ChoiceField(choices=[(reason.value, reason.value) for reason in Reason])
    says = serializers.CharField(help_text=_("In the language of the request."))
    hours = serializers.IntegerField(allow_null=True, help_text=_("By the latest reading."))
    warranties = CoverAnswer(many=True)
    readings = ReadingAnswer(many=True)


ASKED: Final = [OpenApiParameter("on", date), OpenApiParameter("part", str)]


class WarrantyViewSet(ScopedViewSet):
    """Warranties of units by their serial numbers, today or on another day (C4)."""

    rows = Equipment.objects.with_warranty()
    right_to_see = Right.SEE_EQUIPMENT
    lookup_field = "serial_number"
    serializer_class = WarrantiesAnswer
    filterset_class = EquipmentFilter
    http_method_names = ("get", "head", "options")

    @extend_schema(parameters=ASKED)
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the warranties of units, page by page."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response([self._said(unit) for unit in page or ()])

    @extend_schema(parameters=ASKED)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say whether a unit, or a part of it, is in warranty on a day, and why."""
        return Response(self._said(self.get_object()))

    def _said(self, unit: Equipment) -> dict[str, Any]:
        asked = AskedInput(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        on = asked.validated_data["on"] or local_day(timezone.now())
        said = _said(BookOfWarranty(unit), on=on, part=asked.validated_data["part"])
        return dict(WarrantiesAnswer(said).data)


def _said(book: BookOfWarranty, *, on: date, part: str) -> dict[str, Any]:
    verdict = book.decide(on=on, part=part)
    return {
        "serial_number": book.unit.serial_number,
        "on": on,
        "part": part,
        "is_covered": verdict.is_covered,
        "reason": verdict.reason,
        "says": " ".join(sentences(book, verdict, on=on)),
        "hours": book.hours,
        "warranties": [_cover(book, kept, on=on) for kept in book.kept],
        "readings": book.readings,
    }


def _cover(book: BookOfWarranty, kept: Kept, *, on: date) -> dict[str, Any]:
    warranty, term = kept.warranty, kept.term
    return {
        "part": warranty.part,
        "name": str(warranty),
        "months": warranty.months,
        "hours": warranty.hours,
        "begins_on": term.cover.begins_on,
        "ends_on": term.ends_on,
        "ends_by_hours": term.ends_by_hours,
        "is_covered": term.covers(on),
        "why": {
            "clause": CLAUSE,
            "version": kept.edition.number,
            "inputs": inputs(book, kept),
            "arithmetic": arithmetic(term),
        },
    }
