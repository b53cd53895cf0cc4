"""What service levels may ask of customers and machines (D3)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from equipment.models import ContractPlan, Customer, Product
from regulation.conditions import MOST_OFFERED, Condition

if TYPE_CHECKING:
    from dealers.models import User


def _products(codes: Sequence[str], actor: "User") -> Mapping[str, str]:
    return {one.code: str(one) for one in Product.objects.visible_to(actor).filter(code__in=codes)}


def _products_like(text: str, actor: "User") -> Mapping[str, str]:
    meant = Q(code__icontains=text) | Q(name_zh__icontains=text) | Q(name_en__icontains=text)
    rows = Product.objects.visible_to(actor).active().filter(meant).order_by("code")[:MOST_OFFERED]
    return {one.code: str(one) for one in rows}


def _customers(codes: Sequence[str], actor: "User") -> Mapping[str, str]:
    """Name the customers that the reader may know: the regulation is read by more people than they."""
    return {one.code: one.name for one in Customer.objects.visible_to(actor).filter(code__in=codes)}


def _customers_like(text: str, actor: "User") -> Mapping[str, str]:
    meant = Q(code__istartswith=text) | Q(name__icontains=text)
    rows = Customer.objects.visible_to(actor).filter(meant).order_by("code")[:MOST_OFFERED]
    return {one.code: f"{one.name} {one.code}" for one in rows}


def _plans(codes: Sequence[str], actor: "User") -> Mapping[str, str]:
    return {one.code: one.name for one in ContractPlan.objects.visible_to(actor).filter(code__in=codes)}


def _plans_like(text: str, actor: "User") -> Mapping[str, str]:
    meant = Q(code__icontains=text) | Q(name_zh__icontains=text) | Q(name_en__icontains=text)
    rows = ContractPlan.objects.visible_to(actor).active().filter(meant).order_by("code")[:MOST_OFFERED]
    return {one.code: f"{one.name} {one.code}" for one in rows}


CONDITIONS: Final = {
    "products": Condition(
        label=_("Models"),
        phrase=_("model %(names)s"),
        unknown=_("there is no model %(code)s; look for it by code or name"),
        named=_products,
        offered=_products_like,
    ),
    "customers": Condition(
        label=_("Customers"),
        phrase=_("customer %(names)s"),
        unknown=_("there is no customer with the code %(code)s; look for it by name"),
        named=_customers,
        offered=_customers_like,
    ),
    "contracts": Condition(
        label=_("Service contracts"),
        phrase=_("service contract %(names)s"),
        unknown=_("there is no plan of service contracts %(code)s; look for it by code or name"),
        named=_plans,
        offered=_plans_like,
    ),
}
