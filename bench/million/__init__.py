"""A million tickets, the floor they are measured against, and who asks."""
