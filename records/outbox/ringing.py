"""The bell for what can't wait for the next sweep."""

from celery import shared_task
from django.utils import timezone

from records.outbox.sending import send_due


@shared_task(name="records.send_messages")
def send_messages() -> None:
    """Send what is due now, one-time codes first of all."""
    send_due(timezone.now())
