"""API of tickets: reading them, opening one, and one action a verb of the table."""

from tickets.api import days, faults, quotes, records, referrals, tickets

routes = [
    *tickets.routes,
    *quotes.routes,
    *records.routes,
    *faults.routes,
    *referrals.routes,
    *days.routes,
]

__all__ = ["routes"]
