"""The year itself: what happens is queued by moment and done by the services, as people would do it."""

import heapq
import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count

from django.db import transaction
from django.utils import timezone

from aftersales.demo import words
from aftersales.demo.calls import CallDesk
from aftersales.demo.cast import Cast
from aftersales.demo.evenings import Evenings
from aftersales.demo.maintenance import Upkeep
from aftersales.demo.mornings import Mornings
from aftersales.demo.service import Workshop, is_conditioner_model
from aftersales.demo.stock import Stock
from aftersales.demo.today import LastDays
from equipment.models import Equipment
from equipment.services import (
    CheckedItem,
    Registration,
    SerialNumberElsewhere,
    install_equipment,
    keep_claim,
    register_equipment,
)
from records.sweeps import sweep
from regulation.services import work_calendar

DAYS = 400  # a little more than a year, so that annual calls have been made
UNITS = 66
RECENT_UNITS = 14  # delivered in the last weeks, so that first calls are due
TICKETS = 120
LATE_UNITS, LATE_BY = 3, 200  # days after which an installation was recorded at last
LAST_UNITS = 8000  # where the numbers of the units begin that wait for their installation
# who takes delivery, in turn
PATTERN = (
    *("HD01", "XN03", "HD02", "NE02", "HD01", "XY01", "BS04", "XN03", "HD01", "EAST"),
    *("NE02", "HD02", "HD01", "XN03", "XY01", "WEST", "HD01", "HD02", "BS04", "NE02"),
)


class Year:
    """Plays the days up to `until` from a seed; everything is queued as (moment, act)."""

    def __init__(self, cast: Cast, *, until: datetime, seed: int, scale: float, days: int = DAYS) -> None:
        self.cast = cast
        self.until = until
        self.today = timezone.localtime(until).date()
        self.days = days
        self.first_day = self.today - timedelta(days=days)
        self.chance = random.Random(seed)  # noqa: S311 (a play, not a secret)
        self.scale = scale
        self.units: list[Equipment] = []
        self._queue: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self._order = count()
        self.calendar = work_calendar()
        self.workshop = Workshop(self)
        self.calls = CallDesk(self)
        self.upkeep = Upkeep(self, seed=seed)
        self.evenings = Evenings(seed)
        self.mornings = Mornings(seed, shown_until=until)
        self.stock = Stock(cast, seed=seed, shown_until=until)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return a moment of a local day."""
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))

    def do_at(self, moment: datetime, act: Callable[[datetime], None]) -> None:
        """Queue an act; what lies ahead of now does not happen."""
        if moment <= self.until:
            heapq.heappush(self._queue, (moment, next(self._order), act))

    def play(self, tell: Callable[[str], object]) -> None:
        """Let the year happen, a month a transaction; sweep and call desk come round each working day."""
        self._plan_deliveries()
        self.workshop.plan_requests(round(TICKETS * self.scale))
        LastDays(self, self.workshop).plan()
        for step in range(self.days + 1):
            day = self.first_day + timedelta(days=step)
            if self.calendar.is_workday(day):
                self.do_at(self.at(day, 8, 30), self._sweep)  # once the quiet hours are over
                self.do_at(self.at(day, 9, 10), self.mornings.confirm)
                self.do_at(self.at(day, 10, 20), self.stock.work)
                self.do_at(self.at(day, 14, 30), self.calls.work_through)
                self.do_at(self.at(day, 18, 40), self.evenings.close)
        month = (0, 0)
        while self._queue:
            with transaction.atomic():
                month = self._queue[0][0].year, self._queue[0][0].month
                while self._queue and (self._queue[0][0].year, self._queue[0][0].month) == month:
                    moment, _, act = heapq.heappop(self._queue)
                    act(moment)
            tell(f"{month[0]}-{month[1]:02d}: {len(self.units)} units")
        sweep(self.until)

    def _sweep(self, moment: datetime) -> None:
        sweep(moment)
        self.upkeep.look_after(moment)

    # ── deliveries ──

    def _plan_deliveries(self) -> None:
        total = round(UNITS * self.scale)
        for number in range(total):
            share = number / total
            day = self.first_day + timedelta(days=int(share * (self.days - 2)) + 1)
            self.do_at(self.at(day, 10, number % 60), partial(self._deliver, number))
        for number in range(round(RECENT_UNITS * self.scale)):
            day = self.today - timedelta(days=26 - 2 * (number % RECENT_UNITS))
            self.do_at(self.at(day, 6, number % 60), partial(self._deliver, total + number))
        self.do_at(self.at(self.today - timedelta(days=1), 16), self._claim_twice)

    def _deliver(self, number: int, at: datetime) -> None:
        """Let a dealer take delivery of a unit; it is installed days later, a few are recorded very late."""
        unit = self._register(number, PATTERN[number % len(PATTERN)], at=at)
        delay = self.chance.randint(2, 9)
        late = LATE_BY if number < LATE_UNITS else 0
        day = timezone.localtime(at).date()
        installed_on = day + timedelta(days=delay)
        self.do_at(
            self.at(installed_on + timedelta(days=late), 16, number % 60),
            lambda moment: self._install(unit, installed_on, moment),
        )

    def deliver_later(self, place: int, dealer: str, at: datetime, *, planned_on: date) -> None:
        """Let a dealer take delivery of a unit that nobody has installed yet."""
        self._register(LAST_UNITS + place, dealer, at=at, planned_on=planned_on)

    def _register(self, number: int, code: str, *, at: datetime, planned_on: date | None = None) -> Equipment:
        dealer, product = self.cast.dealers[code], self.chance.choice(self.cast.products)
        is_house = is_conditioner_model(product.code)
        customers, projects = (
            (words.HOUSES, words.HOUSE_PROJECTS) if is_house else (words.BUILDERS, words.PROJECTS)
        )
        day = timezone.localtime(at).date()
        unit = register_equipment(
            actor=self.cast.desks[dealer.pk],
            at=at,
            registration=Registration(
                serial_number=f"{product.code.replace('-', '')}-{day:%y%m}-{number + 100:04d}",
                product_code=product.code,
                customer_name=customers[number % len(customers)],
                contact_name=words.CONTACTS[number % len(words.CONTACTS)],
                phone=f"139{10000000 + number * 7919:08d}",
                first_place_of_use=self.chance.choice(words.PLACES[code]),
                project_name=self.chance.choice(projects),
                planned_installation_on=planned_on or day + timedelta(days=self.chance.randint(2, 9)),
                delivered_on=day,
            ),
        )
        self.units.append(unit)
        return unit

    def _install(self, unit: Equipment, installed_on: date, at: datetime) -> None:
        checks = [CheckedItem(item=item, passed=True, note="") for item in unit.product.self_check_items]
        starts_later = self.chance.random() < 0.15  # noqa: PLR2004 (a share of the customers)
        wanted = installed_on + timedelta(days=self.chance.randint(3, 12)) if starts_later else installed_on
        install_equipment(
            unit,
            actor=self.cast.desks[unit.dealer_id],
            at=at,
            installed_on=installed_on,
            in_use_from=wanted,
            confirmed_by=unit.contact.name,
            self_check=checks,
        )
        unit.refresh_from_db()

    def _claim_twice(self, at: datetime) -> None:
        """Let another dealer register a number that stands elsewhere: headquarters gets a case."""
        unit = next(unit for unit in self.units if unit.dealer.code == "HD01")
        try:
            with transaction.atomic():
                register_equipment(
                    actor=self.cast.users["dealer2"],
                    at=at,
                    registration=Registration(
                        serial_number=unit.serial_number,
                        product_code=unit.product.code,
                        customer_name="癸物流园",
                        contact_name="蒋经理",
                        phone="13900009999",
                        first_place_of_use=words.PLACES["XN03"][0],
                        project_name="二期堆场",
                        planned_installation_on=timezone.localtime(at).date(),
                    ),
                )
        except SerialNumberElsewhere as refusal:
            keep_claim(refusal.claim)
