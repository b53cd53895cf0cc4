"""Rows of a form of which none is bound to a saved line: they are written anew as a whole (C4, D7)."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms

from tickets.quotes.rules import total_of


class RowSet(forms.BaseFormSet):  # type: ignore[type-arg]  # known to the stubs alone
    """The rows as one form; each of its forms says its `item`, and what it is worth as `amount`."""

    def initial_form_count(self) -> int:
        return 0

    @property
    def total(self) -> Decimal:
        """The sum of what can be read so far."""
        return total_of(form.amount for form in self.forms if form.amount is not None)

    def items(self) -> list[Any]:
        """Return what was typed, without the rows left empty."""
        return [form.item for form in self.forms if form.has_changed()]


class Rows:
    """One kind of rows: which form each is, under which prefix, how many at most.

    The first of `columns` stands in every row that was drawn.
    """

    def __init__(self, form: type[forms.Form], *, prefix: str, columns: Sequence[str], most: int) -> None:
        self.form, self.prefix, self.columns, self.most = form, prefix, columns, most

    def sent(self, data: Mapping[str, Any]) -> RowSet:
        """Return the rows of a form that was sent."""
        return self._formset(0)(data, prefix=self.prefix)

    def blank(self, known: Iterable[Mapping[str, Any]], *, more: int) -> RowSet:
        """Return rows with what is known, and some more to write in."""
        known = [dict(row) for row in known]
        return self._formset(min(len(known) + more, self.most))(prefix=self.prefix, initial=known)

    def redrawn(self, data: Mapping[str, Any], *, without: int | None, more: int) -> RowSet:
        """Return the rows as they were typed, one left out or some added: nothing is judged or kept."""
        typed = [
            {name: data.get(f"{self.prefix}-{row}-{name}", "") for name in self.columns}
            for row in range(self.most)
            if f"{self.prefix}-{row}-{self.columns[0]}" in data and row != without
        ]
        return self.blank(typed, more=more)

    def _formset(self, rows: int) -> type[RowSet]:
        made = forms.formset_factory(
            self.form,
            formset=RowSet,
            extra=rows,
            max_num=self.most,
            absolute_max=self.most + 1,
            validate_max=True,
        )
        return cast("type[RowSet]", made)
