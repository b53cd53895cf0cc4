"""The first version of the regulation: our wording after the requirement rows, with their numbers as parameters."""
