"""Lists as people saved them."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from records.querysets import (
    SavedViewQuerySet,
)


class SavedView(models.Model):
    """A list's filters under a name of the user's own; `circle` names whose people it is shared with."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500)
    circle = models.CharField(max_length=20, blank=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "page", "name"], name="saved_view_once_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
