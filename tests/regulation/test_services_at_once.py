"""Several people at one version at the same moment, on real connections: one wins, the rest are told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connections

from dealers.roles import Role
from records.refusals import MovedByAnother, Refusal
from regulation import services
from regulation.models import RegulationVersion, VersionEvent
from tests.factories.dealers import UserFactory
from tests.regulation.drafts import AT, FROM, draft, edit

MANY = 6
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(turns):
    """Let each turn begin at the same moment; return what came of it."""
    start = Barrier(len(turns))

    def act(turn):
        try:
            start.wait()
            return turn()
        except Refusal as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(turns)) as pool:
        return list(pool.map(act, turns))


def people(role):
    return [UserFactory(roles=[role]) for _turn in range(MANY)]


def reviewed_version(deputy, manager):
    return services.review_version(draft(manager), actor=deputy, at=AT)


def test_drafts_begun_at_once_each_have_a_number_of_their_own():
    managers = people(Role.SERVICE_MANAGER)
    outcomes = at_once([lambda actor=actor: draft(actor) for actor in managers])
    made = [one for one in outcomes if isinstance(one, RegulationVersion)]
    assert made
    assert all(isinstance(one, MovedByAnother) for one in outcomes if one not in made)
    assert RegulationVersion.objects.count() == len(made) + 1
    assert {version.clauses.count() for version in made} == {30}


def test_a_version_is_approved_once(manager, deputy):
    version = reviewed_version(deputy, manager)
    outcomes = at_once(
        [
            lambda actor=actor: services.approve_version(version, actor=actor, at=AT)
            for actor in people(Role.GENERAL_MANAGER)
        ]
    )
    assert [type(one) for one in outcomes].count(RegulationVersion) == 1
    assert {one.status for one in outcomes if isinstance(one, Refusal)} == {409}
    assert VersionEvent.objects.filter(verb="approve").count() == 1


def test_of_versions_for_one_day_one_is_approved(manager, deputy):
    versions = [reviewed_version(deputy, manager) for _turn in range(MANY)]
    directors = people(Role.GENERAL_MANAGER)
    outcomes = at_once(
        [
            lambda version=version, actor=actor: services.approve_version(version, actor=actor, at=AT)
            for version, actor in zip(versions, directors, strict=True)
        ]
    )
    refused = [one for one in outcomes if isinstance(one, Refusal)]
    assert [type(one) for one in refused] == [services.DayTaken] * (MANY - 1)
    assert RegulationVersion.objects.filter(status="approved", in_force_from=FROM).count() == 1


def test_of_edits_at_once_one_is_kept_and_the_history_knows_no_other(manager):
    version = draft(manager, in_force_from=date(2026, 11, 1))
    writers = people(Role.SERVICE_MANAGER)
    outcomes = at_once(
        [
            lambda actor=actor, target=target: edit(version, actor, satisfaction__target=target)
            for target, actor in enumerate(writers, start=80)
        ]
    )
    (kept,) = [one for one in outcomes if isinstance(one, RegulationVersion)]
    event = VersionEvent.objects.get(verb="edit")
    assert event.changes["satisfaction.target"] == [90, kept.typed.satisfaction.target]
    assert RegulationVersion.objects.get(pk=version.pk).version == version.version + 1


def test_of_orders_of_levels_saved_at_once_one_is_kept_whole(manager):
    """No level of two orders stands beside one of another, and the history knows the one that stands."""
    version = draft(manager)
    stood = services.levels_of(version.pk)

    def order(turn):
        """Put the first levels in another order for each turn, and name them by it."""
        moved = [*stood[turn % 5 + 1 : -1], *stood[: turn % 5 + 1], stood[-1]]
        return [
            services.LevelDraft(row.code, f"第 {turn} 种", row.name_en, row.targets, row.conditions)
            for row in moved
        ]

    outcomes = at_once(
        [
            lambda actor=actor, turn=turn: services.change_levels(
                version, actor=actor, at=AT, levels=order(turn)
            )
            for turn, actor in enumerate(people(Role.SERVICE_MANAGER))
        ]
    )
    assert [type(one) for one in outcomes].count(RegulationVersion) == 1
    assert {one.status for one in outcomes if isinstance(one, Refusal)} == {409}
    rows = list(version.levels.in_order())
    assert len({row.name_zh for row in rows}) == 1
    assert [row.position for row in rows] == [1, 2, 3, 4, 5, 6]
    event = VersionEvent.objects.get(verb="edit")
    assert event.changes["levels"]["safety"][1]["name_zh"] == rows[0].name_zh
