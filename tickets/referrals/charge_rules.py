"""What headquarters' help with a hard case costs, and whether it is charged at all. Pure (D9, I11)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from tickets.choices import IN_PERSON, Charging, HelpKind, TicketKind

CENT: Final = Decimal("0.01")
# what headquarters owes its dealers anyway: grave quality (D21) and safety (D12)
OWN_MATTERS: Final = frozenset({TicketKind.QUALITY_PROBLEM.value, TicketKind.SAFETY_INCIDENT.value})


@dataclass(frozen=True, slots=True)
class Tariff:
    """Prices in whole yuan, of the version that counts."""

    remote_per_case: int
    on_site_per_day: int
    repair_per_day: int

    def rate(self, given: str) -> int:
        return {
            HelpKind.REMOTE.value: self.remote_per_case,
            HelpKind.ON_SITE.value: self.on_site_per_day,
            HelpKind.REPAIR.value: self.repair_per_day,
        }[given]


@dataclass(frozen=True, slots=True)
class HelpCase:
    """Who asked about what, in whose territory; dealers by their codes, nobody's is empty."""

    kind: str
    asker: str
    territory: str


@dataclass(frozen=True, slots=True)
class Charge:
    """How much, and by which sentence of the clause; `rate` and `amount` in yuan, what is free is 0."""

    ruling: Charging
    rate: int
    quantity: int
    amount: Decimal

    @property
    def is_charged(self) -> bool:
        return self.ruling is Charging.CHARGED


def quantity_of(given: str, days: int) -> int:
    """Return how often the rate counts: the days on site, or the one case. Raises ValueError for days < 0."""
    if days < 0:
        raise ValueError(days)
    return days if given in IN_PERSON else 1


def charge_for(case: HelpCase, tariff: Tariff, *, given: str, days: int) -> Charge:
    """Return what a case is charged: nothing unless the dealer asked for help in its own territory."""
    rate, quantity = tariff.rate(given), quantity_of(given, days)
    ruling = _ruling(case, rate)
    amount = Decimal(rate * quantity) if ruling is Charging.CHARGED else Decimal(0)
    return Charge(ruling, rate, quantity, amount.quantize(CENT))


def _ruling(case: HelpCase, rate: int) -> Charging:
    if not case.asker:
        return Charging.OWN
    if case.kind in OWN_MATTERS:
        return Charging.EXCLUDED
    if case.asker != case.territory:
        return Charging.OUTSIDE
    return Charging.CHARGED if rate else Charging.FREE
