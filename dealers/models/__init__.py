"""Dealers, the people who act for them, their territories, and China's administrative divisions."""

from dealers.models.alerts import RevealAlert
from dealers.models.network import Dealer, Division, Territory
from dealers.models.people import ApiToken, ServiceStaff, User

__all__ = [
    "ApiToken",
    "Dealer",
    "Division",
    "RevealAlert",
    "ServiceStaff",
    "Territory",
    "User",
]
