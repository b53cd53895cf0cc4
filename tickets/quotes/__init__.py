"""Quotes: what work outside the warranty will cost, asked of the customer before it is done (C4)."""
