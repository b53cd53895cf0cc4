"""Pages of the regulation: versions with their steps, their service levels."""
