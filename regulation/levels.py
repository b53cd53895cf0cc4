"""Service levels as data: which one a request gets, and the times that it promises. Pure (D3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from regulation.choices import PROMISED, ClockKind, TimeBasis

MOST_CODES: Final = 50
Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[^\x00]+$")]
Codes = Annotated[
    tuple[Code, ...],
    Field(max_length=MOST_CODES),
    AfterValidator(lambda codes: tuple(dict.fromkeys(codes))),  # a code that stands twice says nothing more
]
MOST_MINUTES: Final = 366 * 24 * 60
Minutes = Annotated[int, Field(ge=1, le=MOST_MINUTES)]


class _Closed(BaseModel):
    """A closed set of fields: a misspelt one is an error, not a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Request:
    """What decides the level of a ticket; a place stands as the codes of its division and of those above."""

    kind: str
    priority: str
    product: str = ""
    customer: str = ""
    contract: str = ""
    divisions: frozenset[str] = frozenset()


class Conditions(_Closed):
    """Which requests a level is for: each list that is not empty must hold the request's own value."""

    kinds: Codes = ()
    priorities: Codes = ()
    products: Codes = ()
    customers: Codes = ()
    contracts: Codes = ()
    divisions: Codes = ()

    @property
    def are_none(self) -> bool:
        return not any(self.model_dump().values())

    def hold(self, request: Request) -> bool:
        asked = (
            (self.kinds, {request.kind}),
            (self.priorities, {request.priority}),
            (self.products, {request.product}),
            (self.customers, {request.customer}),
            (self.contracts, {request.contract}),
            (self.divisions, request.divisions),
        )
        return all(not wanted or not owned.isdisjoint(wanted) for wanted, owned in asked)


class Target(_Closed):
    """A time by which something is done, and which time counts."""

    minutes: Minutes
    basis: TimeBasis


class Targets(_Closed):
    """The times of a level; what stands empty has no clock.

    `answer` and `plan` are inner: until the offered dealer answers, and until it has put an engineer on it.
    """

    respond: Target | None = None
    attend: Target | None = None
    fix: Target | None = None
    complete: Target | None = None
    answer: Target | None = None
    plan: Target | None = None

    @model_validator(mode="after")
    def promise_something(self) -> "Targets":
        if not any(self.of(kind) for kind in PROMISED):
            raise PydanticCustomError("no_target", "a level needs at least one target")
        return self

    def of(self, kind: ClockKind) -> Target | None:
        found: Target | None = getattr(self, kind.value)
        return found


@dataclass(frozen=True, slots=True)
class Level:
    """A service level of one version of the regulation."""

    code: str
    conditions: Conditions
    targets: Targets


def choose_level(levels: Iterable[Level], request: Request) -> Level | None:
    """Return the first level whose conditions hold: the order is people's to see and to set (D3)."""
    return next((level for level in levels if level.conditions.hold(request)), None)


LAST_TAKES_ALL: Final = "last_takes_all"


def order_fault(levels: list[Level]) -> str:
    """Say what is wrong with an order of levels: the last one alone takes every request."""
    is_open = [level.conditions.are_none for level in levels]
    return "" if is_open and is_open[-1] and not any(is_open[:-1]) else LAST_TAKES_ALL
