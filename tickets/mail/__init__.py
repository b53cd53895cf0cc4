"""Customers' e-mails: fetched from a mailbox, read as plain text, told apart from machines (D1)."""
