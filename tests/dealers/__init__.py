"""Tests of dealers."""
