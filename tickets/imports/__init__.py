"""Files that bring tickets: repairs of the past, and the event log of another system."""

from tickets.imports import event_log, history

IMPORTERS = (history.IMPORTER, event_log.IMPORTER)
