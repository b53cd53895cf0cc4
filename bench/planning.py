"""Planning the calls of 100,000 units from nothing, against `bulk_create` of the same rows ready-made."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta

UNITS = int(os.environ.get("UNITS", "100000"))
AT = datetime(2026, 9, 15, 1, tzinfo=UTC)
CHUNK = 1000
AIM = 1 / 3
MEMORY_MB = 300


def main() -> None:
    """Measure on PostgreSQL, then on SQLite, each in a process and a database of its own."""
    from tooling.postgres import temporary_postgres  # noqa: PLC0415 (once the environment is set)

    with temporary_postgres() as server, tempfile.TemporaryDirectory() as folder:
        for name, url in (("postgres " + server.version, server.url), ("sqlite", "")):
            environment = {
                **os.environ,
                "DATABASE_URL": url,
                "AFTERSALES_DATA": folder,
                "DJANGO_SETTINGS_MODULE": "aftersales.settings",
            }
            print(name, flush=True)
            subprocess.run([sys.executable, "-m", "bench.planning"], env=environment, check=True)


def measure() -> None:
    """Plan all units in one sweep; then write the same rows ready-made; print the ratio and the memory."""
    import django  # noqa: PLC0415 (once the environment is set)

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 (once the environment is set)

    from visits.services.planning import plan_calls  # noqa: PLC0415 (once the environment is set)

    call_command("migrate", verbosity=0)
    make_units()
    before = memory_mb()
    start = time.perf_counter()
    rows = plan_calls(AT)
    planning = time.perf_counter() - start
    peak = memory_mb()
    floor = write_ready_made()
    print(
        f"{UNITS} units, {rows} calls: planned in {planning:.1f} s, floor {floor:.1f} s, "
        f"ratio {floor / planning:.2f} (aim {AIM:.2f}); "
        f"memory {peak:.0f} MB, {before:.0f} before (aim {MEMORY_MB})"
    )


def make_units() -> None:
    from dealers.models import Dealer, User  # noqa: PLC0415 (once the environment is set)
    from equipment import phones  # noqa: PLC0415 (once the environment is set)
    from equipment.models import Customer, CustomerContact, Equipment, Product  # noqa: PLC0415 (once the environment is set)
    from equipment.rules import warranty_end  # noqa: PLC0415 (once the environment is set)

    dealer = Dealer.objects.create(code="B", name="B", kind="dealer")
    user = User.objects.create(username="bench")
    product = Product.objects.create(code="B", name_zh="B")
    customer = Customer.objects.create(code="B", name="B", dealer=dealer, created_at=AT)
    phone = "+8613812345678"
    contact = CustomerContact.objects.create(
        customer=customer,
        name="B",
        phone_cipher=phones.encrypt(phone),
        phone_hash=phones.whole_hash(phone),
        last_four_hash=phones.last_four_hash(phone),
        created_at=AT,
    )
    for first in range(0, UNITS, CHUNK):
        Equipment.objects.bulk_create(
            Equipment(
                serial_number=f"B-{number}",
                product=product,
                customer=customer,
                contact=contact,
                dealer=dealer,
                first_place_of_use="B",
                project_name="B",
                planned_installation_on=day,
                delivered_on=day,
                registered_at=AT,
                registered_by=user,
                installed_on=day,
                warranty_ends_on=warranty_end(day, product.warranty_months),
                in_use_from=day + timedelta(days=number % 5),
                installation_recorded_at=datetime(day.year, day.month, day.day, 2, tzinfo=UTC),
                installation_recorded_by=user,
            )
            for number in range(first, min(first + CHUNK, UNITS))
            for day in [date(2025, 9, 15) + timedelta(days=number % 360)]
        )


def write_ready_made() -> float:
    """Read all rows back chunk by chunk, empty the table, and write them; only the writing is timed."""
    from django.db import connection, transaction  # noqa: PLC0415 (once the environment is set)

    from visits.models import Visit  # noqa: PLC0415 (once the environment is set)

    table = Visit._meta.db_table  # noqa: SLF001 (Django and its kin have no public way)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE ready AS SELECT * FROM {table}")  # noqa: S608 (a name of our own)
        for emptied in ("visits_visitevent", table):
            cursor.execute(f"DELETE FROM {emptied}")  # noqa: S608 (a name of our own)
    elapsed, last = 0.0, 0
    while rows := list(
        Visit.objects.raw("SELECT * FROM ready WHERE id > %s ORDER BY id LIMIT %s", [last, CHUNK])
    ):
        last = rows[-1].pk
        for row in rows:
            row.pk = None
        start = time.perf_counter()
        with transaction.atomic():
            Visit.objects.bulk_create(rows, batch_size=CHUNK)
        elapsed += time.perf_counter() - start
    return elapsed


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    measure()
