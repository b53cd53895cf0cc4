"""What people say about a file to import and about a list to keep."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from records.imports.fields import DateFormat, DecimalMark, Field, FieldType
from records.imports.mapping import FIELD_NEEDED, ColumnMap, FieldNeeded, MappingNotComplete
from records.imports.runs import Look
from records.tabular import ENCODINGS

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

ENCODING_NAMES = {
    "utf-8-sig": _("UTF-8"),
    "gb18030": _("GBK (Chinese Windows)"),
    "utf-16": _("UTF-16 (Unicode text)"),
    "cp1252": _("Windows-1252 (Western)"),
}
TOO_LARGE = _("The file is larger than %(limit)s MB. Divide it into several files.")


class UploadForm(forms.Form):
    """One file of one kind."""

    kind = forms.ChoiceField(label=_("What the file holds"), widget=forms.RadioSelect)
    file = forms.FileField(label=_("File"))

    def __init__(
        self, *args: Any, kinds: Sequence[tuple[str, Any]], is_cut_off: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        kind, file = self.fields["kind"], self.fields["file"]
        kind.choices = kinds  # type: ignore[attr-defined]  # the stubs can't know
        file.required = not is_cut_off  # what was cut off for its size did not arrive
        file.widget.attrs["accept"] = ".csv,.txt,.tsv,.xlsx"
        file.widget.attrs["data-file-state"] = "#chosen"
        file.widget.attrs["data-max-bytes"] = settings.UPLOAD_MAX_BYTES
        file.widget.attrs["data-too-large"] = str(TOO_LARGE) % {"limit": settings.UPLOAD_MAX_BYTES >> 20}

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is None or (file.size or 0) > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE, params={"limit": settings.UPLOAD_MAX_BYTES >> 20})
        return file


class EncodingForm(forms.Form):
    """How the characters of a CSV file are written, where it was found wrongly."""

    encoding = forms.ChoiceField(
        label=_("Characters"), choices=[(name, ENCODING_NAMES[name]) for name in ENCODINGS]
    )


class ColumnsForm(forms.Form):
    """Which column fills which field of ours."""

    date_format = forms.ChoiceField(
        label=_("Days are written"), choices=[("", _("Choose…")), *DateFormat.choices]
    )
    decimal_mark = forms.ChoiceField(label=_("Decimals are written"), choices=DecimalMark.choices)

    def __init__(self, *args: Any, own: Sequence[Field], look: Look, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own, self.look = own, look
        said = look.suggested
        self.fields["date_format"].initial = said.date_format
        self.fields["decimal_mark"].initial = said.decimal_mark
        columns = [("", _("— not in the file —")), *((name, name) for name in look.header)]
        for wanted in own:
            self.fields[_column(wanted)] = forms.ChoiceField(
                label=str(wanted.label),
                choices=columns,
                required=wanted.is_required,
                error_messages={"required": FIELD_NEEDED},
                initial=said.columns.get(wanted.code, ""),
            )
            if wanted.type is FieldType.CHOICE:
                self._add_choice(wanted)

    def _add_choice(self, wanted: Field) -> None:
        """Ask what a closed choice is in every row, or what each word of its column stands for."""
        said = self.look.suggested
        self.fields[f"constant-{wanted.code}"] = forms.ChoiceField(
            label=_("where the file says nothing"),
            choices=wanted.choices,
            required=False,
            initial=said.constants.get(wanted.code, wanted.default),
        )
        for place, written in enumerate(self.look.values.get(wanted.code, [])):
            self.fields[f"value-{wanted.code}-{place}"] = forms.ChoiceField(
                label=written,
                choices=[("", _("refuse these rows")), *wanted.choices],
                required=False,
                initial=said.values.get(wanted.code, {}).get(written, ""),
            )

    def rows(self) -> list[dict[str, Any]]:
        """Return for each field of ours what the page asks about it."""
        return [
            {
                "field": wanted,
                "column": self[_column(wanted)],
                "sample": self._sample(wanted),
                "constant": self[f"constant-{wanted.code}"] if wanted.type is FieldType.CHOICE else None,
                "values": [
                    self[f"value-{wanted.code}-{place}"]
                    for place, _written in enumerate(self.look.values.get(wanted.code, []))
                ],
            }
            for wanted in self.own
        ]

    def _sample(self, wanted: Field) -> str:
        column = str(self[_column(wanted)].value() or "")
        return self.look.sample_of(column) if column in self.look.header else ""

    @property
    def has_decimals(self) -> bool:
        return any(wanted.type in {FieldType.DECIMAL, FieldType.INTEGER} for wanted in self.own)

    def asks_anew(self) -> bool:
        """Say whether words of a column stand on the page now that were not on it when it was sent."""
        return any(
            f"value-{code}-{place}" not in self.data
            for code, written in self.look.values.items()
            for place, _one in enumerate(written)
        )

    def column_map(self) -> ColumnMap:
        """Return what was said."""
        said = self.cleaned_data
        columns = {wanted.code: said[_column(wanted)] for wanted in self.own if said[_column(wanted)]}
        values = {
            code: {
                text: said[f"value-{code}-{place}"]
                for place, text in enumerate(written)
                if said[f"value-{code}-{place}"]
            }
            for code, written in self.look.values.items()
        }
        constants = {
            wanted.code: said[f"constant-{wanted.code}"]
            for wanted in self.own
            if wanted.type is FieldType.CHOICE and said[f"constant-{wanted.code}"]
        }
        return ColumnMap(columns, constants, values, said["date_format"], said["decimal_mark"])

    def refuse(self, refusal: MappingNotComplete) -> None:
        """Put what is missing where it is missing."""
        field = _column(refusal.wanted) if isinstance(refusal, FieldNeeded) else None
        self.add_error(field, str(refusal))


def _column(wanted: Field) -> str:
    return f"column-{wanted.code}"


class SavedViewForm(forms.Form):
    """A list's conditions under a name of the person's own."""

    name = forms.CharField(label=_("Name of the view"), max_length=40)
    page = forms.RegexField(r"^[a-z_]+:[a-z-]+$", max_length=40, widget=forms.HiddenInput)
    query = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)
    is_shared = forms.BooleanField(label=_("Share with all colleagues"), required=False)
