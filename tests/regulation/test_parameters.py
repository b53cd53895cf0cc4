"""The typed parameters: what they refuse, and how they are asked for (K1)."""

import pytest
from django.utils.translation import override

from records.refusals import Refusal
from regulation import names
from regulation.clauses import flatten
from regulation.leaves import leaves
from regulation.services import ParametersNotValid, check_parameters
from tests.regulation.test_rules import FIRST


def values(**changed):
    flat = FIRST.model_dump(mode="json")
    for path, value in changed.items():
        *above, name = path.split("__")
        place = flat
        for step in above:
            place = place[step]
        place[name] = value
    return flat


def test_the_first_versions_parameters_are_complete():
    assert check_parameters(values()) == FIRST


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"planning_months": 12}, "planning_months"),
        ({"planning_months": "soon"}, "planning_months"),
        ({"attempts__limit": 0}, "attempts.limit"),
        ({"satisfaction__target": 101}, "satisfaction.target"),
        ({"satisfaction__taget": 90}, "satisfaction.taget"),
        ({"warn_last_share": 1}, "warn_last_share"),
        ({"calls__one_week__after_days": -1}, "calls.one_week.after_days"),
        ({"calls__one_week__after_days": 0}, "calls.one_week"),
        ({"calls__one_week__closes_after_working_days": 3}, "calls.one_week"),
        ({"calls__one_week__counted_from": "closing"}, "calls"),
        ({"calls__after_service__counted_from": "installation"}, "calls"),
        ({"calls__after_service__repeats": True}, "calls"),
        ({"calls": 3}, "calls"),
    ],
)
def test_a_refusal_names_the_parameter(changed, path):
    with pytest.raises(ParametersNotValid) as refusal:
        check_parameters(values(**changed))
    assert path in refusal.value.faults
    assert path in str(refusal.value)
    assert isinstance(refusal.value, Refusal)


def test_a_missing_group_is_refused():
    without = values()
    del without["calls"]
    with pytest.raises(ParametersNotValid) as refusal:
        check_parameters(without)
    assert list(refusal.value.faults) == ["calls"]


def test_every_leaf_is_a_parameter_and_every_number_of_the_calls_is_asked_for():
    flat = flatten(FIRST.model_dump(mode="json"))
    paths = [leaf.path for leaf in leaves()]
    assert set(paths) <= set(flat)
    fixed = set(flat) - set(paths)
    assert {path.rpartition(".")[2] for path in fixed if not path.startswith("calls.after_service")} == {
        "clause",
        "closes_after_working_days",
    }
    assert "calls.after_service.closes_after_working_days" in paths


def test_each_leaf_knows_its_type_and_ends():
    by_path = {leaf.path: leaf for leaf in leaves()}
    assert by_path["planning_months"].kind == "integer"
    assert (by_path["planning_months"].least, by_path["planning_months"].most) == (13, 60)
    assert by_path["warn_last_share"].kind == "number"
    assert by_path["attempts.on_another_half_day"].kind == "boolean"
    assert by_path["calls.annual.counted_from"].choices == ("installation", "start_of_use", "closing")
    assert by_path["calls.after_service.closes_after_working_days"].is_optional


def test_every_parameter_and_group_has_a_name_of_its_own():
    for leaf in leaves():
        assert names.leaf_name(leaf.path) != leaf.name
        assert names.group_name(leaf.group) != leaf.group


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("calls.one_week.after_days", 1, "1 day"),
        ("calls.one_week.after_days", 7, "7 days"),
        ("calls.annual.repeats", True, "yes"),
        ("calls.annual.counted_from", "start_of_use", "start of use"),
        ("warn_last_share", 0.2, "20 %"),
        ("satisfaction.satisfied_from", 4, "4"),
        ("satisfaction.target", None, "—"),
    ],
)
def test_values_are_written_with_what_they_count(path, value, words):
    with override("en"):
        assert names.value_words(path, value) == words
