"""How it all stands: satisfaction and, later, operations."""
