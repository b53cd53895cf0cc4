"""Closed sets of customers and equipment."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ToldBy(models.TextChoices):
    """By which way a contact wants to hear of their requests; nothing chosen: by SMS, else by mail (D20)."""

    SMS = "sms", pgettext_lazy("channel of a message", "SMS")
    EMAIL = "email", pgettext_lazy("channel of a message", "E-mail")
    PAGE = "page", _("Only on the page of the repair")


class ContactRole(models.TextChoices):
    """Who the contact is to the customer (C6)."""

    OWNER = "owner", _("Owner")
    CONTACT = "contact", _("Contact")
    OPERATOR = "operator", _("Operator")


class MaintenanceCounts(models.TextChoices):
    """From where the next periodic maintenance counts (C5)."""

    LAST_DONE = "last_done", _("From the last one done")
    PLAN = "plan", _("By the plan, whenever it was done")


class EquipmentEventVerb(models.TextChoices):
    REGISTERED = "registered", _("Registered on delivery")
    INSTALLED = "installed", _("Installed and commissioned")
    CORRECTED = "corrected", _("Installation corrected")
    CONTACT_CORRECTED = "contact", _("Contact corrected")
    FACTS_CORRECTED = "facts", _("Data corrected")
    TRANSFERRED = "transferred", _("Taken over from another dealer")
    LABEL_PRINTED = "label", _("Label printed")
    CODE_REVOKED = "code_revoked", _("Code on the label revoked")
