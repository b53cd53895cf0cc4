"""What sets the project up, starts it, checks it and tests it."""
