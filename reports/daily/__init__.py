"""The daily report of a region: what came in, what was resolved, confirmed by its head (D16)."""
