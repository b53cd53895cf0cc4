"""Write the diagram of a ticket's life into the docs."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tickets.diagram import document


class Command(BaseCommand):
    help = "Writes docs/ticket-states.md from the table of moves."

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.BASE_DIR / "docs" / "ticket-states.md").write_text(document(), encoding="utf-8")
