"""Each refusal of the regulation: which step in which status, what is at fault; nothing is written (K1)."""

from datetime import date

import pytest

from records.refusals import Refusal
from regulation import services
from regulation.models import RegulationVersion, VersionEvent
from tests.regulation.drafts import AT, FROM, TODAY, approved, draft, edit, parameters_of, reviewed

pytestmark = pytest.mark.django_db

STEPS = {
    "edit": lambda version, people: edit(version, people["manager"], satisfaction__target=80),
    "review": lambda version, people: services.review_version(version, actor=people["deputy"], at=AT),
    "return": lambda version, people: services.return_version(
        version, actor=people["director"], at=AT, note="x"
    ),
    "approve": lambda version, people: services.approve_version(version, actor=people["director"], at=AT),
}
CLOSED = [
    ("edit", "reviewed"),
    ("edit", "approved"),
    ("review", "reviewed"),
    ("review", "approved"),
    ("return", "approved"),
    ("approve", "draft"),
    ("approve", "approved"),
]
TEXTS = [("Z9", "text"), ("F6", "  "), ("F6", "{planing_months}"), ("F6", "{}")]
WRONG = [
    ({"satisfaction__target": 101}, "satisfaction.target"),
    ({"satisfaction__target": None}, "satisfaction.target"),
    ({"attempts__limit": 0}, "attempts.limit"),
    ({"attempts__limit": "three"}, "attempts.limit"),
    ({"planning_months": 12}, "planning_months"),
    ({"warn_last_share": 1}, "warn_last_share"),
    ({"no_such": 1}, "no_such"),
    ({"calls__annual__closes_after_working_days": 3}, "calls.annual"),
    ({"calls__after_service__closes_after_working_days": None}, "calls.after_service"),
    ({"calls__one_week__counted_from": "closing"}, "calls"),
    ({"calls__after_service__repeats": True}, "calls"),
]


@pytest.fixture
def people(manager, deputy, director):
    return {"manager": manager, "deputy": deputy, "director": director}


def in_status(status, people, **kwargs):
    made = {"draft": lambda: draft(people["manager"], **kwargs)}
    made["reviewed"] = lambda: reviewed(people["manager"], people["deputy"], **kwargs)
    made["approved"] = lambda: approved(*people.values(), **kwargs)
    return made[status]()


def as_it_stands():
    rows = RegulationVersion.objects.order_by("pk").values_list("pk", "status", "version", "parameters")
    return list(rows), VersionEvent.objects.count()


@pytest.mark.parametrize(("step", "status"), CLOSED)
def test_a_step_out_of_its_turn_is_refused(people, step, status):
    version = in_status(status, people)
    before = as_it_stands()
    with pytest.raises(services.VersionTransitionNotAllowed) as refused:
        STEPS[step](version, people)
    assert refused.value.status == 409
    assert as_it_stands() == before


@pytest.mark.parametrize(("code", "text"), TEXTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_clause_that_can_not_stand_is_refused(people, *, code, text, language):
    """In either language."""
    version = draft(people["manager"])
    before = as_it_stands()
    with pytest.raises(services.ClauseNotValid) as refused:
        services.edit_version(
            version,
            actor=people["manager"],
            at=AT,
            parameters=parameters_of(version),
            in_force_from=FROM,
            reason="",
            clauses={code: (text, "English") if language == "zh" else ("中文", text)},
        )
    assert (refused.value.status, refused.value.field) == (422, "clauses")
    assert as_it_stands() == before


@pytest.mark.parametrize(("changed", "path"), WRONG)
def test_a_parameter_that_the_product_could_not_work_with_is_named(people, changed, path):
    version = draft(people["manager"])
    before = as_it_stands()
    with pytest.raises(services.ParametersNotValid) as refused:
        edit(version, people["manager"], **changed)
    assert [*refused.value.faults] == [path]
    assert (refused.value.status, refused.value.field) == (422, "parameters")
    assert as_it_stands() == before


@pytest.mark.parametrize("note", ["", " \n "])
@pytest.mark.parametrize("status", ["draft", "reviewed"])
def test_a_version_is_not_returned_without_a_reason(people, *, status, note):
    version = in_status(status, people)
    before = as_it_stands()
    with pytest.raises(services.ReasonNeeded) as refused:
        services.return_version(version, actor=people["deputy"], at=AT, note=note)
    assert refused.value.field == "note"
    assert as_it_stands() == before


@pytest.mark.parametrize("day", [TODAY, date(2026, 1, 1)])
def test_a_version_is_not_approved_for_a_day_that_has_begun(people, day):
    version = in_status("reviewed", people, in_force_from=day)
    before = as_it_stands()
    with pytest.raises(services.TooEarly) as refused:
        STEPS["approve"](version, people)
    assert refused.value.field == "in_force_from"
    assert as_it_stands() == before


def test_two_versions_do_not_take_effect_on_one_day(people):
    in_status("approved", people)
    version = in_status("reviewed", people)
    before = as_it_stands()
    with pytest.raises(services.DayTaken) as refused:
        STEPS["approve"](version, people)
    assert refused.value.field == "in_force_from"
    assert as_it_stands() == before


def test_no_refusal_is_missing_from_the_tables():
    defined = {one for one in Refusal.__subclasses__() if one.__module__.startswith("regulation.")}
    assert {refusal.code for refusal in defined} == {
        "transition_not_allowed",
        "parameters_not_valid",
        "clause_not_valid",
        "reason_needed",
        "too_early",
        "day_taken",
        "levels_not_valid",  # tests/regulation/test_levels.py
    }
