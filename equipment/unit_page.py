"""What a unit's page says of it: tags, figures, facts and the two lanes that are its own (C2, C3, C4)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from equipment import maintenance_page, warranty_page
from equipment.choices import ContactRole, EquipmentEventVerb
from equipment.life_line import HEAD, LANE, Band, LifeScale
from equipment.models import ServiceContract
from equipment.warranty_words import terms_words
from records.wording import short_day
from regulation.calendars import local_day

if TYPE_CHECKING:
    from equipment.maintenance import BookOfMaintenance
    from equipment.models import Equipment, EquipmentEvent
    from equipment.warranty import BookOfWarranty

DAYS_A_MONTH = 30.44
UNTIL_PLANNED = timedelta(minutes=2)  # the sweep that plans calls comes each minute
CORRECTIONS = frozenset(
    {
        EquipmentEventVerb.CORRECTED,
        EquipmentEventVerb.CONTACT_CORRECTED,
        EquipmentEventVerb.FACTS_CORRECTED,
        EquipmentEventVerb.TRANSFERRED,
    }
)
FIELD_NAMES = {
    "installed_on": gettext_lazy("Installed on"),
    "in_use_from": gettext_lazy("In use from"),
    "delivered_on": gettext_lazy("Delivered on (day was not given)"),
    "contact_name": gettext_lazy("Contact"),
    "phone": gettext_lazy("Phone"),
    "contact_role": gettext_lazy("Role"),
    "gps_terminal": gettext_lazy("GPS terminal"),
    "project_name": gettext_lazy("Project"),
    "first_place_of_use": gettext_lazy("Place"),
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A state in at most six characters."""

    text: str
    tone: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the head and what it counts."""

    value: str
    label: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """The head of the life line with the lanes of ownership and warranty."""

    scale: LifeScale
    owned: Band
    warranty: list[Band]
    factory_x: float | None
    delivered_x: float
    says: str

    @property
    def bands(self) -> list[Band]:
        return [self.owned, *self.warranty]

    @property
    def lane_ends(self) -> tuple[int, int]:
        return HEAD + LANE - 1, HEAD + 2 * LANE - 1

    @property
    def height(self) -> int:
        return HEAD + 2 * LANE


def tags(book: "BookOfWarranty", *, today: date) -> list[Tag]:
    """Say at a glance whether it is installed and whether it, or a part of it, is in warranty."""
    unit = book.unit
    if unit.installed_on is None:
        is_late = unit.planned_installation_on < today
        text = _("Installation overdue") if is_late else _("To be installed")
        return [Tag(text, "bad" if is_late else "warn", "tool")]
    ends = unit.warranty_ends_on
    if ends is None or ends < today:
        parts = [
            Tag(_("%(part)s in warranty") % {"part": part}, "good")
            for part in warranty_page.covered_parts(book, today=today)
        ]
        return [
            Tag(pgettext("unit", "Installed"), "brand", "check"),
            Tag(_("Out of warranty"), "warn"),
            *parts,
        ]
    return [Tag(pgettext("unit", "Installed"), "brand", "check"), Tag(_("In warranty"), "good")]


def figures(book: "BookOfWarranty", care: "BookOfMaintenance", *, today: date) -> list[Figure]:
    """Return the figures of the head: hours, use, warranty, days of its file, the next maintenance if any."""
    unit, hours = book.unit, warranty_page.hours_figure(book)
    due = maintenance_page.figure(care, today=today)
    return [
        *([Figure(hours[0], _("operating hours"), hours[1])] if hours else []),
        _time_in_use(unit, today),
        _warranty_left(book, today),
        Figure(short_day(unit.delivered_on, today), _("delivered")),
        _installation(unit, today),
        Figure(*due) if due else Figure(short_day(unit.registered_at, today), _("registered")),
    ]


def _time_in_use(unit: "Equipment", today: date) -> Figure:
    start = unit.in_use_from
    if start is None:
        return Figure("—", _("in use"))
    if start > today:
        return Figure(_("from %(day)s") % {"day": short_day(start, today)}, _("in use"))
    months = round((today - start).days / DAYS_A_MONTH, 1)
    return Figure(_("%(months)s months") % {"months": f"{months:g}"}, _("in use"))


def _warranty_left(book: "BookOfWarranty", today: date) -> Figure:
    unit, ends = book.unit, book.unit.warranty_ends_on
    terms = terms_words(book.rows[0])
    if ends is None:
        label = _("warranty of %(terms)s") % {"terms": terms}
        return Figure("—", label, _("counts from the installation"))
    days = (ends - today).days
    if days < 0:
        since = _("Out of warranty since %(day)s") % {"day": short_day(unit.out_of_warranty_from, today)}
        return Figure("0", since, _("of %(terms)s") % {"terms": terms}, "warn")
    left = ngettext("%(days)s day left", "%(days)s days left", days) % {"days": days}
    until = _("In warranty until %(day)s") % {"day": short_day(ends, today)}
    return Figure(left, until, _("of %(terms)s") % {"terms": terms})


def _installation(unit: "Equipment", today: date) -> Figure:
    if unit.installed_on:
        return Figure(short_day(unit.installed_on, today), _("installed"))
    late = (today - unit.planned_installation_on).days
    note = ngettext("%(days)s day late", "%(days)s days late", late) % {"days": late} if late > 0 else ""
    return Figure(
        short_day(unit.planned_installation_on, today), _("planned installation"), note, "bad" if note else ""
    )


def life(book: "BookOfWarranty", *, today: date) -> Life:
    """Draw the unit's life as far as the file knows it: factory, delivery, owner, warranty."""
    unit = book.unit
    first = min(day for day in (unit.factory_on, unit.delivered_on, unit.installed_on) if day)
    last = warranty_page.last_day(book) or unit.planned_installation_on
    scale = LifeScale.of_life(first, last, today=today)
    return Life(
        scale=scale,
        owned=scale.band(
            local_day(unit.taken_over_at) if unit.taken_over_at else unit.delivered_on,
            today,
            f"{unit.customer} · {unit.project_name}",
            y=HEAD + 7,
            height=LANE - 14,
            tone="band",
        ),
        warranty=warranty_page.bands(book, scale, today=today),
        factory_x=scale.x(unit.factory_on) if unit.factory_on else None,
        delivered_x=scale.x(unit.delivered_on),
        says=_("From %(first)s to today, with owner, warranty, calls and tickets.") % {"first": first},
    )


def awaits_plan(unit: "Equipment", *, at: datetime) -> bool:
    """Say whether the days were set so lately that calls may still stand as they were planned before."""
    return unit.events.dating_calls(since=at - UNTIL_PLANNED).exists()


def facts(unit: "Equipment", *, today: date) -> list[dict[str, Any]]:
    """Return what was registered and what was bought beyond the warranty, as labels and values."""
    contract = ServiceContract.objects.of(unit.customer, unit, on=today).select_related("plan").first()
    return [
        {
            "label": _("Service contract"),
            "value": contract.plan if contract else "",
            "note": _("until %(day)s") % {"day": contract.ends_on} if contract else "",
        },
        {"label": _("Project"), "value": unit.project_name},
        {"label": _("Place"), "value": unit.first_place_of_use},
        {"label": _("Division"), "value": unit.division, "note": unit.division_id or ""},
        {"label": _("Dealer"), "value": unit.dealer},
        {"label": _("Planned on"), "value": _written(unit.planned_installation_on)},
        {
            "label": _("Delivered"),
            "value": _written(unit.delivered_on),
            "note": _("day was not given") if unit.is_delivery_assumed else "",
        },
        {"label": _("Factory"), "value": _written(unit.factory_on)},
        {"label": _("GPS terminal"), "value": unit.gps_terminal},
    ]


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def history_row(event: "EquipmentEvent") -> dict[str, Any]:
    """Return one line of the unit's own history: when, what, which values, by whom (L3)."""
    verb = EquipmentEventVerb(event.verb)
    return {
        "at": event.at,
        "verb": verb,
        "tone": "warn" if verb in CORRECTIONS else "brand",
        "text": "; ".join(_changes(event.changes)) or "—",
        "note": event.note,
        "actor": event.actor,
    }


def _changes(changes: dict[str, Any]) -> list[str]:
    """Write what changed: field, old value, new value."""
    lines = []
    for name in [name for name in FIELD_NAMES if name in changes]:
        old, new = (_said(name, value) for value in changes[name])
        lines.append(f"{FIELD_NAMES[name]} {old} → {new}" if old else f"{FIELD_NAMES[name]} {new}")
    return lines


def _said(name: str, value: str) -> str:
    return str(ContactRole(value).label) if name == "contact_role" else value
