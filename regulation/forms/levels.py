"""The service levels of a draft as they are typed: rows are added, moved, left out, and then saved (D3).

What was typed is kept as it was sent, row by row; forms are only drawn of it, so no step loses any of it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulation import level_words
from regulation.conditions import names_of, registered, type_names
from regulation.forms.targets import TargetField, TargetInput
from regulation.level_words import CLOCKS
from regulation.levels import Conditions
from regulation.models import ServiceLevel
from regulation.services import LevelDraft, LevelsNotValid

if TYPE_CHECKING:
    from dealers.models import User
    from regulation.conditions import Condition

MORE: Final = "_more"  # codes written beside those that are ticked already
ADD, UP, DOWN, REMOVE, DRAW = "add", "up", "down", "remove", "draw"
_FIELD: Final = re.compile(r"level-(\d{1,3})-(\w+)", re.ASCII)
_BETWEEN_CODES: Final = re.compile(r"[,，、;；\n]")
Typed = dict[str, list[str]]  # the fields of one level: name → values


def sent_levels(data: QueryDict) -> list[Typed]:
    """Return the levels of a form that was sent, in their order; codes are ticked or written beside."""
    rows: dict[int, Typed] = {}
    for name, values in data.lists():
        if found := _FIELD.fullmatch(name):
            rows.setdefault(int(found[1]), {})[found[2]] = [str(value) for value in values]
    return [_with_more(rows[place]) for place in sorted(rows)]


def _with_more(row: Typed) -> Typed:
    """Put the codes that were written to those that are ticked."""
    typed = {name: values for name, values in row.items() if not name.endswith(MORE)}
    for field in registered():
        written = (
            code.strip() for text in row.get(f"{field}{MORE}", []) for code in _BETWEEN_CODES.split(text)
        )
        codes = [*typed.get(field, []), *filter(None, written)]
        if codes:
            typed[field] = list(dict.fromkeys(codes))
    return typed


def written_levels(levels: "Iterable[ServiceLevel]") -> list[Typed]:
    """Return the levels of a version as their form would send them."""
    return [_written(level) for level in levels]


def _written(level: "ServiceLevel") -> Typed:
    typed = level.typed
    row = {"code": [level.code], "name_zh": [level.name_zh], "name_en": [level.name_en]}
    row |= {field: list(codes) for field in registered() if (codes := getattr(typed.conditions, field))}
    for kind in CLOCKS:
        parts = TargetInput.parts_of(typed.targets.of(kind))
        row |= {f"{kind.value}_{part}": [value] for part, value in enumerate(parts)}
    return row


def rearranged(rows: Sequence[Typed], pressed: str) -> tuple[list[Typed], int] | None:
    """Return the rows after a step that only draws them anew, and the row it was about; else nothing.

    A new level stands before the last one, which takes what no other takes.
    """
    act, _dash, place = pressed.partition("-")
    if act == ADD:
        at = max(len(rows) - 1, 0)
        return [*rows[:at], {}, *rows[at:]], at
    row = int(place) if place.isdecimal() and len(place) <= len("999") else 0
    if act == DRAW:
        return list(rows), row
    if act == REMOVE:
        return [one for at, one in enumerate(rows) if at != row], max(row - 1, 0)
    if act in {UP, DOWN}:
        to = row + (1 if act == DOWN else -1)
        return _swapped(rows, row, to)
    return None


def _swapped(rows: Sequence[Typed], row: int, to: int) -> tuple[list[Typed], int]:
    moved = list(rows)
    if not (0 <= to < len(rows) and row < len(rows)):
        return moved, row
    moved[row], moved[to] = moved[to], moved[row]
    return moved, to


class SeenForm(forms.Form):
    """How the version stood when the page was drawn."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class LevelForm(forms.Form):
    """One level; what is wrong with its names and codes the service says, for the page as for programs."""

    code = forms.CharField(label=gettext_lazy("Code"), required=False)
    name_zh = forms.CharField(label=gettext_lazy("Name in Chinese"), required=False)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), required=False)

    def __init__(self, typed: Typed, *, place: int, names: Mapping[str, type_names]) -> None:
        prefix = f"level-{place}"
        sent = MultiValueDict({f"{prefix}-{name}": values for name, values in typed.items()})
        super().__init__(sent, prefix=prefix)
        self.place, self.names = place, names
        for field, condition in registered().items():
            self.fields[field] = _codes_field(condition, typed.get(field, []), names[field])
        for kind in CLOCKS:
            self.fields[kind.value] = TargetField(kind.label)

    @property
    def conditions(self) -> Conditions:
        """What can be read of the conditions, to say it in words."""
        self.is_valid()
        return _as_conditions(self.cleaned_data)

    @property
    def name(self) -> str:
        """The name in the reader's language, as far as it is written."""
        written = {name: self[name].value() or "" for name in ("name_zh", "name_en")}
        return ServiceLevel(**written).name or self["code"].value() or ""

    @property
    def requests(self) -> str:
        return level_words.sentence_of(self.conditions, self.names)

    @property
    def times(self) -> list[str]:
        """Return the times that can be read, each with its clock."""
        self.is_valid()
        read = [(kind, self.cleaned_data.get(kind.value)) for kind in CLOCKS]
        return [
            _("%(clock)s %(time)s") % {"clock": kind.label, "time": level_words.limit_words(**target)}
            for kind, target in read
            if target
        ]

    def ticks(self) -> Iterator[forms.BoundField]:
        """Yield what is chosen out of a closed set."""
        yield from (self[field] for field, condition in registered().items() if condition.choices)

    def named(self) -> Iterator[dict[str, Any]]:
        """Yield what is chosen by code, and where its suggestions come from."""
        for field, condition in registered().items():
            if not condition.choices:
                yield {"field": self[field], "code": field, "more": f"{self[field].html_name}{MORE}"}

    def targets(self) -> Iterator[forms.BoundField]:
        yield from (self[kind.value] for kind in CLOCKS)

    def draft(self) -> LevelDraft:
        """Return the level as the service takes it, as far as it can be read."""
        self.is_valid()
        read = self.cleaned_data
        targets = {kind.value: read[kind.value] for kind in CLOCKS if read.get(kind.value)}
        conditions = {field: read[field] for field in registered() if read.get(field)}
        names = {name: read.get(name, "") for name in ("code", "name_zh", "name_en")}
        return LevelDraft(**names, targets=targets, conditions=conditions)


def _codes_field(
    condition: "Condition", typed: Sequence[str], names: type_names
) -> forms.MultipleChoiceField:
    """Return tick boxes: of a closed set all of it, else of the codes chosen so far, by their names."""
    choices = (
        condition.choices.choices if condition.choices else [(code, names.get(code, code)) for code in typed]
    )
    return forms.MultipleChoiceField(
        label=condition.label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _filled(row: Typed) -> Typed:
    return {name: values for name, values in row.items() if any(values)}


def _as_conditions(read: Mapping[str, Sequence[str]]) -> Conditions:
    """Return conditions to be said in words; nothing of them is checked."""
    codes: dict[str, Any] = {field: tuple(read.get(field, ())) for field in registered()}
    return Conditions.model_construct(**codes)


class LevelForms:
    """The levels of a draft in their order, each as a form."""

    def __init__(self, rows: Sequence[Typed], *, actor: "User", stood: Sequence[Typed], at: int = -1) -> None:
        """Draw what was typed; open are the row somebody is at, and those that differ from what stood."""
        names = names_of([_as_conditions(row) for row in rows], actor)
        self.forms = [LevelForm(row, place=place, names=names) for place, row in enumerate(rows)]
        known = [_filled(row) for row in stood]
        self.opened = {place for place, row in enumerate(rows) if place == at or _filled(row) not in known}

    @property
    def last(self) -> int:
        return len(self.forms) - 1

    def is_valid(self) -> bool:
        return not any(form.errors for form in self.forms)

    def drafts(self) -> list[LevelDraft]:
        return [form.draft() for form in self.forms]

    def refuse(self, refusal: LevelsNotValid) -> list[str]:
        """Put what the service refused beside the fields it is about; return what is about the whole list."""
        whole = []
        for fault in refusal.faults:
            said = _("%(fault)s.") % {"fault": capfirst(fault.words)}
            if fault.place < 0:
                whole.append(said)
            else:
                form = self.forms[fault.place]
                form.add_error(fault.field if fault.field in form.fields else None, said)
        return whole

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each level with what stands around it: is it open, and what its place means."""
        for form in self.forms:
            takes_all = form.conditions.are_none
            is_last = form.place == self.last
            yield {
                "form": form,
                "is_open": form.place in self.opened or bool(form.errors),
                "takes_rest": is_last and takes_all,
                "hides_below": takes_all and not is_last,
                "leaves_gap": is_last and not takes_all,
            }
