"""The pages of the reports, by report."""
