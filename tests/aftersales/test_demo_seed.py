"""The demonstration is the same for the same seed and moment, another for another seed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from aftersales.demo.cast import assemble
from aftersales.demo.faults import set_faults
from aftersales.demo.year import Year
from equipment.models import Equipment
from tickets.models import TicketEvent
from visits.models import Visit

UNTIL = datetime(2026, 9, 16, 7, tzinfo=UTC)
DAYS = 12


def play(seed):
    """Play some weeks, return what happened, and take it back."""
    with transaction.atomic():
        cast = assemble(UNTIL - timedelta(days=DAYS))
        set_faults(cast)
        year = Year(cast, until=UNTIL, seed=seed, scale=0.3, days=DAYS)
        year.play(lambda _: None)
        happened = (
            list(Equipment.objects.order_by("serial_number").values_list("serial_number", "installed_on")),
            list(
                TicketEvent.objects.order_by("at", "ticket__number", "pk").values_list(
                    "ticket__number", "verb", "at"
                )
            ),
            list(Visit.objects.order_by("number").values_list("number", "status", "rating", "ended_at")),
        )
        transaction.set_rollback(True)
    return happened


@pytest.mark.unmeasured  # what a seed decides is decided before anything is written
@pytest.mark.django_db
def test_the_same_seed_plays_the_same_weeks_and_another_plays_others():
    first = play(7)
    assert all(len(rows) > 10 for rows in first)
    assert play(7) == first
    assert play(8) != first
