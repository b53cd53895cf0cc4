"""The day of an engineer: what belongs to it, what is done by evening, what goes on and why (D18)."""
