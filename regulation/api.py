"""API of the regulation: its versions, and the steps from draft to approval (K1)."""

from typing import TYPE_CHECKING, Any, cast

from django.db import models
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from records.idempotency import IdempotentPosts
from regulation import permissions, services
from regulation.asked import version_asked
from regulation.calendars import local_day
from regulation.choices import TimeBasis
from regulation.levels import MOST_MINUTES
from regulation.models import Clause, RegulationVersion, ServiceLevel
from regulation.states import VersionStanding

if TYPE_CHECKING:
    from dealers.models import User
    from regulation.editions import Editions


class ClauseAnswer(serializers.ModelSerializer[Clause]):
    """A clause; `sources` are the documents it is drawn from, with the place in them: KR 5.2."""

    sources = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Clause
        fields = ("code", "name_zh", "name_en", "sources", "chapter_zh", "chapter_en", "text_zh", "text_en")
        read_only_fields = fields


class VersionAnswer(serializers.ModelSerializer[RegulationVersion]):
    """A version; `status` says how it stands today."""

    status = serializers.SerializerMethodField()
    drafted_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)
    reviewed_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)
    approved_by = serializers.SlugRelatedField[Any](slug_field="username", read_only=True, allow_null=True)
    parameters = serializers.SerializerMethodField()
    clauses = serializers.SerializerMethodField()

    class Meta:
        model = RegulationVersion
        fields = (
            "number",
            "status",
            "in_force_from",
            "reason",
            "drafted_by",
            "drafted_at",
            "reviewed_by",
            "reviewed_at",
            "approved_by",
            "approved_at",
            "review_due_on",
            "parameters",
            "clauses",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=VersionStanding.choices))
    def get_status(self, version: RegulationVersion) -> str:
        editions: Editions = self.context["editions"]
        return version.standing(editions, self.context["today"]).value

    @extend_schema_field(serializers.DictField())
    def get_parameters(self, version: RegulationVersion) -> dict[str, Any]:
        return version.typed.model_dump(mode="json")

    @extend_schema_field(ClauseAnswer(many=True))
    def get_clauses(self, version: RegulationVersion) -> list[dict[str, Any]]:
        """Return the clauses in order; they were fetched with the version."""
        clauses = sorted(version.clauses.all(), key=lambda clause: clause.position)
        return [dict(ClauseAnswer(clause).data) for clause in clauses]


class ClauseTextInput(serializers.Serializer[Any]):
    code = serializers.CharField(max_length=10)
    text_zh = serializers.CharField(max_length=2000)
    text_en = serializers.CharField(max_length=2000)


class DraftInput(serializers.Serializer[Any]):
    in_force_from = serializers.DateField()
    reason = serializers.CharField(max_length=1000)


class EditInput(DraftInput):
    """What is left out stays as it stands."""

    in_force_from = serializers.DateField(required=False)
    reason = serializers.CharField(max_length=1000, required=False)
    parameters = serializers.DictField(required=False, help_text="All parameters of the version.")
    clauses = ClauseTextInput(many=True, required=False)


class TargetInput(serializers.Serializer[Any]):
    minutes = serializers.IntegerField(min_value=1, max_value=MOST_MINUTES)
    basis = serializers.ChoiceField(choices=TimeBasis.choices)


class LevelInput(serializers.Serializer[Any]):
    """A service level: codes by condition, none for every request; times by clock."""

    code = serializers.SlugField(max_length=20)
    name_zh = serializers.CharField(max_length=20)
    name_en = serializers.CharField(max_length=40)
    conditions = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField(max_length=40)), default=dict
    )
    targets = serializers.DictField(child=TargetInput())


class LevelsInput(serializers.Serializer[Any]):
    """All levels of the draft, in the order in which they are tried; the last has no conditions."""

    levels = LevelInput(many=True)


class NoteInput(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class ReasonInput(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=1000)


class RegulationVersionViewSet(IdempotentPosts, ReadOnlyModelViewSet[RegulationVersion]):
    """Versions: drafted, reviewed by the deputy in charge, approved by the general manager."""

    serializer_class = VersionAnswer
    lookup_field = "number"
    lookup_value_regex = "[0-9]{1,9}"
    ordering = "-number"

    @property
    def actor(self) -> "User":
        return cast("User", self.request.user)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not permissions.may_read(self.actor):
            raise PermissionDenied

    def get_queryset(self) -> models.QuerySet[RegulationVersion]:
        if getattr(self, "swagger_fake_view", False):
            return RegulationVersion.objects.none()
        rows = RegulationVersion.objects.visible_to(self.actor).with_people()
        return rows.prefetch_related("clauses")

    def get_serializer_context(self) -> dict[str, Any]:
        """Give each version the editions and the day that its status is computed from."""
        context = dict(super().get_serializer_context())
        if not getattr(self, "swagger_fake_view", False):
            context |= {"editions": services.load_editions(), "today": local_day(timezone.now())}
        return context

    @extend_schema(request=DraftInput, responses={201: VersionAnswer})
    def create(self, request: Request) -> Response:
        """Start a draft as a copy of the latest approved version."""
        version = services.draft_version(actor=self.actor, at=timezone.now(), **self._checked(DraftInput))
        return self._answer(version, http_status=status.HTTP_201_CREATED)

    @extend_schema(request=EditInput, responses=VersionAnswer)
    @action(detail=True, methods=["post"])
    def edit(self, request: Request, number: str) -> Response:
        """Change a draft: its day, its reason, its parameters, the text of its clauses."""
        version, typed = self.get_object(), self._checked(EditInput)
        day = typed.get("in_force_from", version.in_force_from)
        services.edit_version(
            version,
            actor=self.actor,
            at=timezone.now(),
            parameters=typed.get("parameters", version.typed.model_dump(mode="json")),
            in_force_from=day,
            reason=typed.get("reason", version.reason),
            clauses={text["code"]: (text["text_zh"], text["text_en"]) for text in typed.get("clauses", [])},
        )
        return self._answer(version)

    @extend_schema(request=LevelsInput, responses=VersionAnswer)
    @action(detail=True, methods=["post"])
    def levels(self, request: Request, number: str) -> Response:
        """Write the service levels of a draft anew, in the order given."""
        drafts = [services.LevelDraft(**level) for level in self._checked(LevelsInput)["levels"]]
        version = services.change_levels(
            self.get_object(), actor=self.actor, at=timezone.now(), levels=drafts
        )
        return self._answer(version)

    @extend_schema(request=NoteInput, responses=VersionAnswer)
    @action(detail=True, methods=["post"])
    def review(self, request: Request, number: str) -> Response:
        """Pass a draft on to the general manager (the deputy in charge)."""
        note = self._checked(NoteInput)["note"]
        return self._answer(
            services.review_version(self.get_object(), actor=self.actor, at=timezone.now(), note=note)
        )

    @extend_schema(request=ReasonInput, responses=VersionAnswer)
    @action(detail=True, methods=["post"], url_path="return")
    def send_back(self, request: Request, number: str) -> Response:
        """Send a draft or a reviewed version back to its drafter, with the reason."""
        note = self._checked(ReasonInput)["note"]
        return self._answer(
            services.return_version(self.get_object(), actor=self.actor, at=timezone.now(), note=note)
        )

    @extend_schema(request=NoteInput, responses=VersionAnswer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, number: str) -> Response:
        """Approve a reviewed version; it holds from its day, which lies after today (the general manager)."""
        note = self._checked(NoteInput)["note"]
        return self._answer(
            services.approve_version(self.get_object(), actor=self.actor, at=timezone.now(), note=note)
        )

    def _checked(self, serializer_class: type[serializers.Serializer[Any]]) -> dict[str, Any]:
        serializer = serializer_class(data=self.request.data, context={})
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def _answer(self, version: RegulationVersion, *, http_status: int = status.HTTP_200_OK) -> Response:
        """Show a version as the result of a step, with its address for repeated requests."""
        fresh = self.get_queryset().get(pk=version.pk)
        location = self.reverse_action("detail", args=[fresh.number])
        return Response(self.get_serializer(fresh).data, status=http_status, headers={"Location": location})


class LevelAnswer(serializers.ModelSerializer[ServiceLevel]):
    """A service level: the requests it is for, by their codes, and the times it promises them (D3).

    The first level of a version whose conditions all hold is a request's own.
    """

    version = serializers.IntegerField(source="regulation_version.number", read_only=True)
    conditions = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    targets = serializers.DictField(child=serializers.DictField(), help_text="By clock: minutes and basis.")

    class Meta:
        model = ServiceLevel
        fields = ("version", "position", "code", "name_zh", "name_en", "conditions", "targets")
        read_only_fields = fields


@extend_schema(parameters=[OpenApiParameter("version", str, description="Left out: the one in force today.")])
class ServiceLevelViewSet(ReadOnlyModelViewSet[ServiceLevel]):
    """The service levels of a version, in the order in which they are tried (D3)."""

    serializer_class = LevelAnswer
    lookup_field = "code"
    lookup_value_regex = "[^/]+"
    ordering = "position"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not permissions.may_read(cast("User", request.user)):
            raise PermissionDenied

    def get_queryset(self) -> models.QuerySet[ServiceLevel]:
        if getattr(self, "swagger_fake_view", False):
            return ServiceLevel.objects.none()
        asked = self.request.query_params.get("version", "")
        version = version_asked(cast("User", self.request.user), asked, on=local_day(timezone.now()))
        if version is None:
            raise NotFound
        return version.levels.select_related("regulation_version")


routes: list[tuple[str, Any, str]] = [
    ("regulation/versions", RegulationVersionViewSet, "regulation-version"),
    ("service-levels", ServiceLevelViewSet, "service-level"),
]
