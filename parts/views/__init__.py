"""Pages of parts and stock."""
