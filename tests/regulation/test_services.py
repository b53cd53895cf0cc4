"""Drafting, reviewing, returning, approving: success, each refusal, four eyes, stale pages (K1, F1, F2)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Min

from dealers.roles import Role
from records.refusals import MovedByAnother
from regulation import services
from regulation.models import RegulationVersion, VersionEvent
from tests.factories.dealers import UserFactory
from tests.regulation.drafts import AT, FROM, approved, draft, edit, parameters_of, reviewed

pytestmark = pytest.mark.django_db


def test_a_draft_is_a_copy_of_the_latest_approved_version(manager):
    first = RegulationVersion.objects.get(number=1)
    version = draft(manager)
    assert (version.number, version.status, version.drafted_by) == (2, "draft", manager)
    assert version.typed == first.typed
    assert list(version.clauses.in_order().values_list("code", "text_zh", "text_en")) == list(
        first.clauses.in_order().values_list("code", "text_zh", "text_en")
    )
    event = version.events.get()
    assert (event.verb, event.actor, event.note) == ("draft", manager, "目标提高")


def test_who_has_no_right_may_not_draft_or_edit(agent, manager, norths_desk):
    for actor in (agent, norths_desk):
        with pytest.raises(PermissionDenied):
            draft(actor)
    version = draft(manager)
    with pytest.raises(PermissionDenied):
        edit(version, agent, satisfaction__target=92)


def test_an_edit_changes_parameters_and_says_which(manager):
    version = edit(draft(manager), manager, satisfaction__target=92, attempts__limit=4)
    assert version.typed.satisfaction.target == 92
    event = version.events.newest_first()[0]
    assert event.verb == "edit"
    assert event.changes == {"attempts.limit": [3, 4], "satisfaction.target": [90, 92], "clauses": []}


def test_an_edit_changes_the_day_and_the_text_of_clauses(manager):
    version = draft(manager)
    later = FROM + timedelta(days=31)
    version = services.edit_version(
        version,
        actor=manager,
        at=AT,
        parameters=version.parameters,
        in_force_from=later,
        reason="新的理由",
        clauses={"F6": ("提前 {planning_months} 个月。", "{planning_months} months ahead.")},
    )
    assert (version.in_force_from, version.reason) == (later, "新的理由")
    assert version.clauses.get(code="F6").text_zh == "提前 {planning_months} 个月。"
    assert RegulationVersion.objects.get(number=1).clauses.get(code="F6").text_zh.startswith("回访至少")
    changes = version.events.newest_first()[0].changes
    assert changes == {"in_force_from": ["2026-10-01", "2026-11-01"], "clauses": ["F6"]}


def test_the_whole_way_from_draft_to_approval_stands_in_the_history(manager, deputy, director):
    version = approved(manager, deputy, director)
    assert (version.status, version.reviewed_by, version.approved_by) == ("approved", deputy, director)
    assert version.approved_at == AT
    assert version.review_due_on == date(2027, 10, 1)
    way = list(version.events.order_by("pk").values_list("verb", "actor__username"))
    assert way == [("draft", "manager"), ("review", "deputy"), ("approve", "director")]


def test_only_the_deputy_reviews_and_only_the_general_manager_approves(manager, deputy, director, agent):
    version = draft(manager)
    for actor in (manager, director, agent):
        with pytest.raises(PermissionDenied):
            services.review_version(version, actor=actor, at=AT)
    version = services.review_version(version, actor=deputy, at=AT)
    for actor in (manager, deputy, agent):
        with pytest.raises(PermissionDenied):
            services.approve_version(version, actor=actor, at=AT)


def test_nobody_reviews_or_approves_what_they_made_themselves(manager, deputy, director):
    """safety.md, F1: four eyes, whatever roles one person holds."""
    many = UserFactory(roles=[Role.SERVICE_MANAGER, Role.DEPUTY_IN_CHARGE, Role.GENERAL_MANAGER])
    own = draft(many)
    with pytest.raises(PermissionDenied):
        services.review_version(own, actor=many, at=AT)
    own = services.review_version(own, actor=deputy, at=AT)
    with pytest.raises(PermissionDenied):
        services.approve_version(own, actor=many, at=AT)
    others = services.review_version(draft(manager), actor=many, at=AT)
    with pytest.raises(PermissionDenied):
        services.approve_version(others, actor=many, at=AT)


def test_a_reviewed_version_is_returned_with_the_reason_and_reviewed_anew(manager, deputy, director):
    version = reviewed(manager, deputy)
    with pytest.raises(services.ReasonNeeded):
        services.return_version(version, actor=director, at=AT, note="  ")
    with pytest.raises(PermissionDenied):
        services.return_version(version, actor=manager, at=AT, note="no")
    version = services.return_version(version, actor=director, at=AT, note="理由不足")
    assert (version.status, version.reviewed_by, version.reviewed_at) == ("draft", None, None)
    assert version.events.newest_first()[0].note == "理由不足"
    assert services.review_version(version, actor=deputy, at=AT).status == "reviewed"


def test_the_deputy_returns_a_draft_with_the_reason_and_an_edit_brings_it_back(manager, deputy, director):
    """K1: not only what they passed on first."""
    version = draft(manager)
    with pytest.raises(services.ReasonNeeded):
        services.return_version(version, actor=deputy, at=AT, note="")
    for actor in (manager, director):
        with pytest.raises(PermissionDenied):
            services.return_version(version, actor=actor, at=AT, note="no")
    version = services.return_version(version, actor=deputy, at=AT, note="目标缺依据")
    assert (version.status, version.returned.note, version.returned.actor) == ("draft", "目标缺依据", deputy)
    version = edit(version, manager, satisfaction__target=91)
    assert version.returned is None
    assert services.review_version(version, actor=deputy, at=AT).returned is None


def test_who_wrote_a_draft_does_not_return_it_to_themselves(manager):
    deputy = UserFactory(roles=[Role.DEPUTY_IN_CHARGE, Role.SERVICE_MANAGER])
    with pytest.raises(PermissionDenied):
        services.return_version(draft(deputy), actor=deputy, at=AT, note="x")


def test_the_day_of_approval_is_the_local_day(manager, deputy, director):
    version = reviewed(manager, deputy, in_force_from=date(2026, 9, 16))
    after_midnight = datetime(2026, 9, 15, 16, tzinfo=UTC)
    with pytest.raises(services.TooEarly):
        services.approve_version(version, actor=director, at=after_midnight)
    assert services.approve_version(version, actor=director, at=after_midnight - timedelta(minutes=1))


def test_somebody_else_was_first(manager, deputy):
    """safety.md, 30: a stale page changes nothing."""
    seen = draft(manager)
    edit(RegulationVersion.objects.get(pk=seen.pk), manager, satisfaction__target=92)
    with pytest.raises(MovedByAnother):
        edit(seen, manager, satisfaction__target=80)
    with pytest.raises(MovedByAnother):
        services.review_version(seen, actor=deputy, at=AT)
    assert RegulationVersion.objects.get(pk=seen.pk).typed.satisfaction.target == 92


def test_a_draft_starts_from_the_version_approved_last(manager, deputy, director):
    """K1: though it is not in force yet."""
    changed = edit(draft(manager), manager, satisfaction__target=95)
    services.approve_version(services.review_version(changed, actor=deputy, at=AT), actor=director, at=AT)
    assert draft(manager, in_force_from=date(2026, 12, 1)).typed.satisfaction.target == 95


def test_two_drafts_at_once_dont_share_a_number(manager, monkeypatch):
    """As if the number had been read before somebody else's draft was there."""
    draft(manager)
    monkeypatch.setattr(services.versions, "Max", Min)
    with pytest.raises(MovedByAnother):
        draft(manager)
    assert RegulationVersion.objects.count() == 2


def test_two_approved_versions_cant_share_a_day(manager, deputy, director):
    approved(manager, deputy, director)
    second = reviewed(manager, deputy)
    with pytest.raises(services.DayTaken):
        services.approve_version(second, actor=director, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegulationVersion.objects.filter(pk=second.pk).update(status="approved", approved_at=AT)


@pytest.mark.parametrize(
    "changes", [{"status": "frozen"}, {"status": "approved", "approved_at": None}, {"approved_at": AT}]
)
def test_the_database_keeps_status_and_approval_together(manager, changes):
    version = draft(manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegulationVersion.objects.filter(pk=version.pk).update(**changes)


def test_the_database_refuses_changes_of_the_history(manager):
    event = draft(manager).events.get()
    for change in (
        lambda: VersionEvent.objects.filter(pk=event.pk).update(note="x"),
        lambda: VersionEvent.objects.filter(pk=event.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_the_version_in_force_follows_its_days(manager, deputy, director):
    approved(manager, deputy, director)
    assert services.version_in_force(date(2026, 9, 30)).number == 1
    assert services.version_in_force(FROM).number == 2
    assert RegulationVersion.objects.in_force(FROM).get().number == 2
    assert RegulationVersion.objects.in_force(date(2001, 1, 1)).get().number == 1


def test_parameters_of_helps_to_change_one_value(manager):
    assert parameters_of(draft(manager), attempts__limit=5)["attempts"]["limit"] == 5


def test_who_changed_a_draft_neither_reviews_nor_approves_it(manager):
    """K1, four eyes: whoever wrote it, not only who began it."""
    deputy = UserFactory(roles=[Role.DEPUTY_IN_CHARGE, Role.SERVICE_MANAGER])
    director = UserFactory(roles=[Role.GENERAL_MANAGER, Role.SERVICE_MANAGER])
    changed = edit(draft(manager), deputy, satisfaction__target=10)
    with pytest.raises(PermissionDenied):
        services.review_version(changed, actor=deputy, at=AT)
    changed = edit(draft(manager, in_force_from=date(2026, 11, 1)), director, satisfaction__target=10)
    passed = services.review_version(changed, actor=deputy, at=AT)
    with pytest.raises(PermissionDenied):
        services.approve_version(passed, actor=director, at=AT)
