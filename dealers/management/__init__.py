"""Commands of the dealers app."""
