"""What the list of messages can be narrowed by; the rows come in scoped already."""

from datetime import date
from typing import TYPE_CHECKING, Final

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records import letters
from records.choices import MessageChannel
from records.states import MessageStatus

if TYPE_CHECKING:
    from records.querysets import OutboxMessageQuerySet


EVERY: Final = "all"


def _kinds() -> list[tuple[str, str]]:
    return [(template.code, str(template.label)) for template in letters.templates()]


class MessageFilter(django_filters.FilterSet):  # type: ignore[misc]  # the stubs can't know
    """Filters of the page and of the API: state, way, kind, what it is about, days (D20)."""

    status = django_filters.ChoiceFilter(
        method="in_state", choices=[*MessageStatus.choices, (EVERY, _("All states"))], label=_("State")
    )
    channel = django_filters.ChoiceFilter(choices=MessageChannel, label=pgettext_lazy("of a message", "Way"))
    template = django_filters.ChoiceFilter(choices=_kinds, label=_("Kind of message"))
    about = django_filters.CharFilter(method="of_record", label=_("About"))
    created_from = django_filters.DateFilter(
        method="from_day",
        label=_("Created from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    created_until = django_filters.DateFilter(
        method="until_day",
        label=_("Created until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def in_state(self, queryset: "OutboxMessageQuerySet", name: str, value: str) -> "OutboxMessageQuerySet":
        return queryset if value == EVERY else queryset.filter(status=value)

    def of_record(self, queryset: "OutboxMessageQuerySet", name: str, value: str) -> "OutboxMessageQuerySet":
        """Narrow to one record by its number, however it is typed."""
        return queryset.filter(about=value.strip().upper())

    def from_day(self, queryset: "OutboxMessageQuerySet", name: str, day: date) -> "OutboxMessageQuerySet":
        return queryset.created_from(day)

    def until_day(self, queryset: "OutboxMessageQuerySet", name: str, day: date) -> "OutboxMessageQuerySet":
        return queryset.created_until(day)
