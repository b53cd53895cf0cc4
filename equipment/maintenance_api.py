"""API of maintenance: what is due at which unit, when, and why; what was done elsewhere (C5, K2)."""

from typing import TYPE_CHECKING, Any, Final

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from dealers.roles import Right
from dealers.scoped_api import ScopedViewSet
from equipment import services
from equipment.maintenance import BookOfMaintenance, KeptCourse
from equipment.maintenance_filters import MaintenanceFilter
from equipment.maintenance_rules import Done, State, expected_on
from equipment.maintenance_words import CLAUSE, arithmetic, inputs, sentence
from equipment.models import Equipment, Maintenance, MaintenanceDone
from equipment.services.maintenance import LONGEST_REASON
from equipment.warranty_api import WarrantyWhyAnswer
from regulation.calendars import local_day

if TYPE_CHECKING:
    from datetime import date

STATES: Final = [(state.value, state.value) for state in State]


class DoneAnswer(serializers.Serializer[Any]):
    """A maintenance that was done; by which ticket is for its dealer to read."""

    done_on = serializers.DateField()
    how = serializers.ChoiceField(choices=[(how.value, how.value) for how in Done])
    hours = serializers.IntegerField(allow_null=True, help_text=_("By the reading of that day."))
    is_by_ticket = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True)


class MaintenanceAnswer(serializers.Serializer[Any]):
    """One maintenance of a unit and the turn of it that is next; without days where nobody knows them."""

    serial_number = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField(help_text=_("In the language of the request."))
    is_first = serializers.BooleanField()
    months = serializers.IntegerField(allow_null=True)
    hours = serializers.IntegerField(allow_null=True)
    counts = serializers.CharField()
    checks = serializers.ListField(child=serializers.CharField())
    state = serializers.ChoiceField(choices=STATES)
    says = serializers.CharField(help_text=_("In the language of the request."))
    counted_on = serializers.DateField(allow_null=True)
    hours_limit = serializers.IntegerField(allow_null=True)
    opens_on = serializers.DateField(allow_null=True)
    due_on = serializers.DateField(allow_null=True)
    closes_on = serializers.DateField(allow_null=True)
    expected_on = serializers.DateField(
        allow_null=True, help_text=_("When use so far lets the hours be reached: an estimate.")
    )
    done = DoneAnswer(many=True)
    why = WarrantyWhyAnswer(allow_null=True)


class UnitMaintenanceAnswer(serializers.Serializer[Any]):
    """All maintenance of one unit, the first one first."""

    serial_number = serializers.CharField()
    in_use_from = serializers.DateField(allow_null=True)
    maintenance = MaintenanceAnswer(many=True)


class MaintenanceDoneInput(serializers.Serializer[Any]):
    """A maintenance that no ticket of ours was for: when, by whom, how it is known."""

    code = serializers.SlugField(max_length=40)
    done_on = serializers.DateField()
    note = serializers.CharField(max_length=LONGEST_REASON)


class TakingBackInput(serializers.Serializer[Any]):
    code = serializers.SlugField(max_length=40)
    done_on = serializers.DateField()
    reason = serializers.CharField(max_length=LONGEST_REASON)


class MaintenanceViewSet(ScopedViewSet):
    """Maintenance of units: all that is to come as a list, or one unit's by its serial number (C5)."""

    rows = Maintenance.objects.planned().with_course()
    right_to_see = Right.SEE_EQUIPMENT
    lookup_field = "serial_number"
    serializer_class = MaintenanceAnswer
    filterset_class = MaintenanceFilter
    ordering = ("opens_on", "pk")
    http_method_names = ("get", "head", "options", "post")

    @extend_schema(responses=MaintenanceAnswer(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List what has a day, the first one that may be done first, page by page."""
        page, on = (
            self.paginate_queryset(self.filter_queryset(self.get_queryset())),
            local_day(timezone.now()),
        )
        said = []
        for row in page or ():
            book = BookOfMaintenance(row.equipment, [row])
            said += [_said(book, kept, on=on) for kept in book.kept]
        return self.get_paginated_response(MaintenanceAnswer(said, many=True).data)

    @extend_schema(responses=UnitMaintenanceAnswer, filters=False)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say what maintenance a unit gets, what of it was done, what is next, and why."""
        return self._unit_answer(self._unit())

    @extend_schema(request=MaintenanceDoneInput, responses={201: UnitMaintenanceAnswer})
    @action(detail=True, methods=["post"])
    def done(self, request: Request, serial_number: str) -> Response:
        """Write down what was done elsewhere; the next turn is reckoned from it."""
        unit, typed = self._unit(), self.checked(MaintenanceDoneInput)
        rows = Maintenance.objects.visible_to(self.actor).select_related("equipment").of(unit)
        row = get_object_or_404(rows, code=typed.pop("code"))
        services.record_maintenance(row, actor=self.actor, at=timezone.now(), **typed)
        return self._unit_answer(self._unit(), status=status.HTTP_201_CREATED)

    @extend_schema(request=TakingBackInput, responses=UnitMaintenanceAnswer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, serial_number: str) -> Response:
        """Let a maintenance that was not done count no more."""
        unit, typed = self._unit(), self.checked(TakingBackInput)
        rows = MaintenanceDone.objects.visible_to(self.actor).named(unit, typed["code"], typed["done_on"])
        row = rows.first()
        if row is None:
            get_object_or_404(rows)
        else:
            services.withdraw_maintenance(row, actor=self.actor, at=timezone.now(), reason=typed["reason"])
        return self._unit_answer(self._unit())

    def _unit(self) -> Equipment:
        visible = Equipment.objects.visible_to(self.actor).with_maintenance()
        return get_object_or_404(visible, serial_number=self.kwargs["serial_number"])

    def _unit_answer(self, unit: Equipment, *, status: int = status.HTTP_200_OK) -> Response:
        book, on = BookOfMaintenance.read(unit), local_day(timezone.now())
        said = {
            "serial_number": unit.serial_number,
            "in_use_from": unit.in_use_from,
            "maintenance": [_said(book, kept, on=on) for kept in book.kept]
            or [_planned(row, unit) for row in book.rows],
        }
        return Response(UnitMaintenanceAnswer(said).data, status=status)


def _planned(row: Maintenance, unit: Equipment) -> dict[str, Any]:
    """Return a maintenance as planned, of which nothing is known before the unit is in use."""
    plan = ("code", "is_first", "months", "hours", "counts", "checks")
    days = ("counted_on", "hours_limit", "opens_on", "due_on", "closes_on")
    return {
        "serial_number": unit.serial_number,
        "name": str(row),
        **{name: getattr(row, name) for name in (*plan, *days)},
        "state": State.NOT_YET,
        "says": _("It counts from the start of use."),
        "expected_on": None,
        "done": [],
        "why": None,
    }


def _said(book: BookOfMaintenance, kept: KeptCourse, *, on: "date") -> dict[str, Any]:
    turn, known = kept.course.next, _planned(kept.maintenance, book.unit)
    return known | {
        "state": kept.course.state(on),
        "says": sentence(kept, on=on),
        "expected_on": expected_on(turn, book.use) if turn and book.use else None,
        "done": [
            {
                "done_on": settled.on,
                "how": settled.how,
                "hours": settled.hours,
                "is_by_ticket": bool(row.ticket),
                "note": row.note,
            }
            for row, settled in zip(kept.done, kept.course.settled, strict=True)
        ],
        "why": {
            "clause": CLAUSE,
            "version": turn.margins.version if turn else book.editions.in_force(on).number,
            "inputs": inputs(book, kept),
            "arithmetic": arithmetic(kept),
        },
    }
