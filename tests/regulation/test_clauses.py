"""Clause text with its parameters: pure tables (K1, K2)."""

import pytest

from regulation import clauses
from regulation.clauses import Part, Stretch

PARAMETERS = {"calls": {"one_week": {"after_days": 7}}, "target": 90, "share": 0.2, "none": None}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("满 {calls.one_week.after_days} 天", "满 7 天"),
        ("{target}", "90"),
        ("没有参数", "没有参数"),
        ("{unknown.name} stays", "{unknown.name} stays"),
        ("{share} of {target}", "0.2 of 90"),
        ("{none}", "—"),
        ("{calls.one_week}", "{calls.one_week}"),
    ],
)
def test_names_in_braces_are_replaced_by_their_values(text, read):
    assert clauses.render(text, PARAMETERS) == read


def test_the_parts_tell_words_from_numbers():
    assert clauses.parts("至 {target} 分，{target}", PARAMETERS) == [
        Part("至 "),
        Part("90", "target"),
        Part(" 分，"),
        Part("90", "target"),
    ]


def test_paths_are_named_once_in_their_order():
    assert clauses.paths_in("{target} {share} {target}") == ["target", "share"]


def test_unknown_names_are_found():
    assert clauses.unknown_paths("{target} {Target} {x y} {}", PARAMETERS) == ["Target", "x y", ""]


def test_flatten_and_nested_are_each_others_reverse():
    flat = clauses.flatten(PARAMETERS)
    assert flat["calls.one_week.after_days"] == 7
    assert clauses.nested(flat) == PARAMETERS


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ({"a": 1}, {"a": 1}, {}),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, {"a.b": (1, 2)}),
        ({}, {"new": 3}, {"new": (None, 3)}),
        ({"old": 3}, {}, {"old": (3, None)}),
    ],
)
def test_changes_name_each_parameter_that_differs(before, after, changes):
    assert clauses.changed(before, after) == changes


def test_texts_are_compared_word_by_word_and_sign_by_sign():
    assert clauses.difference("满 7 天回访", "满 10 天内回访") == [
        Stretch("same", "满 "),
        Stretch("old", "7"),
        Stretch("new", "10"),
        Stretch("same", " 天"),
        Stretch("new", "内"),
        Stretch("same", "回访"),
    ]
    assert clauses.difference("same", "same") == [Stretch("same", "same")]
