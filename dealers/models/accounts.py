"""What a dealer and headquarters owe each other: an account is the sum of its entries."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.choices import AccountKind, EntryKind
from dealers.models.network import Dealer
from dealers.querysets import AccountEntryQuerySet
from regulation.models import RegulationVersion


class AccountEntry(models.Model):
    """One line of a dealer's account, never changed: the database refuses it (I11, E3, E7).

    `amount` is in yuan, to the cent, as the dealer reads it: a credit, which headquarters owes, is positive;
    a debit, which the dealer owes, is negative. `key` says what is posted, so nothing is posted twice.
    `document` is the number of what it comes from. `inputs` is what the amount was reckoned from, as codes,
    so that each reader gets words in their own language.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    key = models.CharField(max_length=80, unique=True)
    dealer = models.ForeignKey(
        Dealer, on_delete=models.PROTECT, related_name="entries", verbose_name=_("dealer")
    )
    account = models.CharField(pgettext_lazy("of a dealer", "account"), max_length=10, choices=AccountKind)
    kind = models.CharField(_("kind"), max_length=20, choices=EntryKind)
    amount = models.DecimalField(_("amount, yuan"), max_digits=12, decimal_places=2)
    document = models.CharField(_("document"), max_length=20)
    clause = models.CharField(_("clause"), max_length=10)
    regulation_version = models.ForeignKey(RegulationVersion, on_delete=models.PROTECT, related_name="+")
    inputs = models.JSONField(default=dict)
    reverses = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="reversed_by", verbose_name=_("reverses")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    booked_on = models.DateField(_("booked on"))  # the local day: its month is settled with it (I3)
    posted_at = models.DateTimeField(_("posted"))
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("posted by")
    )

    objects = AccountEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry on a dealer's account")
        verbose_name_plural = _("entries on dealers' accounts")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=EntryKind.values, account__in=AccountKind.values),
                name="account_entry_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.REVERSAL, reverses__isnull=False) & ~Q(reason="")
                | ~Q(kind=EntryKind.REVERSAL) & Q(reverses__isnull=True),
                name="account_entry_reverses_iff_reversal",
            ),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.PAID_SERVICE, amount__lt=0, account=AccountKind.SERVICE)
                | ~Q(kind=EntryKind.PAID_SERVICE) & ~Q(amount=0),
                name="account_entry_amount_fits_kind",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["dealer", "account", "id"], name="account_entries_of_a_dealer"),
            models.Index(fields=["-booked_on", "-id"], name="account_entries_newest_first"),
            models.Index(fields=["amount", "id"], name="account_entries_by_amount"),
            models.Index(fields=["document"], name="account_entries_of_a_document"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("accounts:detail", args=[self.number])

    @property
    def debit(self) -> Decimal | None:
        """What the dealer owes by it, without a sign."""
        return -self.amount if self.amount < 0 else None

    @property
    def credit(self) -> Decimal | None:
        """What headquarters owes by it."""
        return self.amount if self.amount > 0 else None
