"""How it all stands: satisfaction and operations."""
