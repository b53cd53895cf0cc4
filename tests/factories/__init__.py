"""Rows for tests, made directly: services are tested on their own."""
