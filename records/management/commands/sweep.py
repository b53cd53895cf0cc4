"""Do all that is due at a moment: exactly what the scheduled job does (F6)."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from records.sweeps import sweep


class Command(BaseCommand):
    help = "Do all that is due at this moment (or at --at), as the scheduled job does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", help="the moment as ISO 8601; without an offset it is local time")

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in sweep(moment(options["at"])).items():
            self.stdout.write(f"{name}: {count}")


def moment(text: str | None) -> datetime:
    """Read the moment a person typed; now when none was given."""
    if not text:
        return timezone.now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"--at takes a moment such as 2026-09-15T08:00, not {text!r}."
        raise CommandError(message) from error
    return at if at.tzinfo else timezone.make_aware(at)
