"""Which service level a request gets, and how a version's levels are changed (D3, K1)."""

import pytest
from django.core.exceptions import PermissionDenied
from pydantic import ValidationError

from records.refusals import MovedByAnother
from regulation.levels import Conditions, Level, Request, Targets, choose_level
from regulation.models import RegulationVersion
from regulation.services import (
    MOST_LEVELS,
    LevelDraft,
    LevelsNotValid,
    VersionTransitionNotAllowed,
    change_levels,
    draft_version,
    levels_of,
)
from tests.factories.equipment import ProductFactory
from tests.regulation.drafts import AT, FROM, draft, reviewed

HOUR = {"minutes": 60, "basis": "calendar"}
TARGETS = Targets.model_validate({"respond": HOUR})


def level(code, **conditions):
    return Level(code, Conditions.model_validate(conditions), TARGETS)


LEVELS = [
    level("safety", kinds=["safety_incident"]),
    level("contract", contracts=["gold"], kinds=["repair", "maintenance"]),
    level("urgent-here", priorities=["urgent"], divisions=["310000"]),
    level("crane", products=["QY25"], customers=["C-1", "C-2"]),
    level("rest"),
]


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (Request("safety_incident", "normal"), "safety"),
        (Request("safety_incident", "urgent", contract="gold"), "safety"),  # the order decides
        (Request("repair", "normal", contract="gold"), "contract"),
        (Request("complaint", "normal", contract="gold"), "rest"),  # every condition has to hold
        (Request("repair", "normal", contract="silver"), "rest"),
        (Request("repair", "normal"), "rest"),  # no contract is not any contract
        (Request("repair", "urgent", divisions=frozenset({"310115", "310000"})), "urgent-here"),
        (Request("repair", "urgent", divisions=frozenset({"320000"})), "rest"),
        (Request("repair", "urgent"), "rest"),
        (Request("repair", "normal", product="QY25", customer="C-2"), "crane"),
        (Request("repair", "normal", product="QY25", customer="C-3"), "rest"),
        (Request("repair", "normal", product="QY50", customer="C-1"), "rest"),
    ],
)
def test_the_first_level_whose_conditions_hold_is_the_requests_own(request_, expected):
    found = choose_level(LEVELS, request_)
    assert found is not None
    assert found.code == expected


def test_without_a_level_for_every_request_one_may_get_none():
    assert choose_level(LEVELS[:-1], Request("complaint", "normal")) is None


@pytest.mark.parametrize(
    "targets",
    [
        {},
        {"answer": HOUR},
        {"answer": HOUR, "plan": HOUR},  # inner times are promised to nobody
        {"respond": {"minutes": 0, "basis": "calendar"}},
        {"respond": {"minutes": 1.5, "basis": "calendar"}},
        {"respond": {"minutes": 60, "basis": "lunar"}},
        {"respond": {"minutes": 60}},
        {"respnd": HOUR},
        {"fix": {"minutes": 366 * 1440 + 1, "basis": "calendar"}},
    ],
)
def test_targets_that_promise_nothing_or_nonsense_are_refused(targets):
    with pytest.raises(ValidationError):
        Targets.model_validate(targets)


def test_the_first_version_gives_time_to_plan_where_somebody_has_to_go(db):
    """D5: an hour where a machine stands, four working hours else; none where nobody has to attend."""
    known = {row.code: row.typed.targets for row in levels_of(RegulationVersion.objects.get(number=1).pk)}
    plan = {
        code: targets.plan and (targets.plan.minutes, targets.plan.basis.value)
        for code, targets in known.items()
    }
    assert plan == {
        "safety": (60, "calendar"),
        "grave": (120, "calendar"),
        "complaint": None,
        "standstill": (60, "calendar"),
        "repair": (240, "working"),
        "standard": None,
    }
    assert [bool(targets.plan) for targets in known.values()] == [
        bool(targets.attend) for targets in known.values()
    ]


# ── the levels of a version ──

pytestmark = pytest.mark.django_db


def written(*codes, **changed):
    """Drafts of levels: the last is for the rest."""
    last = len(codes) - 1
    return [
        LevelDraft(
            code=code,
            name_zh=changed.get("name_zh", f"等级{place}"),
            name_en=f"Level {place}",
            targets=changed.get("targets", {"respond": HOUR}),
            conditions={} if place == last else {"kinds": ["repair"]},
        )
        for place, code in enumerate(codes)
    ]


def test_the_first_version_has_a_level_for_every_request():
    """D3: from the first day on no ticket is without its clocks."""
    levels = [row.typed for row in levels_of(RegulationVersion.objects.get(number=1).pk)]
    assert [one.code for one in levels] == [
        "safety",
        "grave",
        "complaint",
        "standstill",
        "repair",
        "standard",
    ]
    chosen = {
        kind: choose_level(levels, Request(kind, "urgent")).code
        for kind in ("repair", "complaint", "upgrade")
    }
    assert chosen == {"repair": "standstill", "complaint": "complaint", "upgrade": "standard"}


def test_a_draft_begins_with_the_levels_of_the_version_before(manager):
    version = draft(manager)
    first = levels_of(RegulationVersion.objects.get(number=1).pk)
    assert [row.typed for row in levels_of(version.pk)] == [row.typed for row in first]


def test_the_levels_of_a_draft_are_changed_in_the_order_given(manager):
    """K1, L3: what changed stands in the history as before and after; the version before keeps its own."""
    version = change_levels(draft(manager), actor=manager, at=AT, levels=written("gold", "rest"))
    again = change_levels(version, actor=manager, at=AT, levels=written("gold", "silver", "rest"))

    rows = levels_of(again.pk)
    assert [(row.position, row.code, row.name_zh) for row in rows] == [
        (1, "gold", "等级0"),
        (2, "silver", "等级1"),
        (3, "rest", "等级2"),
    ]
    assert rows[0].conditions == {"kinds": ["repair"]}
    rest = {"conditions": {}, "targets": {"respond": HOUR}}
    assert again.story[0].changes == {
        "levels": {
            "silver": [
                None,
                {"name_zh": "等级1", "name_en": "Level 1", **rest, "conditions": {"kinds": ["repair"]}},
            ],
            "rest": [
                {"name_zh": "等级1", "name_en": "Level 1", **rest},
                {"name_zh": "等级2", "name_en": "Level 2", **rest},
            ],
        },
        "level_order": [["gold", "rest"], ["gold", "silver", "rest"]],
    }
    assert len(levels_of(RegulationVersion.objects.get(number=1).pk)) == 6


def test_saving_the_levels_as_they_stand_changes_nothing(manager):
    version = change_levels(draft(manager), actor=manager, at=AT, levels=written("gold", "rest"))
    again = change_levels(version, actor=manager, at=AT, levels=written("gold", "rest"))
    assert again.story[0].changes == {}


def test_a_level_moved_is_a_new_order_and_no_changed_level(manager):
    gold, silver, rest = written("gold", "silver", "rest")
    version = change_levels(draft(manager), actor=manager, at=AT, levels=[gold, silver, rest])
    again = change_levels(version, actor=manager, at=AT, levels=[silver, gold, rest])
    assert again.story[0].changes == {"level_order": [["gold", "silver", "rest"], ["silver", "gold", "rest"]]}


def naming(**conditions):
    return [
        LevelDraft("gold", "金牌", "Gold", {"respond": HOUR}, conditions),
        *written("rest"),
    ]


@pytest.mark.parametrize(
    ("levels", "place", "field"),
    [
        (written("gold", "gold", "rest"), 1, "code"),
        (written("gold", "rest", targets={}), 0, ""),
        (written("gold", "rest", targets={"fix": {"minutes": -5, "basis": "working"}}), 0, "fix"),
        (written("gold", "rest", targets={"fix": {"minutes": 10**30, "basis": "working"}}), 0, "fix"),
        (written("gold", "rest", targets={"fix": {"minutes": 5}}), 0, "fix"),
        (written("gold", "rest", targets={"fix": {"minutes": 5, "basis": "lunar"}}), 0, "fix"),
        (written("gold", "rest", targets={"fixx": HOUR, "fix": HOUR}), 0, "fixx"),
        (written("gold", "rest", name_zh=" "), 0, "name_zh"),
        (written("gold", "rest", name_zh="长" * 21), 0, "name_zh"),
        (written("gold two", "rest"), 0, "code"),
        (written("g" * 21, "rest"), 0, "code"),
        (written("", "rest"), 0, "code"),
        (naming(products=["ABC"]), 0, "products"),
        (naming(products=["A\x00BC"]), 0, "products"),
        (naming(products=["A" * 10_000]), 0, "products"),
        (naming(products=[""]), 0, "products"),
        (naming(products=[7]), 0, "products"),
        (naming(products="QY25"), 0, "products"),
        (naming(products=[f"QY{n}" for n in range(51)]), 0, "products"),
        (naming(customers=["C-9"]), 0, "customers"),
        (naming(divisions=["999999"]), 0, "divisions"),
        (naming(kinds=["repairs"]), 0, "kinds"),
        (naming(priorities=["extreme"]), 0, "priorities"),
        (naming(contracts=["G-1"]), 0, "contracts"),
        (naming(weather=["rain"]), 0, "weather"),
        (written("rest")[:0], -1, ""),
        (written(*[f"level-{n}" for n in range(MOST_LEVELS + 1)]), -1, ""),
        ([*written("rest"), *written("rest2")], -1, ""),  # two take everything
        (written("gold", "rest")[:1], -1, ""),  # none takes everything
    ],
)
def test_levels_that_can_not_stand_are_refused_with_their_place_and_field(manager, levels, place, field):
    version = draft(manager)
    with pytest.raises(LevelsNotValid) as refused:
        change_levels(version, actor=manager, at=AT, levels=levels)
    assert (place, field) in {(fault.place, fault.field) for fault in refused.value.faults}
    assert len(levels_of(version.pk)) == 6
    assert len(version.story) == 1


def test_an_unknown_code_is_named_with_what_to_do(manager):
    with pytest.raises(LevelsNotValid) as refused:
        change_levels(draft(manager), actor=manager, at=AT, levels=naming(products=["ABC"], contracts=["G"]))
    assert [fault.words for fault in refused.value.faults] == [
        "没有机型 ABC；按编号或名称查找",
        "没有服务合同方案 G；按代码或名称查找",
    ]
    assert str(refused.value).startswith("这些服务等级不能用：第 1 个：没有机型 ABC")


def test_a_code_that_stands_twice_is_kept_once(manager):
    ProductFactory(code="QY25")
    version = change_levels(draft(manager), actor=manager, at=AT, levels=naming(products=["QY25", "QY25"]))
    assert levels_of(version.pk)[0].conditions == {"products": ["QY25"]}


def test_only_who_drafts_changes_levels_and_only_in_a_draft(manager, deputy, agent):
    with pytest.raises(PermissionDenied):
        change_levels(draft(manager), actor=agent, at=AT, levels=written("rest"))
    past = reviewed(manager, deputy)
    with pytest.raises(VersionTransitionNotAllowed):
        change_levels(past, actor=manager, at=AT, levels=written("rest"))
    assert len(levels_of(past.pk)) == 6


def test_a_stale_page_overwrites_no_levels(manager):
    version = draft(manager)
    stale = RegulationVersion.objects.get(pk=version.pk)
    change_levels(version, actor=manager, at=AT, levels=written("gold", "rest"))
    with pytest.raises(MovedByAnother):
        change_levels(stale, actor=manager, at=AT, levels=written("rest"))
    assert [row.code for row in levels_of(version.pk)] == ["gold", "rest"]


def test_two_drafts_copy_the_levels_in_force(manager):
    first = draft(manager)
    second = draft_version(actor=manager, at=AT, in_force_from=FROM, reason="另一稿")
    change_levels(first, actor=manager, at=AT, levels=written("rest"))
    assert len(levels_of(second.pk)) == 6
