"""What an engineer types on the phone at the machine (D7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.choices import OldPart, RecordLineKind, RecordResult
from tickets.forms.faults import FaultFields
from tickets.forms.fields import words_field
from tickets.forms.rows import Rows, RowSet
from tickets.forms.steps import StepForm
from tickets.models import ServiceRecord
from tickets.onsite.items import (
    LONGEST_PART_NUMBER,
    LONGEST_READING,
    MOST_READINGS,
    ReadingItem,
    RecordItem,
)
from tickets.quotes.rules import (
    CENT,
    LONGEST_TEXT,
    LONGEST_UNIT,
    MOST_LINES,
    MOST_PRICE,
    MOST_QUANTITY,
)
from tickets.services.diagnosing import Diagnosis
from tickets.services.notes import LONGEST_DESCRIPTION
from tickets.services.repairing import LONGEST_WORK

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LARGEST_METER: Final = 2**31 - 1
DRAFTED: Final = ("work_done", "minutes_worked", "minutes_travelled", "meter", "result")
OF_A_DIAGNOSIS: Final = ("fault_class", "cause", "remedy")
OF_A_LINE: Final = ("text", "kind", "quantity", "unit", "unit_price", "part_number", "old_part")
OF_A_READING: Final = ("name", "value", "unit")
NUMBERS: Final = {"inputmode": "numeric", "autocomplete": "off"}


def _minutes(label: "StrOrPromise", *, required: "StrOrPromise" = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=LONGEST_WORK,
        required=bool(required),
        widget=forms.TextInput(attrs=NUMBERS),
        error_messages={
            "required": required,
            "invalid": _("Write the working time in whole minutes, such as 90."),
        },
    )


class RecordForm(FaultFields, StepForm):
    """The work of a trip: what was done, how long, what the meter shows, how it ended (D7)."""

    work_done = words_field(
        _("What was done"),
        longest=LONGEST_DESCRIPTION,
        missing=_("Write what was done, so that the next one to come knows it."),
        rows=5,
    )
    minutes_worked = _minutes(_("Minutes worked"), required=_("Write the working time in minutes."))
    minutes_travelled = _minutes(_("Minutes on the way"))
    meter = forms.IntegerField(
        label=_("Hour meter"),
        min_value=0,
        max_value=LARGEST_METER,
        required=False,
        widget=forms.TextInput(attrs=NUMBERS),
        error_messages={"invalid": _("Write the hours as the meter shows them, such as 2612.")},
    )
    result = forms.ChoiceField(
        label=_("Result"),
        choices=RecordResult.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how it ended.")},
    )

    def __init__(self, *args: Any, record: ServiceRecord | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.narrow(self.ticket, record, actor=self.actor)
        if record is not None:
            self.initial.update({name: getattr(record, name) for name in DRAFTED})
        if record is not None and record.recorded_at is not None:
            del self.fields["result"]  # how the trip ended stays

    @classmethod
    def name(cls) -> str:
        return "record"

    def typed(self) -> dict[str, Any]:
        """Return what was typed, with what was found as one."""
        typed = super().typed()
        found = {name: typed.pop(name) for name in OF_A_DIAGNOSIS}
        return typed | {"diagnosis": Diagnosis(**found)}


class LineForm(forms.Form):
    text = forms.CharField(
        label=pgettext_lazy("line of a record", "What"),
        max_length=LONGEST_TEXT,
        error_messages={"required": _("Write what it is, or empty the line.")},
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=RecordLineKind, initial=RecordLineKind.REPLACED)
    quantity = forms.DecimalField(
        label=_("Quantity"),
        min_value=CENT,
        max_value=MOST_QUANTITY,
        decimal_places=2,
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": _("Write how many.")},
    )
    unit = forms.CharField(label=_("Unit of measure"), max_length=LONGEST_UNIT, required=False)
    unit_price = forms.DecimalField(
        label=_("Price, yuan"),
        min_value=Decimal(0),
        max_value=MOST_PRICE,
        decimal_places=2,
        initial=0,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    part_number = forms.CharField(label=_("Part number"), max_length=LONGEST_PART_NUMBER, required=False)
    old_part = forms.ChoiceField(label=_("Old part"), choices=[("", "–"), *OldPart.choices], required=False)

    @property
    def amount(self) -> Decimal | None:
        """What the line is worth, as far as it can be read; what is only drawn is not judged."""
        judged = self if self.is_bound else LineForm(self.initial)
        return judged.item.amount if judged.has_changed() and judged.is_valid() else None

    @property
    def item(self) -> RecordItem:
        typed = {name: self.cleaned_data[name] for name in OF_A_LINE}
        is_replaced = typed["kind"] == RecordLineKind.REPLACED
        return RecordItem(
            **typed
            | {
                "unit_price": typed["unit_price"] or Decimal(0),
                "old_part": typed["old_part"] if is_replaced else "",
            }
        )


class ReadingForm(forms.Form):
    name = forms.CharField(
        label=_("What was measured"),
        max_length=LONGEST_READING,
        error_messages={"required": _("Write what was measured, or empty the line.")},
    )
    value = forms.CharField(
        label=_("Value"), max_length=LONGEST_READING, error_messages={"required": _("Write what it showed.")}
    )
    unit = forms.CharField(label=_("Unit of measure"), max_length=LONGEST_UNIT, required=False)

    @property
    def amount(self) -> None:
        """Nothing is paid for a reading."""

    @property
    def item(self) -> ReadingItem:
        return ReadingItem(**{name: self.cleaned_data[name] for name in OF_A_READING})


LINES: Final = Rows(LineForm, prefix="line", columns=OF_A_LINE, most=MOST_LINES)
READINGS: Final = Rows(ReadingForm, prefix="reading", columns=OF_A_READING, most=MOST_READINGS)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is typed on the page of a record."""

    form: RecordForm
    lines: RowSet
    readings: RowSet

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.lines.is_valid(), self.readings.is_valid()])

    def typed(self) -> dict[str, Any]:
        """Return what was typed, for the service."""
        return {
            **self.form.typed(),
            "items": self.lines.items(),
            "readings": self.readings.items(),
        }


def blank_sheet(form: RecordForm, record: ServiceRecord | None) -> Sheet:
    """Return the page as it was drafted, with a row more where there is none."""
    lines = [] if record is None else [_row(line, OF_A_LINE) for line in record.lines.all().in_order()]
    readings = [] if record is None else [_row(one, OF_A_READING) for one in record.readings.all().in_order()]
    return Sheet(form, LINES.blank(lines, more=not lines), READINGS.blank(readings, more=not readings))


def _row(row: object, names: tuple[str, ...]) -> Mapping[str, Any]:
    values = {name: getattr(row, name) for name in names}
    return {
        name: f"{value.normalize():f}" if isinstance(value, Decimal) else value
        for name, value in values.items()
    }
