"""Tests of regulation."""
