"""Since when a table has not changed: what is kept of it in memory is good as long as its mark stands."""

from django.db import models


class TableMark(models.Model):
    """A random mark, drawn anew by a trigger with each change of a row of the table; see `records.kept`."""

    table = models.CharField(max_length=63, primary_key=True)
    mark = models.CharField(max_length=36)

    def __str__(self) -> str:
        return self.table
