"""How each person wants to be told: ways a group of events, language, own mobile, own quiet hours."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from dealers.choices import NEVER_SILENT, NoticeGroup, NoticeWay
from dealers.models.people import User
from dealers.querysets import TellingQuerySet
from records.sealing import unseal

LANGUAGES = (("zh-hans", _("Chinese")), ("en", _("English")))


class Telling(models.Model):
    """What a person chose; who chose nothing is told on the page and by e-mail (D20).

    The mobile is sealed: whoever else looks sees it masked (C10).
    """

    person = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="telling", verbose_name=_("person")
    )
    language = models.CharField(_("language"), max_length=10, choices=LANGUAGES, default="zh-hans")
    sealed_mobile = models.TextField(blank=True)
    masked_mobile = models.CharField(_("mobile"), max_length=20, blank=True)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)

    objects = TellingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["sealed_mobile"])

    class Meta:
        verbose_name = _("way of telling")
        verbose_name_plural = _("ways of telling")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(language__in=[code for code, _name in LANGUAGES]),
                name="telling_language_is_known",
            ),
            models.CheckConstraint(
                condition=Q(sealed_mobile="", masked_mobile="")
                | (~Q(sealed_mobile="") & ~Q(masked_mobile="")),
                name="telling_mobile_is_masked_iff_known",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until"))),
                name="telling_quiet_hours_are_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def mobile(self) -> str:
        """The whole number, to send to and for the person themselves."""
        return unseal(self.sealed_mobile) if self.sealed_mobile else ""


class TellingWay(models.Model):
    """By which ways a person is told of one group of events; warnings keep at least one (D3, D20)."""

    telling = models.ForeignKey(Telling, on_delete=models.CASCADE, related_name="ways")
    group = models.CharField(_("events"), max_length=10, choices=NoticeGroup)
    on_page = models.BooleanField(_("on the page"))
    by_email = models.BooleanField(_("by e-mail"))
    by_sms = models.BooleanField(_("by SMS"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("ways of a group of events")
        verbose_name_plural = _("ways of groups of events")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["telling", "group"], name="telling_way_once_a_group"),
            models.CheckConstraint(
                condition=Q(group__in=NoticeGroup.values), name="telling_way_group_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(group__in=sorted(NEVER_SILENT))
                | Q(on_page=True)
                | Q(by_email=True)
                | Q(by_sms=True),
                name="telling_way_of_warnings_stays_open",
                violation_error_message=_("Warnings can't be switched off wholly. Leave at least one way."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.telling} {self.group}"

    @property
    def chosen(self) -> frozenset[NoticeWay]:
        ticked = {
            NoticeWay.PAGE: self.on_page,
            NoticeWay.EMAIL: self.by_email,
            NoticeWay.SMS: self.by_sms,
        }
        return frozenset(way for way, is_ticked in ticked.items() if is_ticked)
