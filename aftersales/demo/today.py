"""What waits on the last day of the demonstration: each role finds a job, an offer, a unit to install."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from aftersales.demo import faults, trips, words
from aftersales.demo.quotes import agree, ask, decline
from aftersales.demo.referrals import advise, refer, waive
from aftersales.demo.service import Workshop, fresh, is_conditioner
from tickets.choices import HelpKind, RecordResult, TicketChannel, TicketKind
from tickets.services import (
    Intake,
    accept_ticket,
    assign_ticket,
    offer_ticket,
    open_ticket,
    wait_ticket,
)
from tickets.states import TicketStatus

if TYPE_CHECKING:
    from aftersales.demo.year import Year

ACCEPT, ASSIGN, WAIT, RECORD = "accept", "assign", "wait", "record"
QUOTE, AGREE, DECLINE = "quote", "agree", "decline"
REFER, WAIVE = "refer", "waive"
# how headquarters answers: the help it gives, and for how many days
ADVISE, PHONE, MEND = "advise", "phone", "mend"
HELP: Final = {ADVISE: (HelpKind.ON_SITE, 1), PHONE: (HelpKind.REMOTE, 0), MEND: (HelpKind.REPAIR, 2)}
QUOTES: Final = {QUOTE: ask, AGREE: agree, DECLINE: decline, REFER: refer}
# whose customer asks, how many hours ago, and how far it has come since
TICKETS: Final[tuple[tuple[str, float, tuple[str, ...]], ...]] = (
    ("HD01", 52, (ACCEPT, ASSIGN, WAIT)),
    ("HD01", 30, (ACCEPT, ASSIGN)),
    ("HD01", 26, (ACCEPT, ASSIGN, RECORD)),
    ("HD01", 9, (ACCEPT,)),
    ("HD01", 6, (ACCEPT, ASSIGN)),
    ("HD01", 76, (ACCEPT, ASSIGN, QUOTE)),
    ("HD01", 50, (ACCEPT, ASSIGN, QUOTE, AGREE)),
    ("HD01", 34, (ACCEPT, QUOTE, DECLINE)),
    ("HD01", 2, ()),
    ("XN03", 28, (ACCEPT, ASSIGN, RECORD)),
    ("XN03", 20, (ACCEPT, ASSIGN)),
    ("XN03", 3, ()),
    ("EAST", 7, (ACCEPT,)),
    ("EAST", 1.5, ()),
    ("EAST", 60, (ACCEPT, ASSIGN, QUOTE)),
    ("BS04", 40, (ACCEPT, ASSIGN, WAIT)),
    ("NE02", 1, ()),
    ("HD01", 120, (ACCEPT, ASSIGN, REFER)),
    ("HD01", 8, (ACCEPT, ASSIGN, REFER)),
    ("XN03", 100, (ACCEPT, ASSIGN, REFER, ADVISE)),
    ("EAST", 5, (ACCEPT, REFER)),
    ("HD01", 62, (ACCEPT, ASSIGN, REFER, MEND)),
    ("HD02", 110, (ACCEPT, ASSIGN, REFER, ADVISE, WAIVE)),
    ("HD01", 70, (ACCEPT, ASSIGN, REFER, PHONE)),
)
# whose unit still waits for its installation, delivered how many days ago, planned how many days from today
UNITS: Final = (("HD01", 6, -1), ("HD01", 3, 2), ("XN03", 5, 0), ("EAST", 4, 1), ("NE02", 2, 4))
FAR_AWAY: Final = "甘肃省酒泉市肃州区风电场"


class Scene(NamedTuple):
    """One request of the last days: whose customer, how long ago, and the steps it has taken since."""

    place: int
    dealer: str
    hours: float
    steps: tuple[str, ...]


class LastDays:
    """Leaves things where a person has to take them up."""

    def __init__(self, year: "Year", workshop: Workshop) -> None:
        self.year = year
        self.workshop = workshop

    def plan(self) -> None:
        """Queue the last days' scenes."""
        for place, (dealer, hours, steps) in enumerate(TICKETS):
            scene = Scene(place, dealer, hours, steps)
            self._ago(hours, partial(self._open, scene))
        for hours in (5, 1):
            self._ago(hours, self._open_far_away)
        for place, (dealer, days, planned) in enumerate(UNITS):
            planned_on = self.year.today + timedelta(days=planned)
            moment = self.year.at(self.year.today - timedelta(days=days), 11, place)
            self.year.do_at(moment, partial(self.year.deliver_later, place, dealer, planned_on=planned_on))

    def _ago(self, hours: float, act: Callable[[datetime], None]) -> None:
        self.year.do_at(self.year.until - timedelta(hours=hours), act)

    def _open(self, scene: Scene, at: datetime) -> None:
        units = [unit for unit in self.year.units if unit.is_installed and unit.dealer.code == scene.dealer]
        if not units:
            return
        unit = units[scene.place % len(units)]
        requests = words.OF_CONDITIONERS if is_conditioner(unit) else words.OF_MACHINES
        on_site = [request for request in requests if request.kind == TicketKind.REPAIR]
        ticket = open_ticket(
            actor=self.year.cast.users["agent"],
            at=at,
            intake=Intake(
                kind=TicketKind.REPAIR,
                channel=TicketChannel.HOTLINE,
                description=on_site[scene.place % len(on_site)].says,
                contact_name="",
                contact_phone="",
                equipment=unit,
                fault_class=faults.class_of(on_site[scene.place % len(on_site)].says),
            ),
        )
        if ticket.status == TicketStatus.NEW:  # no territory holds the place: headquarters offers it by hand
            cast = self.year.cast
            offer_ticket(ticket, actor=cast.users["dispatcher"], at=at, dealer=cast.dealers[scene.dealer])
        for turn, step in enumerate(scene.steps, start=1):
            moment = at + timedelta(hours=scene.hours * turn / (len(scene.steps) + 1))
            self.year.do_at(moment, partial(self._step, ticket.number, step))

    def _step(self, number: str, step: str, at: datetime) -> None:
        ticket = fresh(number)
        desk = self.workshop.desk(ticket)
        engineer = self.year.cast.engineers[ticket.dealer_id][0]
        if step == ACCEPT:
            accept_ticket(ticket, actor=desk, at=at)
        elif step == ASSIGN:
            assign_ticket(ticket, actor=desk, at=at, engineer=engineer)
        elif step == WAIT:
            reason, note = words.WAITS[0]
            wait_ticket(ticket, actor=desk, at=at, reason=reason, note=note)
        elif step in HELP:
            given, days = HELP[step]
            advise(ticket, actor=self.year.cast.users["support"], at=at, given=given, days=days)
        elif step == WAIVE:
            waive(ticket, actor=self.year.cast.users["manager"], at=at)
        elif step in QUOTES:
            QUOTES[step](ticket, actor=desk, at=at)
        elif engineer.user is not None:
            trips.serve(
                ticket,
                actor=engineer.user,
                at=at,
                work_done=words.WORK[ticket.description],
                minutes_worked=90,
                result=RecordResult.FIXED,
                diagnosis=faults.found(ticket.description),
            )

    def _open_far_away(self, at: datetime) -> None:
        """Take in a request from where no dealer serves: headquarters has to find somebody."""
        open_ticket(
            actor=self.year.cast.users["agent"],
            at=at,
            intake=Intake(
                kind=TicketKind.REPAIR,
                channel=TicketChannel.HOTLINE,
                description="风电场的装载机启动不了，电瓶刚换过",
                contact_name="马队长",
                contact_phone="13900008888",
                product=self.year.cast.products[2],
                place_text=FAR_AWAY,
            ),
        )
