"""What the reports are asked for in their addresses, by report."""
