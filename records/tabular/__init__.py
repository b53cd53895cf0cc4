"""Tables in files as people send them: CSV of several encodings, and Excel, in bounded time and memory."""

from records.tabular.csv_files import ENCODINGS
from records.tabular.opening import Table, open_table
from records.tabular.rows import FileNotReadable, Row, Value

__all__ = ["ENCODINGS", "FileNotReadable", "Row", "Table", "Value", "open_table"]
