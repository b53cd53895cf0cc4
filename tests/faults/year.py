"""A simulated year in which everything fails: played by a program of its own on a database of its own.

Each day units are installed and tickets closed; a worker forked from this warm process sweeps, and is
killed at a random moment on the days drawn for it. Some days two sweep at once, for ten days nobody does. At
the end the whole Celery worker is killed again and again over work that is waiting. Then every promise is
counted: none may be missing, none may stand twice.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.core.management import call_command
from django.db import connections

from dealers.models import Dealer, User
from equipment import phones
from equipment.models import Customer, CustomerContact, Equipment, Product, Warranty
from equipment.rules import warranty_end
from records.invariants import broken
from records.tasks import run_sweep
from tickets.models import Ticket, TicketEvent
from visits.services.planning import plan_calls

ROOT = Path(__file__).resolve().parents[2]
DAYS = 365
TICKETS_PER_UNIT = 0.2
SECONDS_A_WORKER_MAY_TAKE = 120
LONGEST_LIFE = 0.12  # seconds after which a drawn worker is killed at the latest: inside its sweep


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, required=True)
    parser.add_argument("--kills", type=int, required=True)
    parser.add_argument("--worker-kills", type=int, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    call_command("migrate", verbosity=0)
    year = Year(units=options.units, kills=options.kills, chance=random.Random(options.seed))
    year.play()
    worker_kills = year.kill_the_whole_worker(options.worker_kills)
    missed, doubled = year.count_promises()
    sys.stdout.write(
        f"{options.units} installations, {year.tickets} closed tickets: "
        f"{year.killed} forked workers killed ({year.killed_at_work} before they were done), "
        f"{worker_kills} whole workers killed, {year.doubles} days with two sweeps, 10 days' standstill: "
        f"{missed} missed, {doubled} doubled\n"
    )
    return 1 if missed or doubled else 0


class Year:
    def __init__(self, *, units: int, kills: int, chance: random.Random) -> None:
        self.chance = chance
        self.units, self.made, self.tickets = units, 0, 0
        self.kills, self.killed, self.killed_at_work, self.doubles = kills, 0, 0, 0
        self.first_day = datetime.now(UTC).date() - timedelta(days=DAYS)
        self.standstill = range(200, 210)
        self.rows = Rows()

    def play(self) -> None:
        """Walk through the year; the kills are spread evenly over its working days."""
        days = [day for day in range(DAYS) if day not in self.standstill]
        for position, day in enumerate(days):
            self.install(self.units * 9 // 10 * (day + 1) // DAYS, on=self.first_day + timedelta(days=day))
            due_kills = self.kills * (position + 1) // len(days) - self.killed
            for _ in range(due_kills):
                self.sweep_and_kill(day)
            if day % 7 == 0:
                self.two_sweeps(day)
            elif not due_kills:
                self.wait_for(self.fork(day))
        self.wait_for(self.fork(DAYS))

    def install(self, up_to: int, *, on: date) -> None:
        count = up_to - self.made
        if count > 0:
            self.tickets += self.rows.install(count, first=self.made, on=on)
            self.made = up_to

    def fork(self, day: int) -> int:
        """Start a sweep in a copy of this warm process, which has no connection open."""

        connections.close_all()
        pid = os.fork()
        if pid:
            return pid
        try:
            plan_calls(
                datetime.combine(self.first_day + timedelta(days=day), datetime.min.time(), UTC).replace(
                    hour=9
                )
            )
        except BaseException:  # noqa: BLE001 (a copied process must not go on as the test)
            os._exit(1)
        os._exit(0)

    def sweep_and_kill(self, day: int) -> None:
        pid = self.fork(day)
        time.sleep(self.chance.uniform(0, LONGEST_LIFE))
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        self.killed += 1
        self.killed_at_work += os.WIFSIGNALED(status)

    def two_sweeps(self, day: int) -> None:
        self.doubles += 1
        for pid in [self.fork(day), self.fork(day)]:
            self.wait_for(pid)

    def wait_for(self, pid: int) -> None:
        _, status = os.waitpid(pid, 0)
        if not os.WIFEXITED(status) or os.WEXITSTATUS(status):
            message = "a sweep that nobody killed failed"
            raise RuntimeError(message)

    def kill_the_whole_worker(self, times: int) -> int:
        """Let the real worker plan the last tenth, killed again and again with its whole process group."""

        killed = 0
        for turn in range(times + 1):
            up_to = self.units * 9 // 10 + self.units // 10 * (turn + 1) // (times + 1)
            self.install(
                self.units if turn == times else up_to, on=datetime.now(UTC).date() - timedelta(days=1)
            )
            run_sweep.delay()
            worker = start_worker()
            if turn < times:
                time.sleep(2 + self.chance.uniform(0, 1.5))
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
                killed += 1
            else:
                self.wait_until_planned(worker)
        return killed

    def wait_until_planned(self, worker: subprocess.Popen[bytes]) -> None:
        """Ring until the worker has nothing left to do: a ring may die with its worker, the rows do not."""

        until = time.monotonic() + SECONDS_A_WORKER_MAY_TAKE
        while time.monotonic() < until and self.rows.unplanned():
            run_sweep.delay()
            time.sleep(1)
        os.killpg(worker.pid, signal.SIGTERM)
        worker.wait()

    def count_promises(self) -> tuple[int, int]:
        """Count what is missing and what stands twice, by the program that checks the invariants."""

        for code, sentence in broken():
            sys.stderr.write(f"{code}: {sentence}\n")
        found = Counter(sentence.rsplit("has ", 1)[-1] for code, sentence in broken() if code.startswith("C"))
        missed = sum(count for text, count in found.items() if text.startswith(("0 ", "no plan")))
        return missed, sum(found.values()) - missed


class Rows:
    """The facts of the year, written as the services leave them."""

    def __init__(self) -> None:

        at = datetime.now(UTC)
        phone = "+8613812345678"
        self.dealer = Dealer.objects.create(code="F", name="F", kind="dealer")
        self.user = User.objects.create(username="faults")
        self.product = Product.objects.create(code="F", name_zh="F")
        self.customer = Customer.objects.create(code="F", name="F", dealer=self.dealer, created_at=at)
        self.contact = CustomerContact.objects.create(
            customer=self.customer,
            name="F",
            phone_cipher=phones.encrypt(phone),
            created_at=at,
            phone_hash=phones.whole_hash(phone),
            last_four_hash=phones.last_four_hash(phone),
        )

    def install(self, count: int, *, first: int, on: date) -> int:
        """Write installed units of one day, and a closed ticket for some; return how many tickets."""

        at = datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
        units = Equipment.objects.bulk_create(
            Equipment(
                serial_number=f"F-{number}",
                product=self.product,
                customer=self.customer,
                contact=self.contact,
                dealer=self.dealer,
                first_place_of_use="F",
                project_name="F",
                planned_installation_on=on,
                delivered_on=on,
                registered_at=at,
                registered_by=self.user,
                installed_on=on,
                warranty_ends_on=warranty_end(on, self.product.warranty_months),
                in_use_from=on,
                installation_recorded_at=at,
                installation_recorded_by=self.user,
            )
            for number in range(first, first + count)
        )
        months = self.product.warranty_months
        Warranty.objects.bulk_create(Warranty(equipment=unit, months=months, copied_at=at) for unit in units)
        closed = [
            unit for number, unit in enumerate(units, first) if number % round(1 / TICKETS_PER_UNIT) == 0
        ]
        tickets = Ticket.objects.bulk_create(
            Ticket(
                number=f"T-F-{unit.pk}",
                kind="repair",
                channel="hotline",
                status="closed",
                equipment=unit,
                product=self.product,
                dealer=self.dealer,
                opened_at=at,
                moved_at=at,
                closed_at=at,
            )
            for unit in closed
        )
        TicketEvent.objects.bulk_create(
            TicketEvent(ticket=ticket, at=at, verb=verb, source=source, target=target)
            for ticket in tickets
            for verb, source, target in (
                ("open", "", "new"),
                ("solve", "new", "resolved"),
                ("close", "resolved", "closed"),
            )
        )
        return len(tickets)

    def unplanned(self) -> bool:

        lacks_plan = Equipment.objects.installed().filter(plan__isnull=True).exists()
        return lacks_plan or Ticket.objects.closed().filter(visits__isnull=True).exists()


def start_worker() -> subprocess.Popen[bytes]:
    """Start the product's own worker in a process group of its own."""
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "aftersales",
            "worker",
            "--concurrency",
            "1",
            "--loglevel",
            "ERROR",
        ],
        cwd=ROOT,
        start_new_session=True,
    )
