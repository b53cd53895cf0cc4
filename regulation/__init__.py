"""What the rules in force demand, and why: versions, clauses, parameters, calendars."""
