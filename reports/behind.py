"""The single calls behind a figure: low ratings first, the customer's words, pages by key (J1, J3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db.models import OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from visits.choices import QuestionKind
from visits.listing import STATUS_TONES
from visits.models import Question, Visit, VisitAnswer
from visits.states import VisitStatus

if TYPE_CHECKING:
    from visits.querysets import VisitQuerySet

Key = tuple[int, date, int]  # rating, day, row
BACKWARDS: Final[tuple[str, ...]] = ("-worst", "day", "pk")
UNRATED: Final = 9  # after every rating
HEADER: Final = (
    gettext_lazy("Number"),
    gettext_lazy("Stage"),
    gettext_lazy("Status"),
    gettext_lazy("Due"),
    gettext_lazy("Ended"),
    gettext_lazy("Rating"),
    gettext_lazy("The customer's words"),
    gettext_lazy("Customer"),
    gettext_lazy("Model"),
    gettext_lazy("Serial no."),
    gettext_lazy("Dealer"),
    gettext_lazy("Ticket"),
    gettext_lazy("Ticket opened"),
)


def in_order(visits: "VisitQuerySet") -> "VisitQuerySet":
    """Return calls with the worst rating first, then the newest; what the customer said stands in `words`."""
    texts = Question.objects.filter(kind=QuestionKind.TEXT).values("code")
    said = VisitAnswer.objects.filter(visit=OuterRef("pk"), question__in=texts).exclude(value="")
    words = Subquery(said.order_by("position").values("value")[:1], output_field=TextField())
    return (
        visits.with_names()
        .annotate(
            worst=Coalesce("rating", Value(UNRATED)),
            day=Coalesce("ended_on", "due_on"),
            words=Coalesce(words, NullIf("note", Value("")), Value(""), output_field=TextField()),
        )
        .order_by("worst", "-day", "-pk")
    )


@dataclass(frozen=True, slots=True)
class Page:
    """One page of calls and the keys of its neighbours; an empty key means there is none."""

    visits: list[Visit]
    previous: str = ""
    next: str = ""


def page_of(calls: "VisitQuerySet", *, before: str = "", after: str = "") -> Page:
    """Return the page of ordered calls before or after a key such as 3.2026-09-15.1234."""
    size = settings.PAGE_SIZE
    back = _key(before)
    if back:
        nearer = calls.filter(_beyond(back, worse="lt", newer="gt")).order_by(*BACKWARDS)
        found = list(nearer[: size + 1])
        visits = found[:size][::-1]
        return Page(
            visits, _key_of(visits[0]) if len(found) > size else "", _key_of(visits[-1]) if visits else ""
        )
    onward = _key(after)
    if onward:
        calls = calls.filter(_beyond(onward, worse="gt", newer="lt"))
    found = list(calls[: size + 1])
    visits = found[:size]
    following = _key_of(visits[-1]) if len(found) > size else ""
    return Page(visits, _key_of(visits[0]) if onward and visits else "", following)


def _beyond(key: Key, *, worse: str, newer: str) -> Q:
    """Return the condition to stand beyond a key in the order of `in_order`, on either side."""
    worst, day, pk = key
    same_rating = {"worst": worst}
    same_day = {**same_rating, "day": day}
    return (
        Q(**{f"worst__{worse}": worst})
        | Q(**same_rating, **{f"day__{newer}": day})
        | Q(**same_day, **{f"pk__{newer}": pk})
    )


def _key(written: str) -> Key | None:
    worst, _dot, rest = written.partition(".")
    day, _dot, pk = rest.partition(".")
    try:
        return int(worst[:2]), date.fromisoformat(day), int(pk[:18])
    except ValueError:
        return None


def _key_of(visit: Visit) -> str:
    ranked: Any = visit  # carries what `in_order` adds
    return f"{ranked.worst}.{ranked.day.isoformat()}.{visit.pk}"


def row(visit: Visit) -> dict[str, Any]:
    """Return one call as the report shows it."""
    ranked: Any = visit  # carries what `in_order` adds
    unit = [str(visit.customer or ""), visit.product.code if visit.product else visit.serial_number]
    return {
        "visit": visit,
        "rule": visit.rule,
        "rating": visit.rating,
        "words": ranked.words,
        "about": " · ".join(part for part in unit if part),
        "dealer": visit.dealer.name if visit.dealer else _("Headquarters"),
        "day": ranked.day,
        "status": "" if visit.status == VisitStatus.DONE else visit.get_status_display(),
        "tone": STATUS_TONES[visit.status],
        "reason": visit.get_reason_display(),
        "ticket": visit.opened_ticket,
    }


def file_rows(calls: "VisitQuerySet") -> Iterator[list[Any]]:
    """Yield the lines of the file of single calls; phones are not in it."""
    for visit in calls.iterator(chunk_size=500):
        ranked: Any = visit
        yield [
            visit.number,
            visit.get_rule_display(),
            visit.get_status_display(),
            visit.due_on,
            visit.ended_on,
            visit.rating,
            ranked.words,
            str(visit.customer or ""),
            visit.product.code if visit.product else "",
            visit.serial_number,
            visit.dealer.name if visit.dealer else _("Headquarters"),
            visit.ticket.number if visit.ticket else "",
            visit.opened_ticket.number if visit.opened_ticket else "",
        ]
