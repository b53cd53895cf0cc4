"""The API of fault classes with their causes and remedies: what programs choose from (D6)."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from dealers.roles import Right
from dealers.scoped_api import ScopedViewSet
from tickets.models import FaultCause, FaultClass, FaultRemedy

if TYPE_CHECKING:
    from django.db.models import QuerySet

NAMED = ("code", "name", "name_zh", "name_en", "is_active")


class FaultRemedyAnswer(serializers.ModelSerializer[FaultRemedy]):
    name = serializers.CharField(read_only=True, help_text=_("In the language of the request."))

    class Meta:
        model = FaultRemedy
        fields = NAMED
        read_only_fields = NAMED


class FaultCauseAnswer(serializers.ModelSerializer[FaultCause]):
    name = serializers.CharField(read_only=True, help_text=_("In the language of the request."))
    remedies = FaultRemedyAnswer(many=True, read_only=True)

    class Meta:
        model = FaultCause
        fields = (*NAMED, "remedies")
        read_only_fields = fields


class FaultClassAnswer(serializers.ModelSerializer[FaultClass]):
    """What can be wrong; without products with any model. `import_run` made it, if one did."""

    name = serializers.CharField(read_only=True, help_text=_("In the language of the request."))
    products = serializers.SlugRelatedField[Any](slug_field="code", many=True, read_only=True)
    import_run = serializers.PrimaryKeyRelatedField[Any](read_only=True, allow_null=True)
    causes = FaultCauseAnswer(many=True, read_only=True)

    class Meta:
        model = FaultClass
        fields = (*NAMED, "products", "import_run", "causes")
        read_only_fields = fields


class FaultClassViewSet(ScopedViewSet):
    """What can be wrong, why, and what helps (D6)."""

    rows = FaultClass.objects.all()
    right_to_see = Right.SEE_TICKETS
    lookup_field = "code"
    ordering = "code"
    serializer_class = FaultClassAnswer

    def get_queryset(self) -> "QuerySet[FaultClass]":
        return super().get_queryset().prefetch_related("products", "causes__remedies")


routes: list[tuple[str, Any, str]] = [("fault-classes", FaultClassViewSet, "fault-class")]
