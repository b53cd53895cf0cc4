"""The ledger of stock: posting against its floor as the ledger grows, and 64 clients at once for a minute.

The floor is what any ledger must do: both balances, the line and the key that stops a second one, by psycopg
in one transaction. Aims: at most 6 × the floor; the curve flat within 1.3; 64 clients leave ledger and
balances agreeing to the piece, and the control, which reads first and writes then, does not.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from typing import Any

SIZES = [int(size) for size in os.environ.get("SIZES", "10000,100000,1000000").split(",")]
SECONDS = int(os.environ.get("SECONDS", "60"))
CLIENTS = int(os.environ.get("CLIENTS", "64"))
TURNS = 400
AT = datetime(2026, 9, 15, 1, tzinfo=UTC)
AIM, FLAT = 6, 1.3
PARTS, PLENTY = 200, 1_000_000


def main() -> None:
    """Measure on PostgreSQL, in a database of its own."""
    from tooling.postgres import temporary_postgres  # noqa: PLC0415 (once the environment is set)

    with temporary_postgres() as server, tempfile.TemporaryDirectory() as folder:
        print("postgres " + server.version, flush=True)
        given = {"DATABASE_URL": server.url, "AFTERSALES_DATA": folder}
        environment = {**os.environ, **given, "DJANGO_SETTINGS_MODULE": "aftersales.settings"}
        subprocess.run([sys.executable, "-m", "bench.stock"], env=environment, check=True)


def measure() -> None:
    import django  # noqa: PLC0415 (once the environment is set)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 (once the environment is set)

    call_command("migrate", verbosity=0)
    world = make_world()
    side_by_side(world)  # what is kept in memory is read by now
    first = 0.0
    for size in SIZES:
        fill(world, size)
        ours, floor = side_by_side(world)
        first = first or ours
        print(
            f"{size:>10} lines: posting {ours * 1000:.2f} ms, floor {floor * 1000:.2f} ms, "
            f"ratio {ours / floor:.1f} (aim {AIM}); against the first size {ours / first:.2f} (aim {FLAT})",
            flush=True,
        )
    for name, is_control in (("as it is", False), ("control: read, then write", True)):
        many_at_once(world, name, is_control=is_control)


def make_world() -> dict[str, Any]:
    """Make a clerk, two stores, vans, parts with plenty of each, and tables for the floor."""
    from django.db import connection  # noqa: PLC0415 (once the environment is set)

    from dealers.models import Dealer, ServiceStaff, User  # noqa: PLC0415 (once the environment is set)
    from parts.models import Part, PartClass  # noqa: PLC0415 (once the environment is set)
    from parts.services import store_of, van_of  # noqa: PLC0415 (once the environment is set)

    dealer = Dealer.objects.create(code="B", name="B", kind="dealer")
    user = User.objects.create(username="bench")
    kind = PartClass.objects.create(code="B", name_zh="B")
    parts = [Part.objects.create(code=f"B-{n}", name_zh="B", part_class=kind) for n in range(PARTS)]
    vans = [van_of(ServiceStaff.objects.create(code=f"B{n}", name="B", dealer=dealer)) for n in range(8)]
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE floor_key (key varchar(80) PRIMARY KEY);"
            "CREATE TABLE floor_balance (place bigint, part bigint, on_hand integer CHECK (on_hand >= 0), "
            "PRIMARY KEY (place, part));"
            "CREATE TABLE floor_line (id bigserial PRIMARY KEY, key varchar(80), part bigint, "
            "quantity integer, source bigint, target bigint);"
            "CREATE INDEX ON floor_line (part, id DESC)"
        )
    world = {"user": user, "parts": parts, "store": store_of(dealer), "vans": vans, "keys": 0}
    for place in (world["store"], *vans):
        stock(world, place)
    return world


def stock(world: dict[str, Any], place: Any) -> None:  # noqa: ANN401 (models are loaded only now)
    """Put plenty of each part at a place, by a posting."""
    from django.db import connection  # noqa: PLC0415 (once the environment is set)

    from parts.choices import MovementKind, PlaceKind  # noqa: PLC0415 (once the environment is set)
    from parts.services import only_place  # noqa: PLC0415 (once the environment is set)
    from parts.services.posting import Leg, Posting, post  # noqa: PLC0415 (once the environment is set)

    legs = [Leg(part, PLENTY, only_place(PlaceKind.DIFFERENCE), place) for part in world["parts"]]
    posting = Posting(MovementKind.ADJUST, f"stock/{place.pk}", legs, AT, AT, reason="B")
    post(posting, actor=world["user"])
    with connection.cursor() as cursor:
        rows = [(place.pk, part.pk, PLENTY) for part in world["parts"]]
        cursor.executemany("INSERT INTO floor_balance VALUES (%s, %s, %s)", rows)


def fill(world: dict[str, Any], size: int) -> None:
    """Let both ledgers have this many lines: to and fro, so that the balances stay as they are."""
    from django.db import connection  # noqa: PLC0415 (once the environment is set)

    from parts.models import StockMovement  # noqa: PLC0415 (once the environment is set)

    missing = size - StockMovement.objects.count()
    store, vans = world["store"].pk, [van.pk for van in world["vans"]]
    first, last = world["parts"][0].pk, world["parts"][-1].pk
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH acts AS (INSERT INTO parts_stockact "
            "(key, kind, document, reason, at, posted_at, posted_by_id) "
            "SELECT 'fill/' || %s || '/' || n, CASE WHEN n %% 2 = 0 THEN 'issue' ELSE 'return' END, n, '', "
            "%s, %s, %s FROM generate_series(2, %s) n RETURNING id, kind, document::bigint / 2 AS pair) "
            "INSERT INTO parts_stockmovement (act_id, part_id, quantity, source_id, target_id) "
            "SELECT id, %s + pair %% %s, 1, CASE kind WHEN 'issue' THEN %s ELSE %s END, "
            "CASE kind WHEN 'issue' THEN %s ELSE %s END FROM acts",
            [
                *(size, AT, AT, world["user"].pk, missing // 2 * 2 + 1),
                *(first, last - first + 1, store, vans[0], vans[0], store),
            ],
        )
        cursor.execute(
            "INSERT INTO floor_line (key, part, quantity, source, target) "
            "SELECT 'fill/' || act_id, part_id, quantity, source_id, target_id FROM parts_stockmovement "
            "ORDER BY id DESC LIMIT %s",
            [missing],
        )
        cursor.execute("ANALYZE")


def side_by_side(world: dict[str, Any]) -> tuple[float, float]:
    """Return the median seconds of a posting of ours and of the floor, turn about."""
    ours, floor = [], []
    for _turn in range(TURNS):
        for times, act in ((ours, our_posting), (floor, floor_posting)):
            start = time.perf_counter()
            act(world)
            times.append(time.perf_counter() - start)
    return statistics.median(ours), statistics.median(floor)


def drawn(world: dict[str, Any]) -> tuple[Any, Any, str]:
    world["keys"] += 1
    dice = random.Random(world["keys"])  # noqa: S311 (a measurement)
    return dice.choice(world["parts"]), dice.choice(world["vans"]), f"bench/{world['keys']}"


def our_posting(world: dict[str, Any]) -> None:
    from parts.choices import MovementKind  # noqa: PLC0415 (once the environment is set)
    from parts.services.posting import Leg, Posting, post  # noqa: PLC0415 (once the environment is set)

    part, van, key = drawn(world)
    posting = Posting(MovementKind.ISSUE, key, [Leg(part, 1, world["store"], van)], AT, AT)
    post(posting, actor=world["user"])


def floor_posting(world: dict[str, Any]) -> None:
    """Do what any ledger must, by psycopg alone: take if enough is there, give, keep the key and the line."""
    from django.db import connection  # noqa: PLC0415 (once the environment is set)

    part, van, key = drawn(world)
    raw, store = connection.connection, world["store"].pk
    raw.autocommit = False
    with raw.cursor() as cursor:
        cursor.execute(
            "UPDATE floor_balance SET on_hand = on_hand - 1 WHERE place = %s AND part = %s AND on_hand >= 1",
            [store, part.pk],
        )
        cursor.execute(
            "UPDATE floor_balance SET on_hand = on_hand + 1 WHERE place = %s AND part = %s", [van.pk, part.pk]
        )
        cursor.execute("INSERT INTO floor_key VALUES (%s)", [key])
        cursor.execute(
            "INSERT INTO floor_line (key, part, quantity, source, target) VALUES (%s, %s, 1, %s, %s)",
            [key, part.pk, store, van.pk],
        )
    raw.commit()
    raw.autocommit = True


def many_at_once(world: dict[str, Any], name: str, *, is_control: bool) -> None:
    """Let clients take, give back and ask for more than there is of few parts; then count everything anew."""
    from django.db import connection  # noqa: PLC0415 (once the environment is set)

    from parts.models import StockBalance  # noqa: PLC0415 (once the environment is set)
    from parts.services import posting  # noqa: PLC0415 (once the environment is set)
    from records.invariants import broken  # noqa: PLC0415 (once the environment is set)

    wanted, before = world["parts"][:3], posting._take  # noqa: SLF001 (the control takes the condition away)
    if is_control:
        posting._take = read_then_write  # noqa: SLF001 (the same)
    try:
        outcomes, until = Counter[str](), time.monotonic() + SECONDS
        clients = [
            threading.Thread(
                target=client, args=(world, wanted), kwargs={"until": until, "outcomes": outcomes}
            )
            for _ in range(CLIENTS)
        ]
        for one in clients:
            one.start()
        for one in clients:
            one.join()
    finally:
        posting._take = before  # noqa: SLF001 (the same)
    connection.close()
    faults = sum(1 for _ in broken("S1", "S2", "S3", "S4"))
    least = StockBalance.objects.order_by("on_hand").values_list("on_hand", flat=True).first()
    print(f"{CLIENTS} clients, {SECONDS} s, {name}: {dict(outcomes)}; {faults} faults, least on hand {least}")


def read_then_write(place: int, part: int, quantity: int) -> bool:
    from parts.models import StockBalance  # noqa: PLC0415 (once the environment is set)

    balance = StockBalance.objects.get(place=place, part=part)
    if balance.on_hand < quantity:
        return False
    balance.on_hand -= quantity
    balance.save()
    return True


def client(world: dict[str, Any], wanted: list[Any], *, until: float, outcomes: Counter[str]) -> None:
    """Take, give back, and now and then ask for more than there is."""
    from django.db import connection  # noqa: PLC0415 (once the environment is set)

    from parts.choices import MovementKind  # noqa: PLC0415 (once the environment is set)
    from parts.services.posting import Leg, NotEnoughStock, Posting, post  # noqa: PLC0415 (once the environment is set)

    dice = random.Random()  # noqa: S311 (a measurement)
    while time.monotonic() < until:
        van, part = dice.choice(world["vans"]), dice.choice(wanted)
        ends = (world["store"], van) if dice.random() < 0.5 else (van, world["store"])
        kind = MovementKind.ISSUE if ends[0] is world["store"] else MovementKind.RETURN
        count = PLENTY if dice.random() < 0.1 else dice.randint(1, 9)
        legs = [Leg(part, count, *ends)]
        try:
            post(Posting(kind, f"many/{dice.getrandbits(96):x}", legs, AT, AT), actor=world["user"])
        except NotEnoughStock:
            outcomes["refused"] += 1
        else:
            outcomes["moved"] += 1
    connection.close()


if __name__ == "__main__":
    measure()
