"""The tables of moves as documents, written by `python -m tickets.diagram`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final, Protocol

from django.db.models import TextChoices

from tickets import appointment_states
from tickets import states as ticket_states
from tickets.days import states as day_states
from tickets.onsite import states as record_states
from tickets.quotes import states as quote_states
from tickets.quotes.states import QuoteStatus
from tickets.referrals import states as referral_states
from tickets.referrals.states import ReferralStatus
from tickets.states import Transition

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs"
HEAD: Final = """# States of {what}

Drawn from the table in `{table}` by `python -m tickets.diagram`; not written by hand.

"""


class Move(Protocol):
    @property
    def verb(self) -> TextChoices: ...
    @property
    def source(self) -> TextChoices | None: ...
    @property
    def target(self) -> TextChoices: ...


def of_tickets() -> str:
    """Draw the states of tickets, then the table with who may make each move."""
    moves = ticket_states.TRANSITIONS
    rows = "".join(_row(move, _who(move)) for move in moves)
    head = HEAD.format(what="a ticket", table="tickets/states.py")
    return f"{head}{drawing(moves)}\n| verb | from | to | who |\n|---|---|---|---|\n{rows}"


def of_quotes() -> str:
    """Draw the states of quotes; who may make a move is the word of the ticket's table."""
    begins = [("draft", None, QuoteStatus.DRAFTED.value)]
    return _plain("a quote", "tickets/quotes/states.py", quote_states.TRANSITIONS, begins=begins)


def of_referrals() -> str:
    """Draw the states of referrals; who may make a move is the word of the ticket's table."""
    begins = [("draft", None, ReferralStatus.DRAFTED.value)]
    return _plain("a referral", "tickets/referrals/states.py", referral_states.TRANSITIONS, begins=begins)


def of_appointments() -> str:
    """Draw the states of agreed times; the verbs are those of the ticket."""
    return _plain("an agreed time", "tickets/appointment_states.py", appointment_states.TRANSITIONS)


def of_records() -> str:
    """Draw the states of service records; only who was on the trip moves one."""
    return _plain("a service record", "tickets/onsite/states.py", record_states.TRANSITIONS)


def of_day_items() -> str:
    """Draw the states of a job in a day's plan."""
    return _plain("a job in a day plan", "tickets/days/states.py", day_states.TRANSITIONS)


def _plain(
    what: str, table: str, moves: Sequence[Move], *, begins: Iterable[tuple[str, None, str]] = ()
) -> str:
    rows = "".join(f"| {verb} | – | `{target}` |\n" for verb, _source, target in begins)
    rows += "".join(_row(move) for move in moves)
    head = HEAD.format(what=what, table=table)
    return f"{head}{drawing(moves, begins=begins)}\n| verb | from | to |\n|---|---|---|\n{rows}"


def drawing(moves: Sequence[Move], *, begins: Iterable[tuple[str, None, str]] = ()) -> str:
    """Return moves as a Mermaid state diagram, one arrow for all verbs between two states."""
    found = [(_source(move), move.target.value, move.verb.value) for move in moves]
    found += [("[*]", target, verb) for verb, _source, target in begins]
    lines = [
        f"    {source} --> {target}: {', '.join(dict.fromkeys(verb for *_, verb in group))}"
        for (source, target), group in groupby(sorted(found), key=lambda one: one[:2])
    ]
    onward = {source for source, target, _verb in found if source != target}
    last = sorted({target for _source, target, _verb in found} - onward)
    return "\n".join(
        ["```mermaid", "stateDiagram-v2", *lines, *(f"    {state} --> [*]" for state in last), "```", ""]
    )


def _source(move: Move) -> str:
    return move.source.value if move.source else "[*]"


def _who(move: Transition) -> str:
    return ", ".join(sorted(role.value.replace("_", " ") for role in move.roles))


def _row(move: Move, *more: str) -> str:
    source = f"`{move.source.value}`" if move.source else "–"
    cells = (str(move.verb.value), source, f"`{move.target.value}`", *more)
    return f"| {' | '.join(cells)} |\n"


DOCUMENTS: Final[Mapping[Path, Callable[[], str]]] = {
    FOLDER / "ticket-states.md": of_tickets,
    FOLDER / "quote-states.md": of_quotes,
    FOLDER / "appointment-states.md": of_appointments,
    FOLDER / "record-states.md": of_records,
    FOLDER / "referral-states.md": of_referrals,
    FOLDER / "day-states.md": of_day_items,
}

if __name__ == "__main__":
    for path, written in DOCUMENTS.items():
        path.write_text(written(), encoding="utf-8")
