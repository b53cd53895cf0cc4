"""Closed sets of customers and equipment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactRole(models.TextChoices):
    """Who the contact is to the customer (C6)."""

    OWNER = "owner", _("Owner")
    CONTACT = "contact", _("Contact")
    OPERATOR = "operator", _("Operator")


class EquipmentEventVerb(models.TextChoices):
    REGISTERED = "registered", _("Registered on delivery")
    INSTALLED = "installed", _("Installed and commissioned")
    CORRECTED = "corrected", _("Installation corrected")
    CONTACT_CORRECTED = "contact", _("Contact corrected")
    FACTS_CORRECTED = "facts", _("Data corrected")
    TRANSFERRED = "transferred", _("Taken over from another dealer")
    LABEL_PRINTED = "label", _("Label printed")
    CODE_REVOKED = "code_revoked", _("Code on the label revoked")
