"""A broken constraint becomes a sentence, on both databases alike (safety.md, 4)."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dealers.models import Dealer, User
from records.constraints import AlreadyThere, NotPossible, refusal_of
from records.models import ImportRun

pytestmark = pytest.mark.django_db


def broken_by(write):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    return refusal_of(caught.value)


def test_the_same_row_twice_is_already_there(agent):
    """Also where the database made up the constraint's name itself."""
    refusal = broken_by(lambda: User.objects.create(username=agent.username))
    assert isinstance(refusal, AlreadyThere)
    assert refusal.status == 409


def test_values_that_do_not_fit_together_are_named_so(agent):
    run = ImportRun(
        code="c", kind="tickets", digest="d", once_key="d", started_by=agent, created_at=timezone.now()
    )
    run.rows_read = 3
    refusal = broken_by(run.save)
    assert isinstance(refusal, NotPossible)
    assert refusal.status == 400


def test_what_is_no_rule_of_ours_stays_what_it_is(north):
    """A column that must be filled is a fault of the program, and is shown as one."""
    assert broken_by(lambda: Dealer.objects.filter(pk=north.pk).update(name=None)) is None
