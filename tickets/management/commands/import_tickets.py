"""Take in service history out of a file: repairs of the past become closed tickets."""

from records.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Import repairs of the past as closed tickets out of a CSV or Excel file; no calls follow."
    kind = "tickets"
