"""Files that people send."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from records.choices import FileKind
from records.files.kinds import kind_of
from records.querysets import StoredFileQuerySet


class StoredFile(models.Model):
    """One sending of a file; its bytes lie in the data folder, once however often they were sent (H13)."""

    code = models.CharField(max_length=32, unique=True)  # random: nobody guesses another's file (H10)
    stored_name = models.CharField(max_length=100, db_index=True)
    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size"))
    media_type = models.CharField(_("kind"), max_length=40)  # by its bytes, never by its name
    name = models.CharField(_("file"), max_length=200)
    kept_at = models.DateTimeField(db_index=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(size__gte=1), name="stored_file_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> FileKind:
        return kind_of(self.media_type)
