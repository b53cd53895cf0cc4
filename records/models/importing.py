"""Runs of imports with what they refused."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from records.choices import ImportRunStatus
from records.querysets import (
    ImportRowRefusalQuerySet,
    ImportRunQuerySet,
    RefusedRowQuerySet,
)
from records.sentences import said


class ImportRun(models.Model):
    """One file on its way in: its mapping, its progress and what became of it."""

    code = models.CharField(
        _("code"), max_length=16, unique=True
    )  # random: nobody guesses another's upload (H10)
    kind = models.CharField(_("kind"), max_length=20)
    file_name = models.CharField(_("file"), max_length=200)
    stored_name = models.CharField(_("stored as"), max_length=100, blank=True)
    digest = models.CharField(_("digest"), max_length=64)
    once_key = models.CharField(
        _("key of the file"), max_length=80
    )  # the digest, and whose file it is where two may send the same
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    language = models.CharField(
        _("language"), max_length=10, blank=True
    )  # in which words of the file are looked for among the words of a closed choice
    mapping = models.JSONField(_("columns"), default=dict)
    is_dry_run = models.BooleanField(_("trial run"), default=False)
    status = models.CharField(
        _("status"), max_length=12, choices=ImportRunStatus, default=ImportRunStatus.MAPPING
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    created_at = models.DateTimeField(_("created"))
    worked_at = models.DateTimeField(
        _("last taken up"), null=True, blank=True
    )  # when a worker last took it up; none: it is free
    attempts = models.PositiveSmallIntegerField(
        _("attempts"), default=0
    )  # begun since the last row got through
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    total_rows = models.PositiveIntegerField(_("rows"), default=0)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_taken = models.PositiveIntegerField(_("rows taken"), default=0)
    rows_unchanged = models.PositiveIntegerField(_("rows unchanged"), default=0)
    rows_refused = models.PositiveIntegerField(_("rows refused"), default=0)
    rows_identical = models.PositiveIntegerField(_("rows identical"), default=0)
    message = models.CharField(_("message"), max_length=300, blank=True)
    message_values = models.JSONField(default=dict)
    sealed_header = models.TextField(blank=True)  # the columns' names, for the file of the refused rows

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=ImportRunStatus.values), name="import_run_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(rows_read=F("rows_taken") + F("rows_unchanged") + F("rows_refused")),
                name="import_run_accounts_for_each_row",
            ),
            models.UniqueConstraint(
                fields=["kind", "once_key"],
                condition=Q(is_dry_run=False)
                & (Q(status=ImportRunStatus.RUNNING) | Q(status=ImportRunStatus.DONE, rows_refused=0)),
                name="import_run_once_a_file",  # one at a time, and none after a whole one
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["started_by", "-created_at"], name="import_run_newest_first")
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def says(self) -> str:
        """The message in the reader's language."""
        return said(self.message, self.message_values)


class RefusedRow(models.Model):
    """What stood in a row that was not taken, so that it can be mended and sent alone (C1).

    Sealed, for phones and names stand in it, and forgotten after a month (safety.md, 16).
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="refused_rows")
    line = models.PositiveIntegerField()
    sealed_cells = models.TextField()

    objects = RefusedRowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "line"], name="refused_row_once_a_line"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.line}"


class ImportRowRefusal(models.Model):
    """Why one row of a file was not taken: line, field, reason as the code writes it, with its values.

    It was refused, or it was read and changes nothing.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="refusals")
    line = models.PositiveIntegerField()
    field = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    is_refused = models.BooleanField(default=True)

    objects = ImportRowRefusalQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["run", "line"], name="import_refusals_by_line")]

    def __str__(self) -> str:
        return f"{self.line}: {self.field}"

    @property
    def says(self) -> str:
        """The reason in the reader's language."""
        return said(self.reason, self.values)


class ColumnMapping(models.Model):
    """How one person's files name our fields, kept for the next file of the same columns."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    columns_digest = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "kind", "columns_digest"], name="column_mapping_once_a_file_shape"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.columns_digest[:8]}"
