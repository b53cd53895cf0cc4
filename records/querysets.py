"""Chainable questions about audit, keys, imports and saved views."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from records.models import ImportRun, SavedView


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def of(self, actor: "AbstractBaseUser") -> Self:
        """Return the runs a person started: nobody else sees them (safety.md, D18)."""
        return self.filter(started_by_id=actor.pk)

    def unfinished(self) -> Self:
        return self.filter(status="running")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def of(self, actor: "AbstractBaseUser") -> Self:
        return self.filter(user_id=actor.pk)


class IdempotencyKeyQuerySet(models.QuerySet["models.Model"]):
    def expired(self, at: datetime, *, hours: int = 24) -> Self:
        return self.filter(Q(created_at__lt=at - timedelta(hours=hours)))
