"""API of tickets: reading them, opening one, and one action a verb of the table."""

from tickets.api import quotes, records, tickets

routes = [*tickets.routes, *quotes.routes, *records.routes]

__all__ = ["routes"]
