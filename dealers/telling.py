"""Telling staff: each person by the ways they chose, and the groups whose robots are to know (D20)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING, Final, NamedTuple

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from dealers.choices import NEVER_SILENT, NoticeWay
from dealers.models import Telling
from records import letters, outbox
from records.choices import MessageChannel
from records.kept import kept
from records.models import Robot
from records.sealing import unseal
from regulation.quiet import quiet_end, quiet_until

if TYPE_CHECKING:
    from dealers.models import User
    from records.models import OutboxMessage

type_values = Callable[[], Mapping[str, str]]
UNLESS_CHOSEN: Final = frozenset({NoticeWay.PAGE, NoticeWay.EMAIL})
NOT_WISHED: Final = _("The person chose not to be told of this.")


class Choice(NamedTuple):
    """What a person chose, as it is kept in memory; the mobile stays sealed there."""

    ways: Mapping[str, frozenset[NoticeWay]]
    language: str = settings.LANGUAGE_CODE
    sealed_mobile: str = ""
    quiet_from: time | None = None
    quiet_until: time | None = None


NOTHING_CHOSEN: Final = Choice(ways={})


class News(NamedTuple):
    """One thing that people are told of; `values` words it in the language of the moment."""

    code: str
    values: type_values
    key: str
    about: str
    at: datetime

    def letter(self, language: str) -> letters.Letter:
        with override(language):
            return letters.write(self.code, self.values(), language=language)


def tell(news: News, *, people: "Iterable[User]") -> None:
    """Tell people and groups of one thing, in the transaction of the thing, in one statement (D20)."""
    known: dict[str, letters.Letter] = {}

    def letter(language: str) -> letters.Letter:
        return known[language] if language in known else known.setdefault(language, news.letter(language))

    messages = [*_to_groups(news, letter)]
    for person in people:
        messages += _to_person(news, person, letter)
    outbox.put_all(messages)


def _to_groups(news: News, letter: Callable[[str], letters.Letter]) -> "Iterator[OutboxMessage]":
    for robot in _robots():
        if news.code in robot.events:
            written = letter(settings.LANGUAGE_CODE)
            yield _draft(
                news, written, mark=f"robot/{robot.code}", channel=MessageChannel.ROBOT, to=robot.code
            )


def _to_person(
    news: News, person: "User", letter: Callable[[str], letters.Letter]
) -> "Iterator[OutboxMessage]":
    if not person.is_active:
        return
    group, choice = letters.group_of(news.code), choice_of(person)
    ways = ways_of(person, group)
    if not ways:
        key, name = f"{news.key}/{person.pk}/none", str(person)
        yield outbox.not_wished(
            key, template=news.code, to=name, about=news.about, at=news.at, why=NOT_WISHED
        )
        return
    written = letter(choice.language)
    if NoticeWay.PAGE in ways:
        yield outbox.on_page(
            f"{news.key}/{person.pk}/page", written, reader=person, about=news.about, at=news.at
        )
    for way, to in ((NoticeWay.EMAIL, person.email), (NoticeWay.SMS, choice.sealed_mobile)):
        if way in ways:
            channel = MessageChannel(way.value)
            address = unseal(to) if way is NoticeWay.SMS else to
            yield _draft(news, written, mark=f"{person.pk}/{way}", channel=channel, to=address, person=person)


def ways_of(person: "User", group: str) -> frozenset[NoticeWay]:
    """Return by which ways a person hears of a group of events; warnings find one way at least (D3)."""
    choice = choice_of(person)
    wished = choice.ways.get(group, UNLESS_CHOSEN)
    able = {NoticeWay.PAGE}
    if person.email:
        able.add(NoticeWay.EMAIL)
    if choice.sealed_mobile:
        able.add(NoticeWay.SMS)
    ways = wished & able
    return ways or frozenset({NoticeWay.PAGE} if wished or group in NEVER_SILENT else ())


def held_until(choice: Choice, group: str, moment: datetime) -> datetime | None:
    """Return until when a person's own quiet hours hold a message, within those of the regulation (D20).

    Hours that a later version of the regulation made shorter hold nothing beyond them.
    """
    if group in NEVER_SILENT or choice.quiet_from is None or choice.quiet_until is None:
        return None
    ends = (quiet_end(moment, choice.quiet_from, choice.quiet_until), quiet_until(moment))
    own, general = ends
    return min(own, general) if own and general else None


def own_quiet_until(message: "OutboxMessage", moment: datetime) -> datetime | None:
    """Return until when the quiet hours of whom a message is for hold it, at each attempt (D20)."""
    if message.person_id is None:
        return None
    choice = _choices().get(message.person_id, NOTHING_CHOSEN)
    return held_until(choice, letters.group_of(message.template), moment)


def choice_of(person: "User") -> Choice:
    return _choices().get(person.pk, NOTHING_CHOSEN)


@kept("dealers_telling", "dealers_tellingway")
def _choices() -> dict[int, Choice]:
    """Return what each person chose, of those who chose something."""
    return {
        telling.person_id: Choice(
            ways={way.group: way.chosen for way in telling.ways.all()},
            language=telling.language,
            sealed_mobile=telling.sealed_mobile,
            quiet_from=telling.quiet_from,
            quiet_until=telling.quiet_until,
        )
        for telling in Telling.objects.prefetch_related("ways")
    }


def _draft(
    news: News,
    letter: letters.Letter,
    *,
    mark: str,
    channel: MessageChannel,
    to: str,
    person: "User | None" = None,
) -> "OutboxMessage":
    return outbox.draft(
        f"{news.key}/{mark}",
        channel=channel,
        to=to,
        text=letter.text,
        subject="" if channel is MessageChannel.SMS else letter.subject,
        template=letter.template,
        language=letter.language,
        about=news.about,
        headers={"Auto-Submitted": "auto-generated"} if channel is MessageChannel.EMAIL else {},
        at=news.at,
        person=person,
    )


@kept("records_robot")
def _robots() -> tuple[Robot, ...]:
    return tuple(Robot.objects.filter(is_active=True))
