"""Which kinds of file can be imported: apps add theirs, so that records knows no domain model."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Self

from django.http import Http404

from records.imports.fields import Field, Text
from records.refusals import Refusal
from records.sentences import NO_VALUES


class Problem(NamedTuple):
    """Why one field of one line was not read or not taken; `field` is empty where the whole line is meant.

    `reason` is a sentence of the code with its `values`: each reader is told in their own language.
    """

    line: int
    field: str
    reason: Text
    values: Mapping[str, Any] = NO_VALUES

    @classmethod
    def of(cls, line: int, refusal: Refusal) -> Self:
        """Return what a refusal says of a line."""
        return cls(line, refusal.field, refusal.text, refusal.values)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One line read as fields: what they hold, what the other columns hold, and what can't be read.

    `kept` holds the other columns as written, but for phones: those are masked (C10).
    """

    line: int
    values: dict[str, Any]
    kept: dict[str, str]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """Under whose name, when and for which run rows are taken; `memory` lasts one worker's turn."""

    actor: Any
    at: datetime
    run_id: int
    file_name: str
    is_trial: bool
    memory: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Outcome:
    """What became of a chunk's rows; each is exactly one of taken, unchanged, refused.

    `named` says of unchanged rows why they change nothing, where a person should know.
    """

    taken: int = 0
    unchanged: int = 0
    refused: list[Problem] = field(default_factory=list)
    named: list[Problem] = field(default_factory=list)


Fields = tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Importer:
    """A kind of file: who may import it, what it can fill, and how rows are taken.

    `take` is given the rows that were read whole and puts them in, inside the caller's transaction. `look` is
    asked first what the database knows to be wrong in a row (such as a code that does not exist).
    """

    kind: str
    label: Text
    hint: Text
    icon: str
    may_import: Callable[[Any], bool]
    fields: Callable[[Any], Fields]
    take: Callable[[Sequence[ReadRow], Job], Outcome]
    look: Callable[[Sequence[ReadRow], Job], list[Problem]] | None = None
    chunk_rows: int = 500
    is_once_for_all: bool = False  # a file of somebody else's counts as imported too
    list_page: str = ""  # name of the address where the rows can be seen
    list_filter: str = ""  # the condition of that list that names an import by its code


_registered: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Add a kind of file."""
    _registered[importer.kind] = importer


def importer_of(kind: str) -> Importer:
    """Return a kind by its name; one that does not exist has no page either."""
    try:
        return _registered[kind]
    except KeyError as error:
        raise Http404 from error


def importers_for(actor: Any) -> list[Importer]:  # noqa: ANN401 (records knows no user model)
    """Return the kinds that a person may import."""
    return [importer for importer in _registered.values() if importer.may_import(actor)]
