"""Commands of the equipment app."""
