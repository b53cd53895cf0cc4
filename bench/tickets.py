"""The queue, the search, a ticket's page, opening one: at 10,000 and 1,000,000 tickets, against bare views.

The floor renders the same columns and bars from the same tables by a Django template, without session,
rights, forms, filters or rail; product and floor take turns. Time is that of the whole answer with the
database's.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MANY = int(os.environ.get("TICKETS", "1000000"))
FEW = 10_000
TURNS = int(os.environ.get("TURNS", "60"))
GROWTH_AIM = 1.5


def main() -> None:
    """Measure both sizes, each in a process and a database of its own, and print how the costs grew."""
    few, many = (_measured(size) for size in (FEW, MANY))
    for name, (_took, _floor, cost, _aim) in few.items():
        grown = many[name][2]
        print(f"{name}: processor {cost:.1f} → {grown:.1f} ms, × {grown / cost:.2f} (aim {GROWTH_AIM})")


def _measured(size: int) -> dict[str, list[float]]:
    from tooling.postgres import temporary_postgres  # noqa: PLC0415 (once the environment is set)

    with temporary_postgres() as server, tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": server.url,
            "AFTERSALES_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "aftersales.settings",
            "SIZE": str(size),
        }
        kept, start = Path(folder) / "seen.json", time.perf_counter()
        command = [sys.executable, "-m", "bench.tickets", str(kept)]
        # each answer logs its request: that belongs to it, and not to what is read here
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 (ourselves)
        seen: dict[str, list[float]] = json.loads(kept.read_text())
    print(f"PostgreSQL {server.version}, {size} tickets, {time.perf_counter() - start:.0f} s in all")
    for name, (took, floor, _cost, aim) in seen.items():
        ratio = floor / took
        said = f"{took:.1f} ms, floor {floor:.1f} ms: {ratio:.2f} (aim {aim})"
        print(f"  {name}: {said}{'' if ratio >= aim else '  ← below'}", flush=True)
    return seen


def measure(kept: Path) -> None:
    """Load one size and compare; what was seen goes to a file."""
    import django  # noqa: PLC0415 (once the environment is set)
    from django.conf import settings  # noqa: PLC0415 (once the environment is set)

    django.setup()
    settings.ROOT_URLCONF = "bench.million.floor"
    settings.TEMPLATES[0]["DIRS"].append(Path(__file__).parent / "million" / "templates")
    settings.ALLOWED_HOSTS = ["testserver"]
    from django.core.management import call_command  # noqa: PLC0415 (once the environment is set)

    from bench.million import asking, multiplying  # noqa: PLC0415 (once the environment is set)

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    multiplying.make_originals()
    multiplying.multiply(int(os.environ["SIZE"]))
    kept.write_text(json.dumps({pair.name: asking.compare(pair, TURNS) for pair in asking.pairs()}))


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
