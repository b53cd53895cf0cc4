"""Replay the event log of another system out of a file: its cases become tickets with their steps."""

from typing import Any

from records.management.import_command import ImportCommand
from records.models import ImportRun
from tickets.imports.event_log import KIND
from tickets.log_figures import figures_of


class Command(ImportCommand):
    help = "Replay an event log as tickets, each event at its own time; nobody is messaged, no calls follow."
    kind = KIND

    def _tell(self, run: ImportRun, actor: Any) -> None:  # noqa: ANN401 (as the class above has it)
        super()._tell(run, actor)
        if not run.is_dry_run:
            for line in figures_of(run.pk).lines():
                self.stdout.write(line)
