"""API of tickets: reading them, opening one, and one action a verb of the table."""

from tickets.api import faults, quotes, records, referrals, tickets

routes = [*tickets.routes, *quotes.routes, *records.routes, *faults.routes, *referrals.routes]

__all__ = ["routes"]
