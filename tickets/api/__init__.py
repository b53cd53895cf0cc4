"""API of tickets: reading them, opening one, and one action a verb of the table."""

from tickets.api import faults, quotes, records, tickets

routes = [*tickets.routes, *quotes.routes, *records.routes, *faults.routes]

__all__ = ["routes"]
