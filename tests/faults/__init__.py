"""Fault tests: workers killed at random, standstill, two sweeps at once."""
