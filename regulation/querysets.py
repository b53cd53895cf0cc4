"""Questions about versions and special days; regulation rows are global and need no scope."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from dealers.models import User
    from regulation.models import Clause, RegulationVersion, ServiceLevel, VersionEvent


class RegulationVersionQuerySet(models.QuerySet["RegulationVersion"]):
    def approved(self) -> Self:
        return self.filter(status="approved")

    def in_preparation(self) -> Self:
        return self.exclude(status="approved")

    def newest_first(self) -> Self:
        return self.order_by("-number")

    def with_people(self) -> Self:
        return self.select_related("drafted_by", "reviewed_by", "approved_by")

    def with_story(self) -> Self:
        return self.prefetch_related("events__actor")

    def visible_to(self, actor: "User") -> Self:
        """Return what a reader may read: everybody the approved versions, their makers the drafts as well."""
        if not (actor.is_active and actor.is_regulation_reader):
            return self.none()
        return self.all() if actor.sees_regulation_drafts else self.approved()

    def in_force(self, on: date) -> Self:
        """Return the version in force on a day, as a queryset of one; the first holds for earlier days."""
        approved = self.approved()
        latest = approved.filter(in_force_from__lte=on).order_by("-in_force_from").values("pk")[:1]
        return approved.filter(pk__in=latest) if latest else approved.order_by("in_force_from")[:1]


class ClauseQuerySet(models.QuerySet["Clause"]):
    def in_order(self) -> Self:
        return self.order_by("position")


class VersionEventQuerySet(models.QuerySet["VersionEvent"]):
    def newest_first(self) -> Self:
        return self.select_related("actor").order_by("-at", "-pk")


class ServiceLevelQuerySet(models.QuerySet["ServiceLevel"]):
    def in_order(self) -> Self:
        return self.order_by("position")
