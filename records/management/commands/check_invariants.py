"""Look for rows that break an invariant; reads only (safety.md, Invariants)."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from records.invariants import broken


class Command(BaseCommand):
    help = "Name each row that breaks an invariant; exit 1 if there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for code, sentence in broken():
            count += 1
            self.stdout.write(f"{code}: {sentence}")
        if count:
            sys.exit(1)
        self.stdout.write("All invariants hold.")
