"""Who goes back to the customer, and when: planned calls, the desk, attempts, answers."""
