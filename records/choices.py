"""Closed sets of the records app."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ImportRunStatus(models.TextChoices):
    MAPPING = "mapping", _("Mapping columns")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")


class MessageChannel(models.TextChoices):
    """By which way somebody is told; what stands on the page alone leaves no house (D20)."""

    EMAIL = "email", pgettext_lazy("channel of a message", "E-mail")
    SMS = "sms", pgettext_lazy("channel of a message", "SMS")
    ROBOT = "robot", pgettext_lazy("channel of a message", "Group robot")
    PAGE = "page", pgettext_lazy("channel of a message", "On the page")


class RobotKind(models.TextChoices):
    """Whose groups a robot writes into; each has its own signature and its own ways to say no."""

    WECOM = "wecom", _("WeCom")
    DINGTALK = "dingtalk", _("DingTalk")
    FEISHU = "feishu", _("Feishu")


class FileKind(models.TextChoices):
    """What a file is to people."""

    IMAGE = "image", _("Picture")
    AUDIO = "audio", _("Sound")
    PDF = "pdf", _("PDF")
    OTHER = "other", pgettext_lazy("kind of file", "Other")


class AuditVerb(models.TextChoices):
    """What the audit tells of a person."""

    PHONE_REVEALED = "phone_revealed", pgettext_lazy("audit", "Looked at a phone number")
    EXPORT = "export", pgettext_lazy("audit", "Took rows as a file")
    IMPORT = "import", pgettext_lazy("audit", "Imported a file")
    REFUSED_MISSING = "refused_missing", pgettext_lazy("audit", "Asked for what is missing or foreign")
    REFUSED_FORBIDDEN = "refused_forbidden", pgettext_lazy("audit", "Asked for what is not allowed")
    PHONES_ALERT = "phones_alert", pgettext_lazy("audit", "Looked at unusually many phone numbers")
    CASE_DECIDED = "case_decided", pgettext_lazy("audit", "Decided a claimed serial number")
    FILE_HOSTILE = "file_hostile", pgettext_lazy("audit", "Sent a harmful file")
    ROBOT_CHANGED = "robot_changed", pgettext_lazy("audit", "Changed a group robot")
    LOCKED_OUT = "locked_out", pgettext_lazy("audit", "Locked out at sign-in")
    LINK_REFUSED = "link_refused", pgettext_lazy("audit", "Opened a public link that is none")
    SCAN_OPENED = "scan_opened", pgettext_lazy("audit", "Opened the scan of a certificate")
    WARRANTY_CHECKED = "warranty_checked", pgettext_lazy("audit", "Asked whether a unit is in warranty")
