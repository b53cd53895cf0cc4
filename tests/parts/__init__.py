"""Tests of parts and stock."""
