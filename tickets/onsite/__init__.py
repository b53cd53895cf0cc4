"""The service record of a trip: its states, what it may hold, what makes it evidence (D7)."""
