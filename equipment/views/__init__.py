"""Pages of units, contacts and claimed serial numbers, by subject."""
