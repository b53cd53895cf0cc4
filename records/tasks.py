"""Background work: ring the sweep, go on with an import."""

from celery import shared_task
from django.utils import timezone

from records import imports
from records.sweeps import sweep


@shared_task(name="records.sweep")
def run_sweep() -> None:
    """Do all that is due now; also what earlier, missed runs would have done."""
    sweep(timezone.now())


@shared_task(name="records.run_import")
def run_import(*, run_id: int) -> None:
    """Take rows of a file in for one turn; then others get theirs before the next."""
    if imports.work_through(run_id, at=timezone.now()):
        run_import.delay(run_id=run_id)
