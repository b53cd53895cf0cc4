"""Service levels by API: read by everybody, written into a draft by who may draft (D3, K1)."""

import pytest

from dealers.roles import Role
from regulation.models import RegulationVersion
from regulation.services import MOST_LEVELS, levels_of
from tests.factories.dealers import UserFactory
from tests.factories.equipment import ProductFactory
from tests.regulation.drafts import approved, draft, reviewed

pytestmark = pytest.mark.django_db
HOUR = {"minutes": 60, "basis": "calendar"}


def level(code="rest", **changed):
    return {
        "code": code,
        "name_zh": "等级",
        "name_en": "Level",
        "conditions": {},
        "targets": {"respond": HOUR},
    } | changed


def address(version):
    return f"/api/v1/regulation/versions/{version.number}/levels/"


def post(api, person, version, levels, **headers):
    return api(person).post(address(version), {"levels": levels}, format="json", headers=headers)


def test_the_levels_of_a_draft_are_written_anew_and_read_in_their_order(api, manager):
    ProductFactory(code="QY25")
    version = draft(manager)
    levels = [level("gold", conditions={"products": ["QY25"], "priorities": ["urgent"]}), level()]
    response = post(api, manager, version, levels)
    assert response.status_code == 200
    assert response.json()["number"] == version.number
    read = api(manager).get("/api/v1/service-levels/", {"version": version.number}).json()["results"]
    assert [(one["code"], one["conditions"]) for one in read] == [
        ("gold", {"products": ["QY25"], "priorities": ["urgent"]}),
        ("rest", {}),
    ]
    assert set(RegulationVersion.objects.get(pk=version.pk).story[0].changes) == {"levels", "level_order"}


def test_a_level_without_conditions_may_leave_them_out(api, manager):
    version = draft(manager)
    plain = level()
    del plain["conditions"]
    assert post(api, manager, version, [plain]).status_code == 200


def test_a_repeated_request_writes_once(api, manager):
    version = draft(manager)
    for _ in range(2):
        assert post(api, manager, version, [level()], **{"Idempotency-Key": "a"}).status_code == 200
    assert len(RegulationVersion.objects.get(pk=version.pk).story) == 2


def test_what_can_not_stand_is_refused_by_the_same_rules_as_on_the_page(api, manager):
    version = draft(manager)
    response = post(api, manager, version, [level("gold", conditions={"products": ["ABC"]}), level()])
    assert response.status_code == 422
    assert response.json()["code"] == "levels_not_valid"
    assert "没有机型 ABC" in response.json()["detail"]
    assert len(levels_of(version.pk)) == 6


@pytest.mark.parametrize(
    "wrong",
    [
        level(code="x y"),
        level(code="x" * 21),
        level(name_zh=""),
        level(name_zh="a\x00b"),
        level(name_en="x" * 10_000),
        level(targets={"respond": {"minutes": 0, "basis": "calendar"}}),
        level(targets={"respond": {"minutes": -60, "basis": "calendar"}}),
        level(targets={"respond": {"minutes": 10**30, "basis": "calendar"}}),
        level(targets={"respond": {"minutes": 60, "basis": "lunar"}}),
        level(targets={"respond": {"minutes": 60}}),
        level(targets={"respond": 60}),
        level(targets={"respnd": HOUR, "fix": HOUR}),
        level(targets={}),
        level(targets={"answer": HOUR}),
        level(conditions={"products": "QY25"}),
        level(conditions={"products": ["a\x00b"]}),
        level(conditions={"products": ["x" * 10_000]}),
        level(conditions={"contracts": ["G-1"]}),
        level(conditions={"weather": ["rain"]}),
        level(conditions=["QY25"]),
        {"code": "rest"},
        "rest",
        None,
    ],
)
def test_hostile_levels_are_refused_and_nothing_is_written(api, manager, wrong):
    version = draft(manager)
    response = post(api, manager, version, [wrong, level()])
    assert response.status_code in {400, 422}
    assert response.json()["fields"]
    assert len(levels_of(version.pk)) == 6


@pytest.mark.parametrize(
    "body", [{}, {"levels": []}, {"levels": "x"}, {"levels": [level()] * (MOST_LEVELS + 1)}]
)
def test_a_list_that_is_none_or_too_long_is_refused(api, manager, body):
    version = draft(manager)
    assert api(manager).post(address(version), body, format="json").status_code in {400, 422}
    assert len(levels_of(version.pk)) == 6


def test_a_version_on_its_way_or_in_force_keeps_its_levels(api, manager, deputy, director):
    for version in (approved(manager, deputy, director), reviewed(manager, deputy)):
        assert post(api, manager, version, [level()]).status_code == 409
        assert len(levels_of(version.pk)) == 6


ANSWERS = {
    **dict.fromkeys((Role.SERVICE_MANAGER, Role.ADMINISTRATOR), 200),
    **dict.fromkeys((Role.DEPUTY_IN_CHARGE, Role.GENERAL_MANAGER), 403),
}


@pytest.mark.parametrize("role", list(Role))
def test_who_may_write_levels(api, manager, role):
    """K1: to a reader a draft does not exist; who decides about it changes nothing."""
    version = draft(manager)
    response = post(api, UserFactory(roles=[role]), version, [level()])
    assert response.status_code == ANSWERS.get(role, 404)
    assert len(levels_of(version.pk)) == (1 if response.status_code == 200 else 6)
