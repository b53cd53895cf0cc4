"""Pages of tickets: queue, intake, one ticket with its steps, the engineer's jobs, parts of other pages."""
