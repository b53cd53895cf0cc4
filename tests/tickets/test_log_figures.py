"""The figures of a replayed log: spans, shares, and those of a real one, difference by difference."""

import csv
from collections import Counter
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from records.imports.mapping import ColumnMap
from records.invariants import broken
from regulation.choices import ClockKind
from tests.tickets.logs import named, replayed
from tickets.clock_rules import Step
from tickets.log_figures import LogFigures, Spans, figures_of, story_of
from tickets.models import Ticket, TicketClock, TicketEvent
from visits.models import Visit
from visits.services.planning import plan_calls

REAL = Path(settings.BASE_DIR).parent / "shared" / "data" / "helpdesk_eventlog" / "events.csv"
EVENTS = {
    "Assign seriousness": "open",
    "Insert ticket": "open",
    "Take in charge ticket": "accept",
    "Wait": "wait",
    "Resolve ticket": "solve",
    "Create SW anomaly": "accept",
    "Require upgrade": "accept",
    "Resolve SW anomaly": "accept",
    "Schedule intervention": "accept",
}
# of this kind for its clocks: an hour to respond and five days to fix, of day and night, as its README judges
MAPPING = ColumnMap(
    {"case": "case_id", "event": "activity_name", "at": "completed_at"},
    {"kind": "quality_problem", "priority": "normal"},
    {"event": EVENTS},
)
WAITED_BEFORE_TAKEN_ON = {
    *("64", "88", "278", "290", "354", "388", "547", "572", "651", "677", "948", "1154", "1168", "1327"),
    *("1518", "1617", "1643", "1724", "1820", "1850", "2033", "2051", "2078", "2079", "2162", "2250"),
    *("2597", "2605", "2812", "2863", "2909", "2945", "3354", "3364", "3405", "3571", "3595", "3685"),
    *("3815", "3837", "4022", "4032", "4150", "4242", "4419", "4466", "4512"),
}
TAKEN_ON_ONLY_TO_BE_REOPENED = {"3053", "3081", "3605"}
BEGAN_WITH_AN_ANOMALY = {"3839"}


def test_spans_have_median_mean_tenth_and_shares():
    spans = Spans((60, 120, 180, 600), 60, (1, 3))
    assert (spans.n, spans.median, spans.mean, spans.longest) == (4, 2.5, 4.0, 10.0)
    assert spans.p90 == pytest.approx(7.9)
    assert spans.within == (1, 3)


def test_nothing_has_spans_of_nothing():
    nothing = Spans((), 60)
    assert (nothing.n, nothing.median, nothing.mean, nothing.longest, nothing.p90) == (0, 0, 0, 0, 0)
    assert LogFigures(()).lines() == []


def moments(text):
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.fixture
def real_log(settings, tmp_path):
    if not REAL.exists():
        pytest.skip(f"{REAL.name} of the help desk does not lie beside this clone: its figures stay open")
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path / "files", "file_permissions_mode": 0o640},
    }
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    return REAL


@pytest.mark.unmeasured  # 13,710 steps: how a replay writes is asked on both databases in test_event_log.py
@pytest.mark.django_db
def test_the_help_desk_log_gives_the_figures_of_its_readme(real_log, manager):
    run = replayed(real_log, manager, MAPPING)
    assert (run.rows_read, run.rows_taken, run.rows_unchanged, run.rows_refused) == (13_710, 12_785, 925, 0)
    assert run.rows_identical == 91
    figures = figures_of(run.pk)
    first_resolves(figures)
    waiting_and_coming_back(figures)
    years(figures)
    ways_of_tickets()
    named_rows(run, real_log)
    differences_of_taking_on(figures, real_log)
    clocks_say_the_same(run)
    plan_calls(timezone.now())
    assert not Visit.objects.exists()
    assert list(broken()) == []


def first_resolves(figures):
    gross, net = figures.gross, figures.net
    assert (gross.n, round(gross.median, 2), round(gross.mean, 2)) == (3_804, 3.28, 8.38)
    assert (round(gross.p90, 2), round(gross.longest, 2)) == (25.15, 55.93)
    assert gross.within == (1_338, 2_140, 2_946)
    assert (net.n, round(net.median, 2), round(net.p90, 2)) == (3_804, 2.10, 19.02)
    assert net.within == (1_506, 2_411, 3_253)
    assert figures.saved_by_waiting == 271


def waiting_and_coming_back(figures):
    """61 waits came while their ticket waited: they change nothing, so 962 lines are 901 waits here."""
    assert (figures.waited, round(figures.waited / 3_804, 4)) == (815, 0.2142)
    assert (figures.waits.n, round(figures.waits.median, 2)) == (962 - 61, 6.02)
    assert (figures.reopened, round(figures.reopened / 3_804, 4)) == (130, 0.0342)


def years(figures):
    assert figures.opened_by_year == {2010: 977, 2011: 1_518, 2012: 1_309}
    ends = ("2011-01-01", "2011-07-01", "2012-01-01", "2012-07-01")
    assert [figures.unfinished(moments(end)) for end in ends] == [44, 48, 35, 37]


def ways_of_tickets():
    """All end resolved, for the log has no closing; an Assign before Take in charge opens the ticket."""
    assert set(Ticket.objects.values_list("status", flat=True)) == {"resolved"}
    rows = TicketEvent.objects.order_by("ticket_id", "pk").values_list("ticket_id", "verb")
    ways = Counter(tuple(verb for _pk, verb in group) for _pk, group in groupby(rows, key=itemgetter(0)))
    assert ways.most_common(1)[0][0] == ("open", "accept", "solve")


def named_rows(run, path):
    """Each row without effect is named; of the second resolves there are 208."""
    lines = path.read_text().splitlines()
    found = Counter(
        (before.split(",")[2] if before.split(",")[0] == row.split(",")[0] else "", row.split(",")[2])
        for line, _field in named(run, is_refused=False)
        for before, row in [(lines[line - 2], lines[line - 1])]
    )
    assert found["Resolve ticket", "Resolve ticket"] == 208
    assert found["Wait", "Wait"] == 61
    assert found["Assign seriousness", "Assign seriousness"] == 394
    assert found["Insert ticket", "Assign seriousness"] == 105
    assert found["Take in charge ticket", "Take in charge ticket"] == 84
    assert named(run, is_refused=True) == []


def differences_of_taking_on(figures, path):
    """A ticket waits only once somebody has it: 47 were taken on when they began to wait.

    Three were taken in charge only after their first resolve: they are reopened. One began with work on it.
    """
    told = {}
    with path.open() as file:
        for case, group in groupby(csv.DictReader(file), key=itemgetter("case_id")):
            rows = [(row["activity_name"], moments(row["completed_at"])) for row in group]
            took = [at for name, at in rows if name == "Take in charge ticket"]
            if took:
                told[case] = took[0] - rows[0][1]
    assert len(told) == 3_571
    accepted = TicketEvent.objects.filter(verb="accept").values_list(
        "ticket__external_id", "at", "ticket__opened_at"
    )
    here = {case: at - opened for case, at, opened in accepted}
    assert len(here) == figures.taken_on.n == 3_571 + 14 + 1 - 3 - 1
    differing = {case for case in told.keys() | here.keys() if told.get(case) != here.get(case)}
    assert differing == WAITED_BEFORE_TAKEN_ON | TAKEN_ON_ONLY_TO_BE_REOPENED | BEGAN_WITH_AN_ANOMALY
    hours = sorted(told[case] / timedelta(hours=1) for case in told)
    assert round(hours[len(hours) // 2], 2) == 3.86
    assert [sum(hour <= limit for hour in hours) for limit in (1, 4, 24)] == [1_524, 1_795, 2_253]
    assert round(figures.taken_on.median, 2) == 3.69
    assert figures.taken_on.within == (1_537, 1_811, 2_276)


def clocks_say_the_same(run):
    """Gross and net stand on the clocks, to the minute, of what was not reopened; five days are promised."""
    fix = TicketClock.objects.filter(ticket__import_run=run, kind=ClockKind.FIX, minutes=5 * 1440)
    assert fix.count() == 3_804
    spans = {
        pk: (gross, timedelta(minutes=paused), late)
        for pk, gross, paused, late in (
            (clock.ticket_id, clock.met_at - clock.started_at, clock.paused_minutes, clock.late_minutes)
            for clock in fix
        )
    }
    compared = 0
    events = TicketEvent.objects.order_by("ticket_id", "pk")
    rows = events.values_list("ticket_id", "at", "verb", "target", "begins_wait__pauses")
    for pk, steps in groupby(rows, key=itemgetter(0)):
        story = story_of([Step(at, verb, target, bool(pauses)) for _, at, verb, target, pauses in steps])
        if story.is_reopened:
            continue
        gross, paused, late = spans[pk]
        assert gross == timedelta(seconds=story.gross)
        assert timedelta() <= gross - paused - timedelta(seconds=story.net) < timedelta(minutes=1)
        assert (late > 0) == (story.net >= 5 * 86_400 + 60)
        compared += 1
    assert compared == 3_804 - 130
