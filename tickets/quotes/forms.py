"""What people type about a quote: its lines, the customer's answer as they heard it (C4)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.choices import QuoteAnswered, QuoteLineKind
from tickets.forms.fields import words_field
from tickets.forms.rows import Rows, RowSet
from tickets.models import Quote, QuoteLine
from tickets.quotes.rules import (
    CENT,
    LONGEST_TEXT,
    LONGEST_UNIT,
    MOST_LINES,
    MOST_PRICE,
    MOST_QUANTITY,
    QuoteItem,
)
from tickets.services.notes import LONGEST_WAIT
from tickets.services.opening import LONGEST_NAME
from tickets.services.quote_answers import LONGEST_DECLINED, PUT_DOWN
from tickets.services.quoting import LONGEST_QUOTE_NOTE

BLANK_ROWS: Final = 3
COLUMNS: Final = ("kind", "text", "quantity", "unit", "unit_price")


class QuoteForm(forms.Form):
    """What stands around the lines; `version` is how the quote stood when the page was drawn."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    note = words_field(_("Note to the customer"), longest=LONGEST_QUOTE_NOTE)
    reason = words_field(_("Why the customer pays in warranty"), longest=LONGEST_WAIT)

    def __init__(self, *args: Any, quote: Quote | None, is_covered: bool, **kwargs: Any) -> None:
        if quote is not None:
            kwargs["initial"] = {"version": quote.version, "note": quote.note, "reason": quote.reason}
        super().__init__(*args, **kwargs)
        if not is_covered and not self["reason"].value():
            del self.fields["reason"]


class LineForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=QuoteLineKind, initial=QuoteLineKind.LABOUR)
    text = forms.CharField(
        label=_("What for"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write what the customer pays for, or empty the line.")},
    )
    quantity = forms.DecimalField(
        label=_("Quantity"),
        min_value=CENT,
        max_value=MOST_QUANTITY,
        decimal_places=2,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": _("Write how many.")},
    )
    unit = forms.CharField(label=pgettext_lazy("quote", "Measure"), max_length=LONGEST_UNIT, required=False)
    unit_price = forms.DecimalField(
        label=_("Price, yuan"),
        min_value=Decimal(0),
        max_value=MOST_PRICE,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"required": _("Write the price of one.")},
    )

    @property
    def amount(self) -> Decimal | None:
        """What the line is worth, as far as it can be read; what is only drawn is not judged."""
        judged = self if self.is_bound else LineForm(self.initial)
        return judged.item.amount if judged.has_changed() and judged.is_valid() else None

    @property
    def item(self) -> QuoteItem:
        return QuoteItem(**{name: self.cleaned_data[name] for name in COLUMNS})


LINES: Final = Rows(LineForm, prefix="line", columns=COLUMNS, most=MOST_LINES)


def blank_lines(lines: Iterable[QuoteLine]) -> RowSet:
    """Return the rows of a draft, and some more to write in."""
    known = [
        {name: getattr(line, name) for name in COLUMNS} | {"quantity": f"{line.quantity.normalize():f}"}
        for line in lines
    ]
    return LINES.blank(known, more=0 if known else BLANK_ROWS)


class AnsweredForm(forms.Form):
    """How the customer answered, and who of them said so."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    answered = forms.ChoiceField(
        label=_("How they answered"),
        choices=[(way.value, way.label) for way in QuoteAnswered if way in PUT_DOWN],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the customer answered by phone or in writing.")},
    )
    said_by = forms.CharField(
        label=_("Who said so"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Write who of the customer's people said so.")},
    )

    def __init__(self, *args: Any, quote: Quote, **kwargs: Any) -> None:
        name = type(self).__name__.removesuffix("Form").lower()
        kwargs["initial"] = {"version": quote.version, "said_by": quote.ticket.contact_name}
        kwargs["auto_id"] = f"id_{name}_%s"
        super().__init__(*args, **kwargs)


class AgreedForm(AnsweredForm):
    pass


class DeclinedForm(AnsweredForm):
    reason = words_field(_("Reason"), longest=LONGEST_DECLINED, missing=_("Write why, in a few words."))
