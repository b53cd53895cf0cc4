"""Chainable questions about audit, files, keys, imports, messages and saved views."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from records.choices import ImportRunStatus
from records.days import first_moment
from records.message_codes import codes_in
from records.states import MessageStatus

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    from records.models import ImportRowRefusal, ImportRun, OutboxMessage, RefusedRow, SavedView, StoredFile


STOPPED = (ImportRunStatus.CANCELLED, ImportRunStatus.FAILED)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, actor: "AbstractBaseUser") -> Self:
        """Return the runs a person started: nobody else sees them (safety.md, D18)."""
        return self.filter(started_by_id=actor.pk) if actor.is_active else self.none()

    def of_file(self, *, kind: str, once_key: str) -> Self:
        """Return the imports of one file, trials aside."""
        return self.filter(kind=kind, once_key=once_key, is_dry_run=False)

    def in_the_way(self) -> Self:
        """Return the imports that let their file in no more: under way, stopped half-way, whole."""
        return self.filter(
            Q(status=ImportRunStatus.RUNNING)
            | Q(status=ImportRunStatus.DONE, rows_refused=0)
            | Q(status__in=STOPPED, rows_taken__gt=0)
        )

    def taken_in_part(self) -> Self:
        """Return the imports that read their file to its end and refused some of its rows."""
        return self.filter(status=ImportRunStatus.DONE, rows_refused__gt=0)

    def running(self) -> Self:
        return self.filter(status=ImportRunStatus.RUNNING)

    def waiting(self) -> Self:
        """Return those whose next step is the person's: columns to say, or a trial that has ended."""
        ended = [ImportRunStatus.DONE, ImportRunStatus.FAILED]
        return self.filter(Q(status=ImportRunStatus.MAPPING) | Q(status__in=ended, is_dry_run=True))

    def stopped(self) -> Self:
        """Return the imports that ended before their last row."""
        return self.filter(status__in=STOPPED, is_dry_run=False)

    def left_alone(self, *, since: datetime) -> Self:
        """Return the running ones that no worker has touched since a moment: it died, or none came."""
        return self.running().filter(Q(worked_at__isnull=True) | Q(worked_at__lt=since))

    def abandoned(self, *, since: datetime) -> Self:
        """Return the uploads that were never imported, still with a file (safety.md, H10)."""
        unfinished = self.waiting() | self.stopped()
        return unfinished.filter(created_at__lt=since).exclude(stored_name="")

    def with_refused_rows(self) -> Self:
        """Return the runs of which it is still kept what stood in their refused rows."""
        return self.exclude(sealed_header="")

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class ImportRowRefusalQuerySet(models.QuerySet["ImportRowRefusal"]):
    def refused(self) -> Self:
        """Return why rows were refused; the others say why a row that was read changes nothing."""
        return self.filter(is_refused=True)

    def without_effect(self) -> Self:
        return self.filter(is_refused=False)


class RefusedRowQuerySet(models.QuerySet["RefusedRow"]):
    def in_order(self) -> Self:
        return self.order_by("line")


def _circle(actor: "AbstractBaseUser") -> str:
    """Return whose people the person belongs to, as the account itself says."""
    return str(getattr(actor, "circle", ""))


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, actor: "AbstractBaseUser") -> Self:
        """Return the person's own views, and those that somebody of their own house shares with all there."""
        if not actor.is_active:
            return self.none()
        return self.filter(Q(user_id=actor.pk) | Q(circle=_circle(actor)) & ~Q(circle=""))

    def own(self, actor: "AbstractBaseUser") -> Self:
        """Return the views that the person keeps and may drop."""
        return self.visible_to(actor).filter(user_id=actor.pk)

    def on_page(self, page: str) -> Self:
        return self.filter(page=page).order_by("name")


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def named_by_nothing(self, *, since: datetime) -> Self:
        """Return files kept before a moment to which no row of any app refers (safety.md, H10)."""
        rows = self.filter(kept_at__lt=since)
        for relation in self.model._meta.get_fields(include_hidden=True):  # noqa: SLF001 (Django and its kin have no public way)
            if isinstance(relation, models.ForeignObjectRel):
                naming = relation.related_model._base_manager.filter(  # noqa: SLF001 (Django and its kin have no public way)
                    **{relation.field.name: models.OuterRef("pk")}
                )
                rows = rows.filter(~models.Exists(naming))
        return rows


class IdempotencyKeyQuerySet(models.QuerySet["models.Model"]):
    def expired(self, at: datetime, *, after: timedelta) -> Self:
        return self.filter(created_at__lt=at - after)


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    def visible_to(self, actor: "AbstractBaseUser") -> Self:
        """Return all messages to those of headquarters who tend them, and none to anybody else (D20)."""
        return self.all() if getattr(actor, "tends_messages", False) else self.none()

    def known_to(self, actor: "AbstractBaseUser") -> Self:
        """Return what a person was told on their own page, as long as its text is kept (D20)."""
        mine = self.filter(reader=actor.pk) if actor.is_active else self.none()
        return mine.exclude(sealed_text="")

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def coded(self, code: str) -> Self:
        """Return the message of this code."""
        return self.filter(code=code)

    def identified(self, message_ids: Iterable[str]) -> Self:
        """Return the messages of ours that Message-IDs name."""
        return self.filter(code__in=codes_in(message_ids))

    def due(self, at: datetime) -> Self:
        """Return what is to be sent now; what a worker has taken is due again once its time is over."""
        return self.filter(status=MessageStatus.WAITING, next_try_at__lte=at)

    def parked(self) -> Self:
        return self.filter(status=MessageStatus.PARKED)

    def of(self, about: str) -> Self:
        """Return what was said about one record, named by its public number; the newest last."""
        return self.filter(about=about).order_by("created_at", "pk")

    def created_from(self, day: date) -> Self:
        """Return what was written on a local day or later."""
        return self.filter(created_at__gte=first_moment(day)) if day > date.min else self

    def created_until(self, day: date) -> Self:
        """Return what was written on a local day or before."""
        return self.filter(created_at__lt=first_moment(day + timedelta(days=1))) if day < date.max else self

    def forgettable(self, *, since: datetime) -> Self:
        """Return what was ended long ago and still keeps its text."""
        ended = [MessageStatus.SENT, MessageStatus.DROPPED, MessageStatus.SKIPPED]
        return self.filter(status__in=ended, created_at__lt=since).exclude(sealed_text="")
