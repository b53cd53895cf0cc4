"""Files people send: taken in limits, kept once under a random name, served without harm (safety.md, 11)."""
