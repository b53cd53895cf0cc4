"""Telling staff: each person by the ways they chose, and the groups whose robots are to know (D20)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from records import letters, outbox
from records.choices import MessageChannel
from records.kept import kept
from records.models import Robot

if TYPE_CHECKING:
    from dealers.models import User
    from records.models import OutboxMessage


def tell(
    code: str,
    values: Mapping[str, str],
    *,
    people: "Iterable[User]",
    key: str,
    about: str,
    at: datetime,
) -> None:
    """Tell people and groups of one thing, in the transaction of the thing; `key` names it (D20)."""
    letter = letters.write(code, values)
    outbox.put_all(
        _draft(f"{key}/{mark}", letter, channel=channel, to=to, about=about, at=at)
        for mark, channel, to in (*_ways(people, code), *_groups(code))
    )


def _ways(people: "Iterable[User]", code: str) -> "Iterator[tuple[str, MessageChannel, str]]":
    for person in people:
        for channel, to in ways_of(person, code):
            yield f"{person.pk}/{channel}", channel, to


def _groups(code: str) -> "Iterator[tuple[str, MessageChannel, str]]":
    for robot in _robots():
        if code in robot.events:
            yield f"robot/{robot.code}", MessageChannel.ROBOT, robot.code


@kept("records_robot")
def _robots() -> tuple[Robot, ...]:
    return tuple(Robot.objects.filter(is_active=True))


def ways_of(person: "User", code: str) -> list[tuple[MessageChannel, str]]:
    """Return by which ways a person hears of a kind of thing, with the address of each."""
    return [(MessageChannel.EMAIL, person.email)] if person.email and person.is_active else []


def _draft(
    key: str, letter: letters.Letter, *, channel: str, to: str, about: str, at: datetime
) -> "OutboxMessage":
    return outbox.draft(
        key,
        channel=channel,
        to=to,
        text=letter.text,
        subject=letter.subject,
        template=letter.template,
        language=letter.language,
        about=about,
        headers={"Auto-Submitted": "auto-generated"} if channel == MessageChannel.EMAIL else {},
        at=at,
    )
