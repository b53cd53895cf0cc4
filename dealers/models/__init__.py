"""Dealers, their accounts, the people who act for them, their territories, and China's divisions."""

from dealers.models.accounts import AccountEntry
from dealers.models.alerts import RevealAlert
from dealers.models.network import Dealer, Division, Territory
from dealers.models.people import ApiToken, ServiceStaff, User
from dealers.models.qualifications import Qualification, StaffQualification
from dealers.models.regions import Region, RegionMember
from dealers.models.telling import Telling, TellingWay

__all__ = [
    "AccountEntry",
    "ApiToken",
    "Dealer",
    "Division",
    "Qualification",
    "Region",
    "RegionMember",
    "RevealAlert",
    "ServiceStaff",
    "StaffQualification",
    "Telling",
    "TellingWay",
    "Territory",
    "User",
]
