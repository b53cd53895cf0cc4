"""Customers and the people to call."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from dealers.models import Dealer
from dealers.models.telling import LANGUAGES
from equipment import emails, phones
from equipment.choices import ContactRole, ToldBy
from equipment.querysets import (
    CustomerContactQuerySet,
    CustomerQuerySet,
)
from records.sealing import unseal


class Customer(models.Model):
    """The company or person that uses equipment, as one dealer (or headquarters) knows it.

    Whose units are registered is known by name. A caller, who asked for service without a registered unit,
    is known by name and phone together: two strangers may have one name.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("customer"), max_length=80)
    dealer = models.ForeignKey(
        Dealer,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="customers",
        verbose_name=_("dealer"),
    )
    is_caller = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = CustomerQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dealer", "name"], condition=Q(is_caller=False), name="customer_once_a_dealer"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(dealer__isnull=True, is_caller=False),
                name="customer_once_at_headquarters",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CustomerContact(models.Model):
    """A person to call or write to. The only table of phones and addresses, encrypted (C6, C10)."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("contact"), max_length=40)
    role = models.CharField(_("role"), max_length=10, choices=ContactRole, default=ContactRole.CONTACT)
    phone_cipher = models.CharField(max_length=200, blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, db_index=True)
    last_four_hash = models.CharField(max_length=64, blank=True, db_index=True)
    email_cipher = models.TextField(blank=True)
    email_hash = models.CharField(max_length=64, blank=True, db_index=True)
    told_by = models.CharField(_("told by"), max_length=5, choices=ToldBy, blank=True)
    language = models.CharField(_("language of messages"), max_length=10, choices=LANGUAGES, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaces",
        verbose_name=_("stands in its place now"),
    )  # always a current one: whoever replaces it takes over what it had replaced
    is_unconfirmed = models.BooleanField(
        _("number not confirmed"), default=False
    )  # typed at the code on a machine by nobody knows whom: its holder has not said yet that it is theirs
    created_at = models.DateTimeField()

    objects = CustomerContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "name", "phone_hash", "email_hash"], name="contact_once_a_customer"
            ),
            models.CheckConstraint(condition=Q(role__in=ContactRole.values), name="contact_role_is_known"),
            models.CheckConstraint(
                condition=(~Q(phone_cipher="") & ~Q(phone_hash=""))
                | (~Q(email_cipher="") & ~Q(email_hash="")),
                name="contact_has_phone_or_email",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=F("pk")),
                name="contact_never_replaced_by_itself",
            ),
            models.CheckConstraint(
                condition=Q(told_by__in=["", *ToldBy.values])
                & Q(language__in=["", *(code for code, _name in LANGUAGES)]),
                name="contact_wish_is_known",
            ),
            models.CheckConstraint(
                condition=Q(is_unconfirmed=False) | ~Q(phone_cipher=""),
                name="contact_unconfirmed_has_a_number",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_current(self) -> bool:
        return self.replaced_by_id is None

    @property
    def current(self) -> "CustomerContact":
        """Who is called in its place: whatever still names a mended contact never dials the dead number."""
        return self.replaced_by or self

    @property
    def masked_phone(self) -> str:
        """The number that is dialled now, masked."""
        return self.current.kept_phone

    @property
    def kept_phone(self) -> str:
        """The number of this very row, masked, though another may stand in its place."""
        return phones.mask(self.phone) if self.phone_cipher else ""

    @property
    def phone(self) -> str:
        """The whole number of this very row, for who may dial it."""
        return phones.decrypt(self.phone_cipher) if self.phone_cipher else ""

    @property
    def email(self) -> str:
        """The whole address of this very row, for who may write to it."""
        return unseal(self.email_cipher) if self.email_cipher else ""

    @property
    def masked_email(self) -> str:
        return emails.mask(self.current.email) if self.current.email_cipher else ""
