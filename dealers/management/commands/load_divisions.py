"""Put China's administrative divisions (GB/T 2260) into the database from the package's data files."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dealers.services import load_divisions

FILES = ("provinces.json", "cities.json", "areas.json")
CODE_DIGITS = 6


class Command(BaseCommand):
    help = "Load provinces, prefectures and counties by GB/T 2260 code."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = []
        for name in FILES:
            path = Path(settings.VENDOR_DATA_DIR) / "china-division" / name
            if not path.exists():
                message = f"{name} is missing: run “make setup” first, which copies it."
                raise CommandError(message)
            rows += [_row(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
        # Prefectures without counties stand among the counties a second time, under their own code.
        rows = [(code, name, parent) for code, name, parent in rows if code != parent]
        self.stdout.write(f"{load_divisions(rows)} divisions")


def _row(entry: dict[str, str]) -> tuple[str, str, str | None]:
    parent = entry.get("cityCode") or entry.get("provinceCode")
    return (
        entry["code"].ljust(CODE_DIGITS, "0"),
        entry["name"],
        parent.ljust(CODE_DIGITS, "0") if parent else None,
    )
