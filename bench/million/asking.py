"""Who asks what of both: pairs of an answer of ours and the floor's, and what they cost."""

import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from django.db import connection
from django.http import HttpResponseBase
from django.test import Client, override_settings

from bench.million.multiplying import COMMON, RARE
from dealers.models import User
from equipment import phones
from equipment.models import Equipment
from records.models import NumberSeries, OutboxMessage
from tickets.models import Ticket

LIST_AIM, PAGE_AIM = 0.5, 0.35
PHONE: Final = "13900000003"
SAME: Final = ("channel", "template", "language", "masked_to", "sealed_to", "sealed_text")  # of a message


class Pair(NamedTuple):
    """One thing that is asked of ours and of the floor, and how near ours is to come to it."""

    name: str
    ours: Callable[[], HttpResponseBase]
    floor: Callable[[], HttpResponseBase]
    aim: float


def pairs() -> Iterator[Pair]:
    """Yield what is measured, with a person signed in to ours and nobody to the floor."""
    person = User.objects.get(username="agent")
    desk = User.objects.get(username="desk0")
    ours, dealers, bare = Client(), Client(), Client()
    for client, who in ((ours, person), (dealers, desk)):
        client.force_login(who, backend="dealers.backends.RoleBackend")
    with override_settings(MIDDLEWARE=[]):
        bare.get("/floor/rows/")  # from here on its handler has no middleware
    number = Ticket.objects.filter(status="closed").order_by("pk")[100].number
    phone_hash = phones.search_hashes(PHONE)[0]
    lists = {
        "queue by due time": ("only=open&by=due", "due=1"),
        "all, newest first": ("sort=-opened&by=day", ""),
        "search, two characters, common": (f"q={COMMON}", f"q={COMMON}"),
        "search, two characters, rare": (f"q={RARE}", f"q={RARE}"),
        "search, part of a serial number": ("q=RD00017-1", "q=RD00017-1"),
        "search, number": (f"q={number}", f"q={number}"),
        "search, phone": (f"q={PHONE}", f"phone_hash={phone_hash}"),
    }
    for name, (query, floor) in lists.items():
        yield Pair(name, _get(ours, f"/tickets/?{query}"), _get(bare, f"/floor/rows/?{floor}"), LIST_AIM)
    own = _get(bare, f"/floor/rows/?due=1&dealer={desk.dealer_id}")
    yield Pair("a dealer's queue by due time", _get(dealers, "/tickets/?only=open&by=due"), own, LIST_AIM)
    page = _get(ours, f"/tickets/{number}/")
    yield Pair("ticket page", page, _get(bare, f"/floor/tickets/{number}/"), PAGE_AIM)
    yield Pair("opening", *_openings(ours, bare, person), PAGE_AIM)


def _get(client: Client, address: str) -> Callable[[], HttpResponseBase]:
    return lambda: client.get(address)


def _openings(
    ours: Client, bare: Client, person: User
) -> tuple[Callable[[], HttpResponseBase], Callable[[], HttpResponseBase]]:
    """Return the form as an agent sends it, and the same rows as they are written ready-made."""
    NumberSeries.objects.create(prefix="F", year=2026, last=0)
    unit = Equipment.objects.select_related("contact").order_by("pk")[7]
    typed = {"kind": "repair", "channel": "hotline", "description": "液压泵异响，动作无力，停机检查"}
    ready = {
        "status": "offered",
        "equipment_id": unit.pk,
        "product_id": unit.product_id,
        "serial_number": unit.serial_number,
        "place_text": unit.first_place_of_use,
        "division_id": unit.division_id,
        "customer_id": unit.customer_id,
        "contact_id": unit.contact_id,
        "contact_name": unit.contact.name,
        "dealer_id": unit.dealer_id,
        "due_clock": "respond",
    }
    told = OutboxMessage.objects.order_by("pk")[0]
    message = {name: getattr(told, name) for name in SAME}
    body = json.dumps({"user": person.pk, "ticket": typed | ready, "message": message})
    form = typed | {"equipment": unit.serial_number, "place": unit.first_place_of_use}
    keys = iter(range(1_000_000))
    return (
        lambda: ours.post("/tickets/new/", form | {"idempotency_key": f"k{next(keys)}"}),
        lambda: bare.post("/floor/open/", body, content_type="application/json"),
    )


class Compared(NamedTuple):
    """How long ours and the floor took, and what ours cost the processor, in milliseconds."""

    took: float
    floor: float
    cost: float
    aim: float


def compare(pair: Pair, turns: int) -> Compared:
    """Let both answer in turns."""
    for _warm in range(3):
        answers = pair.ours(), pair.floor()
    if any(answer.status_code not in {200, 302} for answer in answers):
        raise RuntimeError(pair.name, *answers)
    ours, bare, used = [], [], 0.0
    for _turn in range(turns):
        start, spent = time.perf_counter(), _processor()
        pair.ours()
        ours.append(time.perf_counter() - start)
        used += _processor() - spent
        start = time.perf_counter()
        pair.floor()
        bare.append(time.perf_counter() - start)
    return Compared(1000 * median(ours), 1000 * median(bare), 1000 * used / turns, pair.aim)


def _processor() -> float:
    """Return the processor time of this process and of its database connection, in seconds."""
    backend = connection.connection.info.backend_pid
    ticks = Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[11:13]
    return time.process_time() + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
