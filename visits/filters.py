"""Conditions of a list of calls, the same for pages and programs; rows arrive scoped."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import django_filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.models import Dealer
from regulation.calendars import local_day
from regulation.choices import RuleCode
from visits.models import Visit
from visits.states import VisitStatus

if TYPE_CHECKING:
    from dealers.models import User
    from visits.querysets import VisitQuerySet

SO_FAR: Final = "so_far"
AHEAD: Final = "ahead"
EVER: Final = "ever"
YES: Final = "true"
NO: Final = "false"
ORDERINGS: Final = {
    "due": ("due_on", "pk"),
    "-due": ("-due_on", "-pk"),
    "number": ("number",),
    "-number": ("-number",),
}


class VisitFilter(django_filters.FilterSet):  # type: ignore[misc]  # untyped package
    """Which calls: whose, of what, how they stand, and when they ended."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=VisitStatus)
    rule = django_filters.ChoiceFilter(label=_("Stage"), choices=RuleCode)
    dealer = django_filters.ModelChoiceFilter(
        label=_("Dealer"), queryset=Dealer.objects.none(), to_field_name="code"
    )
    equipment = django_filters.CharFilter(label=_("Serial no."), field_name="equipment__serial_number")
    ticket = django_filters.CharFilter(label=_("Ticket"), field_name="ticket__number")
    due = django_filters.ChoiceFilter(
        label=_("Window"),
        choices=[(YES, _("open now")), (NO, _("not open yet, or the call is over"))],
        method="filter_due",
    )
    overdue = django_filters.ChoiceFilter(
        label=_("Deadline"),
        choices=[(YES, pgettext_lazy("deadline", "overdue")), (NO, pgettext_lazy("deadline", "not overdue"))],
        method="filter_overdue",
    )
    when = django_filters.ChoiceFilter(
        label=_("Period"),
        choices=[(SO_FAR, _("up to today")), (AHEAD, _("ahead")), (EVER, _("any"))],
        method="filter_when",
    )
    month = django_filters.CharFilter(label=_("Month of the call"), method="filter_month")

    class Meta:
        model = Visit
        fields = ("status", "rule", "dealer", "equipment", "ticket", "due", "overdue", "when", "month")

    def __init__(self, *args: Any, actor: "User | None" = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who = actor or getattr(self.request, "user", None)
        if who is not None and who.is_authenticated:
            self.filters["dealer"].queryset = Dealer.objects.visible_to(who).order_by("code")

    def filter_due(self, rows: "VisitQuerySet", _name: str, value: str) -> "VisitQuerySet":
        return rows.due(on=_today()) if value == YES else rows.not_due(on=_today())

    def filter_overdue(self, rows: "VisitQuerySet", _name: str, value: str) -> "VisitQuerySet":
        return rows.overdue(on=_today()) if value == YES else rows.not_overdue(on=_today())

    def filter_when(self, rows: "VisitQuerySet", _name: str, value: str) -> "VisitQuerySet":
        if value == EVER:
            return rows
        return rows.ahead(on=_today()) if value == AHEAD else rows.opened(on=_today())

    def filter_month(self, rows: "VisitQuerySet", _name: str, value: str) -> "VisitQuerySet":
        month = month_of(value)
        return rows.ended_in(month) if month else rows.none()


def month_of(written: str) -> date | None:
    """Return the first day of a month written as 2026-09."""
    try:
        return date.fromisoformat(f"{written}-01")
    except ValueError:
        return None


def _today() -> date:
    return local_day(timezone.now())
