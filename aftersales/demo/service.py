"""What breaks in the demonstration, and how it is put right, at desks and on site."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aftersales.demo import audits, faults, trips, words
from tickets.choices import RecordResult, TicketChannel, TicketKind
from tickets.models import Ticket
from tickets.services import (
    Intake,
    accept_ticket,
    assign_ticket,
    can_go,
    close_ticket,
    offer_ticket,
    open_ticket,
    refuse_ticket,
    resume_ticket,
    solve_ticket,
    wait_ticket,
)
from tickets.states import TicketStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from aftersales.demo.year import Year
    from dealers.models import User
    from equipment.models import Equipment

RECENT_TICKETS, RECENT_HOURS = 12, 66  # opened in the last days: the busiest ones
SETTLED_BY_PHONE, REFUSED, WAITING, NOT_FIXED_AT_ONCE, BY_DEALER = 0.05, 0.05, 0.12, 0.08, 0.4


class Workshop:
    """Requests come in all year; each ticket's next steps are queued as it moves."""

    def __init__(self, year: "Year") -> None:
        self.year = year
        self.chance = year.chance

    def plan_requests(self, total: int) -> None:
        """Spread requests over the year, more of them as more units work; the last days are the busiest."""
        days = (self.year.today - self.year.first_day).days
        for number in range(total):
            share = ((number + 1) / total) ** 0.6
            day = self.year.first_day + timedelta(days=int(share * days))
            self.year.do_at(self.year.at(day, 8 + number % 9, number * 7 % 60), self._open)
        recent = round(RECENT_TICKETS * self.year.scale)
        for number in range(recent):
            hours = RECENT_HOURS * ((recent - number - 0.5) / recent) ** 2
            self.year.do_at(self.year.until - timedelta(hours=hours), self._open)

    def _open(self, at: datetime) -> None:
        """Open a request for one of the units that work."""
        installed = [unit for unit in self.year.units if unit.is_installed]
        if not installed:
            return
        unit = self.chance.choice(installed)
        request = self.chance.choice(words.OF_CONDITIONERS if is_conditioner(unit) else words.OF_MACHINES)
        is_by_dealer = self.chance.random() < BY_DEALER
        actor = self.year.cast.desks[unit.dealer_id] if is_by_dealer else self.year.cast.users[self._agent()]
        ticket = open_ticket(
            actor=actor,
            at=at,
            intake=Intake(
                kind=request.kind,
                channel=TicketChannel.DEALER if is_by_dealer else TicketChannel.HOTLINE,
                description=request.says,
                contact_name="",
                contact_phone="",
                equipment=unit,
                fault_class=faults.class_of(request.says),
            ),
        )
        self.follow(ticket, at)

    def _agent(self) -> str:
        return self.chance.choice(["agent", "agent2"])

    def follow(self, ticket: Ticket, at: datetime) -> None:
        """Queue the next step of a new or offered ticket."""
        if ticket.status == TicketStatus.OFFERED:
            self._later(ticket, at, minutes=(10, 90), act=self._answer)
        else:
            self._later(ticket, at, minutes=(30, 240), act=self._dispatch)

    def _later(
        self,
        ticket: Ticket,
        at: datetime,
        *,
        minutes: tuple[int, int],
        act: "Callable[[Ticket, datetime], None]",
    ) -> None:
        moment = at + timedelta(minutes=self.chance.randint(*minutes))
        number = ticket.number
        self.year.do_at(moment, lambda now: act(fresh(number), now))

    def _dispatch(self, ticket: Ticket, at: datetime) -> None:
        """Headquarters serves what no dealer does, or finds another dealer for what was refused."""
        dispatcher = self.year.cast.users["dispatcher"]
        if ticket.offers.exists():
            centre = self.year.cast.dealers["EAST"]
            self._later(
                offer_ticket(ticket, actor=dispatcher, at=at, dealer=centre),
                at,
                minutes=(10, 60),
                act=self._accept,
            )
        else:
            self._accept(ticket, at)

    def _answer(self, ticket: Ticket, at: datetime) -> None:
        if self.chance.random() < REFUSED and ticket.status == TicketStatus.OFFERED:
            refused = refuse_ticket(
                ticket, actor=self.desk(ticket), at=at, reason=self.chance.choice(words.REFUSALS)
            )
            self.follow(refused, at)
        elif ticket.status == TicketStatus.OFFERED:
            self._accept(ticket, at)
        else:
            self._dispatch(ticket, at)

    def _accept(self, ticket: Ticket, at: datetime) -> None:
        accepted = accept_ticket(ticket, actor=self.desk(ticket), at=at)
        if ticket.kind in words.BY_PHONE or self.chance.random() < SETTLED_BY_PHONE:
            self._later(accepted, at, minutes=(10, 60), act=self._settle)
        else:
            self._later(accepted, at, minutes=(20, 300), act=self._assign)

    def _settle(self, ticket: Ticket, at: datetime) -> None:
        solved = solve_ticket(ticket, actor=self.desk(ticket), at=at, note=self._told(ticket))
        self._later(solved, at, minutes=(60, 600), act=self._close)

    def _told(self, ticket: Ticket) -> str:
        if ticket.kind == TicketKind.COMPLAINT:
            return words.APOLOGY
        return words.WORK[ticket.description] if ticket.kind in words.BY_PHONE else words.SETTLED

    def _assign(self, ticket: Ticket, at: datetime) -> None:
        people = self.year.cast.engineers[ticket.dealer_id]
        engineer = self.chance.choice([person for person in people if can_go(ticket, person, at=at)])
        assigned = assign_ticket(ticket, actor=self.desk(ticket), at=at, engineer=engineer)
        if self.chance.random() < WAITING:
            self._later(assigned, at, minutes=(60, 300), act=self._wait)
        else:
            self._later(assigned, at, minutes=(180, 2600), act=self._record)

    def _wait(self, ticket: Ticket, at: datetime) -> None:
        reason, note = self.chance.choice(words.WAITS)
        waiting = wait_ticket(ticket, actor=self.desk(ticket), at=at, reason=reason, note=note)
        self._later(waiting, at, minutes=(1400, 7200), act=self._resume)

    def _resume(self, ticket: Ticket, at: datetime) -> None:
        resumed = resume_ticket(ticket, actor=self.desk(ticket), at=at)
        self._later(resumed, at, minutes=(180, 1500), act=self._record)

    def _record(self, ticket: Ticket, at: datetime) -> None:
        is_fixed = self.chance.random() >= NOT_FIXED_AT_ONCE
        engineer = ticket.engineer
        if engineer is None or engineer.user is None:
            return
        record = trips.serve(
            ticket,
            actor=engineer.user,
            at=at,
            work_done=words.WORK.get(ticket.description, words.OTHER_WORK) if is_fixed else words.NOT_YET,
            minutes_worked=self.chance.randrange(30, 360, 10),
            result=RecordResult.FIXED if is_fixed else RecordResult.NOT_FIXED,
            diagnosis=faults.found(ticket.description, is_fixed=is_fixed),
        )
        self.year.do_at(at + audits.WAITS, lambda now: audits.judge(record.pk, year=self.year, at=now))
        self._later(ticket, at, minutes=(60, 1500), act=self._close if is_fixed else self._record)

    def _close(self, ticket: Ticket, at: datetime) -> None:
        close_ticket(ticket, actor=self.desk(ticket), at=at)

    def desk(self, ticket: Ticket) -> "User":
        """Return who acts for the dealer that serves a ticket."""
        if ticket.dealer_id is None:
            return self.year.cast.users["dispatcher"]
        return self.year.cast.desks[ticket.dealer_id]


def is_conditioner(unit: "Equipment") -> bool:
    return is_conditioner_model(unit.product.code)


def is_conditioner_model(code: str) -> bool:
    return code.startswith("AC")


def fresh(number: str) -> Ticket:
    return Ticket.objects.select_related("engineer__user", "dealer", "equipment").get(number=number)
