"""Pages of calls: the desk, what is done there, the list and the record, fragments for other pages."""
