"""Register units on delivery out of a file (C1)."""

from records.management.import_command import ImportCommand


class Command(ImportCommand):
    help = "Register delivered units out of a CSV or Excel file, row by row."
    kind = "equipment"
