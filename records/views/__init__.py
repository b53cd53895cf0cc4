"""Pages of imports, of saved views, and of the components."""
