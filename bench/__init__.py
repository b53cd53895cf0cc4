"""Measurements: each speed is a ratio against its floor in the same run."""
