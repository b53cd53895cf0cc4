"""Tests of the composition root: home, frame, account."""
