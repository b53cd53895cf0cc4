"""What headquarters' help costs: every ruling, every kind of help, every end of the days. Pure (D9, I11)."""

from decimal import Decimal
from itertools import product

import pytest

from tickets.choices import Charging, HelpKind, TicketKind
from tickets.referrals.charge_rules import OWN_MATTERS, HelpCase, Tariff, charge_for, quantity_of

TARIFF = Tariff(remote_per_case=0, on_site_per_day=800, repair_per_day=1500)
INSIDE = HelpCase(kind="repair", asker="NORTH", territory="NORTH")


@pytest.mark.parametrize(
    ("given", "days", "ruling", "amount"),
    [
        ("remote", 0, "free", "0.00"),
        ("on_site", 1, "charged", "800.00"),
        ("on_site", 3, "charged", "2400.00"),
        ("on_site", 60, "charged", "48000.00"),
        ("repair", 1, "charged", "1500.00"),
        ("repair", 60, "charged", "90000.00"),
    ],
)
def test_inside_the_territory_the_tariff_times_the_days(given, days, ruling, amount):
    charge = charge_for(INSIDE, TARIFF, given=given, days=days)
    assert (charge.ruling, charge.amount) == (ruling, Decimal(amount))
    assert charge.amount.as_tuple().exponent == -2


def test_a_remote_case_is_charged_once_where_the_tariff_says_so():
    charge = charge_for(INSIDE, Tariff(50, 800, 1500), given="remote", days=0)
    assert (charge.ruling, charge.quantity, charge.amount) == ("charged", 1, Decimal("50.00"))


def test_the_dearest_tariff_of_all_stays_exact():
    charge = charge_for(INSIDE, Tariff(0, 100_000, 100_000), given="repair", days=60)
    assert charge.amount == Decimal("6000000.00")


@pytest.mark.parametrize(
    ("case", "ruling"),
    [
        (HelpCase("repair", "NORTH", "SOUTH"), "outside"),  # it serves where another is at home (D4)
        (HelpCase("repair", "NORTH", ""), "outside"),  # nobody is at home there, or the place is unknown
        (HelpCase("repair", "", "NORTH"), "own"),
        (HelpCase("repair", "", ""), "own"),
        (HelpCase("quality_problem", "NORTH", "NORTH"), "excluded"),
        (HelpCase("safety_incident", "NORTH", "NORTH"), "excluded"),
        (HelpCase("safety_incident", "", "NORTH"), "own"),
    ],
)
@pytest.mark.parametrize(("given", "days"), [("remote", 0), ("on_site", 2), ("repair", 5)])
def test_what_the_clause_lets_off_costs_nothing(case, ruling, given, days):
    charge = charge_for(case, Tariff(50, 800, 1500), given=given, days=days)
    assert (charge.ruling, charge.amount, charge.is_charged) == (ruling, Decimal("0.00"), False)


@pytest.mark.parametrize("given", HelpKind.values)
def test_days_below_none_are_refused(given):
    with pytest.raises(ValueError, match="-1"):
        quantity_of(given, -1)


def test_every_kind_of_request_and_help_has_a_ruling():
    for kind, given in product(TicketKind.values, HelpKind.values):
        case = HelpCase(kind, "NORTH", "NORTH")
        charge = charge_for(case, TARIFF, given=given, days=int(given != "remote"))
        wanted = (
            Charging.EXCLUDED
            if kind in OWN_MATTERS
            else (Charging.FREE if given == "remote" else Charging.CHARGED)
        )
        assert charge.ruling is wanted
