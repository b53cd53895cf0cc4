"""What may be written on a sheet: tables, no database (F1–F3, F5)."""

from dataclasses import dataclass, field

import pytest

from visits.answer_rules import (
    AnsweredTwice,
    AnswerNotValid,
    AnswerTooLong,
    RatingNotValid,
    UnknownQuestion,
    checked_answers,
    checked_rating,
)


@dataclass
class Asked:
    code: str
    kind: str
    choices: list = field(default_factory=list)


SHEET = [
    Asked("use", "choice", [{"value": "good"}, {"value": "stopped", "bad": True}]),
    Asked("quality", "score"),
    Asked("opinions", "text"),
]


@pytest.mark.parametrize("rating", [None, 1, 2, 3, 4, 5])
def test_a_rating_from_1_to_5_or_none_is_taken(rating):
    checked_rating(rating)


@pytest.mark.parametrize("rating", [0, 6, -1, 100])
def test_another_rating_is_refused(rating):
    with pytest.raises(RatingNotValid) as refused:
        checked_rating(rating)
    assert refused.value.field == "rating"


def test_answers_of_the_stage_are_taken_and_empty_ones_left_out():
    given = [("use", "good"), ("quality", " 5 "), ("opinions", "   ")]
    assert [(asked.code, value) for asked, value in checked_answers(given, SHEET)] == [
        ("use", "good"),
        ("quality", "5"),
    ]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ([("attitude", "5")], UnknownQuestion),
        ([("use", "good"), ("use", "stopped")], AnsweredTwice),
        ([("use", "excellent")], AnswerNotValid),
        ([("quality", "6")], AnswerNotValid),
        ([("quality", "0")], AnswerNotValid),
        ([("opinions", "好" * 2001)], AnswerTooLong),
    ],
)
def test_what_the_sheet_does_not_hold_is_refused(given, refusal):
    with pytest.raises(refusal) as refused:
        checked_answers(given, SHEET)
    assert refused.value.field == "answers"
    assert "%(" not in str(refused.value)
