"""Tests of what sets the project up, starts it and tests it."""
