"""API of tickets: reading them, opening one, and one action a verb of the table."""

from tickets.api.tickets import routes

__all__ = ["routes"]
