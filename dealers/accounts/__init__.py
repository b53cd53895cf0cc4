"""Accounts of dealers: posting and reversing entries, what they say, their lists (I11)."""
