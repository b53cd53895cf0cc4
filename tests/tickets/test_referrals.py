"""Hard cases go to headquarters with the whole dossier, frozen, and come back answered (D9)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from dealers.roles import Role
from records.invariants import broken
from records.models import OutboxMessage
from records.refusals import Refusal
from regulation.models import SpecialDay
from tests.factories.dealers import UserFactory
from tests.tickets.referrals import ASKED, DIAGNOSIS, NOW, add_photos, complete, fresh, referred
from tickets import services
from tickets.models import Referral, Ticket
from tickets.referrals.dossier import DossierIncomplete
from tickets.referrals.states import ReferralStandsOtherwise, ReferralStatus, ReferralVerb, target_of
from tickets.services.referral_moving import claim_draft
from tickets.states import QUOTED_IN, TicketStatus, TransitionNotAllowed

pytestmark = pytest.mark.django_db
S, R = TicketStatus, ReferralStatus
LATER = NOW + timedelta(hours=2)


def ask(ticket, actor, *, at=NOW, **facts):
    return services.refer_ticket(ticket, actor=actor, at=at, **ASKED | facts)


def answer(referral, actor, *, at=LATER, given="remote", **facts):
    return services.advise_referral(
        referral, actor=actor, at=at, **{"answer": "换先导泵", "given": given} | facts
    )


def faults():
    return [fault for _code, fault in broken("T", "D9")]


# ── referring ──


@pytest.mark.parametrize("status", QUOTED_IN)
def test_a_hard_case_is_referred_and_the_ticket_stays_where_it_stands(ticket_in, norths_desk, status):
    """D9: eight working hours from 10:00 end the next day at 10:00, for work ends at 17:30."""
    ticket = ticket_in(status)
    referral = referred(ticket, norths_desk)
    assert (referral.status, referral.number) == (R.REFERRED, "RF-2026-00001")
    assert referral.due_at == datetime(2026, 9, 16, 1, tzinfo=UTC)
    assert referral.dossier["factory_date"] == "2026-05-16"
    assert referral.dossier["diagnosis"] == DIAGNOSIS
    assert referral.dossier["photos"] == 2
    step = Ticket.objects.get(pk=ticket.pk).events.in_order().last()
    assert (step.verb, step.source, step.target, step.about) == ("refer", status, status, referral.number)
    assert faults() == []


def test_the_assigned_engineer_refers_as_the_desk_does(ticket_in, norths_engineer, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    complete(ticket, norths_desk)
    assert referred(ticket, norths_engineer.user, done=True).referred_by == norths_engineer.user


@pytest.mark.parametrize("who", ["souths_desk", "agent", "support", "souths_engineer"])
def test_nobody_else_refers(request, ticket_in, norths_desk, who):
    ticket = ticket_in(S.ASSIGNED)
    complete(ticket, norths_desk)
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        ask(ticket, getattr(person, "user", person))


@pytest.mark.parametrize("status", [S.NEW, S.OFFERED, S.RESOLVED, S.CLOSED, S.CANCELLED])
def test_headquarters_is_not_asked_before_or_after_the_work(ticket_in, norths_desk, dispatcher, status):
    ticket = ticket_in(status)
    with pytest.raises(TransitionNotAllowed):
        ask(ticket, dispatcher if status is S.NEW else norths_desk)


def test_an_incomplete_dossier_is_refused_with_all_that_is_missing(ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    before = ticket.events.count()
    with pytest.raises(DossierIncomplete) as refused:
        ask(ticket, norths_desk, diagnosis="不知道")
    said = refused.value.values
    assert (said["done"], said["all"]) == (2, 6)
    assert all(name in str(refused.value) for name in ("出厂日期", "自检", "诊断", "照片"))
    assert Referral.objects.count() == 0
    assert ticket.events.count() == before


def test_one_photo_is_too_few_and_a_drawing_is_none(ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    complete(ticket, norths_desk, photos=1)
    with pytest.raises(DossierIncomplete, match="照片"):
        ask(ticket, norths_desk)
    add_photos(Ticket.objects.get(pk=ticket.pk), norths_desk, 2)
    assert ask(Ticket.objects.get(pk=ticket.pk), norths_desk).status == R.REFERRED


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"question": " "}, "note_missing"),
        ({"wanted": "by_post"}, "help_unknown"),
        ({"diagnosis": "长" * 2001}, "note_too_long"),
    ],
)
def test_what_was_typed_wrongly_is_refused(ticket_in, norths_desk, facts, code):
    ticket = ticket_in(S.ASSIGNED)
    complete(ticket, norths_desk)
    with pytest.raises(Refusal) as refused:
        ask(ticket, norths_desk, **facts)
    assert refused.value.code == code


def test_a_ticket_has_one_open_referral_and_another_after_the_answer(ticket_in, norths_desk, support):
    ticket = ticket_in(S.ASSIGNED)
    referral = referred(ticket, norths_desk)
    with pytest.raises(ReferralStandsOtherwise):
        ask(Ticket.objects.get(pk=ticket.pk), norths_desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.create(
            number="RF-9", ticket=ticket, drafted_at=NOW, drafted_by=norths_desk, wanted="remote"
        )
    answer(referral, support)
    assert ask(Ticket.objects.get(pk=ticket.pk), norths_desk, at=LATER).number == "RF-2026-00002"
    assert faults() == []


# ── the draft ──


def test_a_draft_is_kept_incomplete_changed_and_referred_under_its_number(ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    typed = {"diagnosis": "先导压力低", "question": "", "wanted": "on_site"}
    draft = services.save_referral(ticket, actor=norths_desk, at=NOW, **typed)
    again = services.save_referral(ticket, actor=norths_desk, at=LATER, **typed | {"question": "换哪个？"})
    assert (again.pk, again.question, again.status) == (draft.pk, "换哪个？", R.DRAFTED)
    assert referred(ticket, norths_desk, at=LATER).pk == draft.pk
    assert faults() == []


def test_two_who_write_one_draft_do_not_lose_the_others_words(ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    draft = services.save_referral(ticket, actor=norths_desk, at=NOW, **ASKED)
    stale = fresh(draft)
    services.save_referral(ticket, actor=norths_desk, at=NOW, **ASKED | {"question": "新的"})
    with pytest.raises(services.ReferralMovedByAnother):
        claim_draft(stale, question="旧的")
    assert fresh(draft).question == "新的"


# ── frozen ──


@pytest.mark.parametrize("column", ["diagnosis", "question", "wanted", "dossier", "number"])
def test_what_headquarters_was_asked_is_frozen_by_the_database(ticket_in, norths_desk, column):
    referral = referred(ticket_in(S.ASSIGNED), norths_desk)
    value = {"model": "x"} if column == "dossier" else "on_site"
    with pytest.raises(DatabaseError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(**{column: value})
    with pytest.raises(DatabaseError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).delete()


# ── the answer ──


def test_headquarters_answers_and_a_wait_for_it_ends(ticket_in, norths_desk, support):
    ticket = ticket_in(S.ASSIGNED)
    referral = referred(ticket, norths_desk)
    services.wait_ticket(
        Ticket.objects.get(pk=ticket.pk), actor=norths_desk, at=NOW, reason="support", note="等总部"
    )
    answered = answer(fresh(referral), support)
    assert (answered.status, answered.answered_by, answered.ticket.status) == (
        R.ANSWERED,
        support,
        S.ASSIGNED,
    )
    assert answered.ticket.events.in_order().last().verb == "advise"
    assert faults() == []


def test_another_wait_stays(ticket_in, norths_desk, support):
    ticket = ticket_in(S.WAITING)
    assert answer(referred(ticket, norths_desk), support).ticket.status == S.WAITING


def test_help_on_site_takes_days(ticket_in, norths_desk, support):
    referral = referred(ticket_in(S.ASSIGNED), norths_desk, wanted="on_site")
    for given, days in (("on_site", 0), ("on_site", 61), ("remote", 1)):
        with pytest.raises(services.DaysNotPossible):
            answer(fresh(referral), support, given=given, days=days)
    with pytest.raises(services.HelpUnknown):
        answer(fresh(referral), support, given="by_post")
    with pytest.raises(services.NoteMissing):
        answer(fresh(referral), support, answer=" ")
    assert answer(fresh(referral), support, given="on_site", days=2).days == 2


@pytest.mark.parametrize("who", ["norths_desk", "dispatcher", "manager", "norths_engineer"])
def test_technical_support_alone_answers(request, ticket_in, norths_desk, who):
    referral = referred(ticket_in(S.ASSIGNED), norths_desk)
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        answer(referral, getattr(person, "user", person))


def test_support_of_a_dealer_is_none(ticket_in, norths_desk, north):
    referral = referred(ticket_in(S.ASSIGNED), norths_desk)
    with pytest.raises(PermissionDenied):
        answer(referral, UserFactory(dealer=north, roles=[Role.TECHNICAL_SUPPORT]))


def test_of_two_answers_the_second_is_told(ticket_in, norths_desk, support):
    referral = referred(ticket_in(S.ASSIGNED), norths_desk)
    stale = fresh(referral)
    answer(referral, support)
    with pytest.raises(services.ReferralMovedByAnother):
        answer(stale, support)


def test_a_table_move_that_is_none_is_refused():
    with pytest.raises(ReferralStandsOtherwise):
        target_of(ReferralVerb.ADVISE, R.DRAFTED, number="RF-1")


# ── the end ──


@pytest.mark.parametrize("is_draft", [True, False])
def test_what_is_open_ends_with_the_work(ticket_in, norths_desk, agent, support, is_draft):
    ticket = ticket_in(S.ACCEPTED)
    if is_draft:
        referral = services.save_referral(ticket, actor=norths_desk, at=NOW, **ASKED)
    else:
        referral = referred(ticket, norths_desk)
    ticket = Ticket.objects.get(pk=ticket.pk)
    services.cancel_ticket(ticket, actor=agent, at=LATER, reason="客户撤回")
    ended = fresh(referral)
    assert (ended.status, ended.ended_at) == (R.ENDED, LATER)
    with pytest.raises(ReferralStandsOtherwise):
        answer(ended, support)
    assert faults() == []


# ── who is told ──


def told(template):
    rows = OutboxMessage.objects.filter(template=template, channel="page")
    return set(rows.values_list("reader__username", flat=True))


def test_support_hears_of_the_case_and_who_serves_of_the_answer(
    ticket_in, norths_desk, norths_engineer, support
):
    referral = referred(ticket_in(S.ASSIGNED), norths_desk)
    assert told("staff.refer") == {support.username}
    answer(referral, support)
    assert told("staff.advise") == {norths_desk.username, norths_engineer.user.username}


def test_an_overdue_answer_is_told_once_to_support_and_the_manager(ticket_in, norths_desk, support, manager):
    """D10: nobody is told before it is due, everybody once, whatever runs twice."""
    referral = referred(ticket_in(S.ASSIGNED), norths_desk)
    assert services.tell_overdue(referral.due_at) == 0
    after = referral.due_at + timedelta(minutes=1)
    assert services.tell_overdue(after) == 1
    assert services.tell_overdue(after + timedelta(days=1)) == 0
    assert told("staff.referral_overdue") == {support.username, manager.username}
    assert OutboxMessage.objects.filter(template="staff.referral_overdue", channel="page").count() == 2


def test_what_was_answered_in_time_is_never_overdue(ticket_in, norths_desk, support, manager):
    referral = referred(ticket_in(S.ASSIGNED), norths_desk)
    answer(referral, support)
    assert services.tell_overdue(referral.due_at + timedelta(days=9)) == 0


# ── the calendar changes ──


def test_a_new_holiday_puts_headquarters_answer_off_and_back(ticket_in, norths_desk, support):
    """D9: eight working hours from Tuesday 10:00; Wednesday off makes it Thursday."""
    referral = referred(ticket_in(S.ASSIGNED), norths_desk)
    before = referral.due_at
    day = SpecialDay.objects.create(day=date(2026, 9, 16), is_workday=False, name="厂庆")
    assert "another moment than the calendar says" in " ".join(faults())
    assert services.reckon_anew(LATER) == 1
    assert fresh(referral).due_at == before + timedelta(days=1)
    assert fresh(referral).version == referral.version  # noticed, not done: a page that is open stays good
    assert faults() == []
    day.delete()
    services.reckon_anew(LATER)
    assert fresh(referral).due_at == before
    assert services.reckon_anew(LATER) == 0


def test_what_was_answered_keeps_the_time_it_was_given(ticket_in, norths_desk, support):
    referral = referred(ticket_in(S.ASSIGNED), norths_desk)
    answer(referral, support)
    SpecialDay.objects.create(day=date(2026, 9, 16), is_workday=False, name="厂庆")
    services.reckon_anew(LATER)
    assert fresh(referral).due_at == referral.due_at


# ── what must hold ──


def test_a_step_or_a_dossier_that_is_missing_is_found(ticket_in, norths_desk):
    ticket = ticket_in(S.ASSIGNED)
    complete(ticket, norths_desk)
    facts = {"drafted_at": NOW, "drafted_by": norths_desk, "referred_at": NOW, "referred_by": norths_desk}
    Referral.objects.create(number="RF-2026-00009", ticket=ticket, status=R.REFERRED, due_at=NOW, **facts)
    found = " ".join(fault for _code, fault in broken("D9"))
    assert "another moment" in found
    assert "no whole dossier" in found
    assert "“refer”" in found
    Ticket.objects.filter(pk=ticket.pk).update(status=S.RESOLVED)
    assert "is open and its ticket is “resolved”" in " ".join(fault for _code, fault in broken("D9"))
