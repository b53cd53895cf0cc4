"""Customers with their contacts, products, and the service file of each unit."""

from equipment.models.cases import SerialNumberCase, SerialNumberCaseEvent
from equipment.models.codes import UnitCode
from equipment.models.contracts import ContractPlan, ServiceContract
from equipment.models.customers import Customer, CustomerContact
from equipment.models.guides import ProductGuide
from equipment.models.maintenance import Maintenance, MaintenanceDone, ProductMaintenance
from equipment.models.products import Product
from equipment.models.terms import ProductTerms, TermsCharge
from equipment.models.units import Equipment, EquipmentEvent, SelfCheckResult
from equipment.models.warranties import HourReading, ProductPart, RepairTime, Warranty

__all__ = [
    "ContractPlan",
    "Customer",
    "CustomerContact",
    "Equipment",
    "EquipmentEvent",
    "HourReading",
    "Maintenance",
    "MaintenanceDone",
    "Product",
    "ProductGuide",
    "ProductMaintenance",
    "ProductPart",
    "ProductTerms",
    "RepairTime",
    "SelfCheckResult",
    "SerialNumberCase",
    "SerialNumberCaseEvent",
    "ServiceContract",
    "TermsCharge",
    "UnitCode",
    "Warranty",
]
