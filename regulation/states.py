"""The life of a version of the regulation, as data (K1). No rows, no users, no clock."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class VersionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEWED = "reviewed", _("Reviewed")
    APPROVED = "approved", _("Approved")


class VersionStanding(models.TextChoices):
    """How a version stands on a day: computed, never stored."""

    DRAFT = "draft", _("Draft")
    REVIEWED = "reviewed", _("Reviewed")
    SCHEDULED = "scheduled", _("Scheduled")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")


class VersionVerb(models.TextChoices):
    DRAFT = "draft", _("Drafted")
    EDIT = "edit", pgettext_lazy("step of a version", "Changed")
    REVIEW = "review", _("Reviewed")
    RETURN = "return", _("Returned")
    APPROVE = "approve", _("Approved")


# verb → (from, to): the deputy in charge reviews or returns a draft, the general manager approves, and
# either returns what was reviewed
TRANSITIONS: Final[Mapping[str, tuple[frozenset[str], str]]] = MappingProxyType(
    {
        VersionVerb.EDIT: (frozenset({VersionStatus.DRAFT}), VersionStatus.DRAFT),
        VersionVerb.REVIEW: (frozenset({VersionStatus.DRAFT}), VersionStatus.REVIEWED),
        VersionVerb.RETURN: (
            frozenset({VersionStatus.DRAFT, VersionStatus.REVIEWED}),
            VersionStatus.DRAFT,
        ),
        VersionVerb.APPROVE: (frozenset({VersionStatus.REVIEWED}), VersionStatus.APPROVED),
    }
)
