"""The scheduled job: ring the sweep."""

from celery import shared_task
from django.utils import timezone

from records.sweeps import sweep


@shared_task(name="records.sweep")
def run_sweep() -> None:
    """Do all that is due now; also what earlier, missed runs would have done."""
    sweep(timezone.now())
