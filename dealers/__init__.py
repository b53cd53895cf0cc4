"""Who acts and for whom: dealers, people, roles, territories."""
