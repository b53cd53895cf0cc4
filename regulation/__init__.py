"""What the rules in force demand, and why: versions, clauses, parameters, service levels, calendars."""
