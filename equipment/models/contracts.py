"""Service contracts: what a customer has bought beyond the warranty, and until when (C12, D3)."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from equipment.models.customers import Customer
from equipment.models.terms import in_language
from equipment.models.units import Equipment
from equipment.querysets import ContractPlanQuerySet, ServiceContractQuerySet


class ContractPlan(models.Model):
    """A kind of service contract, by which a service level may be chosen (D3)."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    is_active = models.BooleanField(_("is sold"), default=True)

    objects = ContractPlanQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("plan of service contracts")
        verbose_name_plural = _("plans of service contracts")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_zh, self.name_en)


class ServiceContract(models.Model):
    """What one customer has bought: for one unit, or for all of theirs; both days are included."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    plan = models.ForeignKey(
        ContractPlan, on_delete=models.PROTECT, related_name="contracts", verbose_name=_("plan")
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="contracts", verbose_name=_("customer")
    )
    equipment = models.ForeignKey(
        Equipment,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="contracts",
        verbose_name=_("unit"),
        help_text=_("Empty: it is for all units of the customer."),
    )
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    objects = ServiceContractQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("service contract")
        verbose_name_plural = _("service contracts")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="contract_ends_after_it_begins",
                violation_error_message=_("A contract can't end before it begins. Look at the days."),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["customer", "ends_on"], name="contracts_of_a_customer")]

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        """Refuse a unit of somebody else; the form names the field."""
        if self.equipment and self.customer_id and self.equipment.customer_id != self.customer_id:
            raise ValidationError({"equipment": _("This unit is another customer's. Choose one of theirs.")})
