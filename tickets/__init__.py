"""What is wrong and who puts it right: tickets, offers, service records."""
