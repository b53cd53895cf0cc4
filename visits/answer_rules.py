"""What may be written on a call sheet: known questions, answers they offer, ratings from 1 to 5. Pure."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Protocol, TypeVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from records.refusals import Refusal
from visits.choices import QuestionKind

RATINGS: Final = range(1, 6)
SCORES: Final = frozenset(str(score) for score in RATINGS)
LONGEST_TEXT: Final = 2000


class Asked(Protocol):
    """A question as far as its answers go."""

    code: Any
    kind: Any
    choices: Any


A = TypeVar("A", bound=Asked)


class RatingNotValid(Refusal):
    code = "rating_not_valid"
    message = _("A rating is a whole number from 1 to 5, or left open.")


class UnknownQuestion(Refusal):
    code = "unknown_question"
    message = _("“%(question)s” is not a question of this call's stage. Leave it out.")


class AnsweredTwice(Refusal):
    code = "answered_twice"
    message = _("“%(question)s” is answered twice. Keep one answer.")


class AnswerNotValid(Refusal):
    code = "answer_not_valid"
    message = _("“%(value)s” is no answer to “%(question)s”. Choose one of: %(choices)s.")


class AnswerTooLong(Refusal):
    code = "answer_too_long"
    message = _("The answer to “%(question)s” is longer than %(limit)s characters. Shorten it.")


def checked_rating(rating: int | None) -> None:
    """Refuse a rating outside 1 to 5; none is allowed, for a customer may not want to give one."""
    if rating is not None and rating not in RATINGS:
        raise RatingNotValid(field="rating")


def checked_answers(given: Iterable[tuple[str, str]], questions: Sequence[A]) -> list[tuple[A, str]]:
    """Return each answer beside its question; leave out empty ones, refuse what the sheet does not hold."""
    sheet = {question.code: question for question in questions}
    seen: set[str] = set()
    checked: list[tuple[A, str]] = []
    for code, raw in given:
        value = raw.strip()
        if code not in sheet:
            raise UnknownQuestion(question=code[:40], field="answers")
        if code in seen:
            raise AnsweredTwice(question=code, field="answers")
        seen.add(code)
        if value:
            _check_value(sheet[code], value)
            checked.append((sheet[code], value))
    return checked


def _check_value(question: Asked, value: str) -> None:
    allowed = offered(question)
    if allowed is None:
        if len(value) > LONGEST_TEXT:
            raise AnswerTooLong(question=question.code, limit=LONGEST_TEXT, field="answers")
    elif value not in allowed:
        raise AnswerNotValid(
            value=value[:40],
            question=question.code,
            choices=pgettext("between the items of a list", ", ").join(sorted(allowed)),
            field="answers",
        )


def offered(question: Asked) -> frozenset[str] | None:
    """Return the values a question can be answered with; none where words are asked for."""
    if question.kind == QuestionKind.TEXT:
        return None
    if question.kind == QuestionKind.SCORE:
        return SCORES
    return frozenset(str(choice["value"]) for choice in question.choices)
