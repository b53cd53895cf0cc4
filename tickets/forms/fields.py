"""Fields that the forms of tickets share."""

from typing import TYPE_CHECKING

from django import forms

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def words_field(
    label: "StrOrPromise", *, longest: int, missing: "StrOrPromise" = "", rows: int = 2
) -> forms.CharField:
    """Return a field for a few sentences; `missing` is said where it may not be empty."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else {},
    )
