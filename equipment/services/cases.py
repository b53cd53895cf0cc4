"""Serial numbers that two dealers claim: kept for headquarters, decided by headquarters (C1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from equipment import permissions
from equipment.choices import CaseStatus
from equipment.models import SerialNumberCase
from equipment.rules import clean_text
from records.numbers import take_number
from records.refusals import Refusal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from dealers.models import Dealer, User
    from equipment.models import Equipment

LONGEST_DECISION = 300


class CaseAlreadyDecided(Refusal):
    code = "case_already_decided"
    status = 409
    message = _("Somebody else decided this case first. Reload the page to see how.")


class DecisionMissing(Refusal):
    code = "decision_missing"
    message = _("Write what was decided, in at most 300 characters: both dealers are told so.")


@dataclass(frozen=True, slots=True)
class Claim:
    """A second dealer's registration of a number that stands elsewhere; what was typed, without the phone."""

    equipment: "Equipment"
    dealer: "Dealer"
    actor: "User"
    at: datetime
    typed: dict[str, Any]


@transaction.atomic
def keep_claim(claim: Claim) -> SerialNumberCase:
    """Open a case for headquarters, once while one is open, however often it is claimed (C1).

    The registration's own transaction is rolled back by the refusal, so whoever turns the refusal into an
    answer calls this after that rollback; calling it twice adds nothing.
    """
    waiting = SerialNumberCase.objects.open().filter(
        equipment=claim.equipment, claimed_by_dealer=claim.dealer
    )
    case = waiting.first()
    if case:
        return case
    try:
        with transaction.atomic():
            return SerialNumberCase.objects.create(
                number=take_number("N", year=local_day(claim.at).year),
                equipment=claim.equipment,
                claimed_by_dealer=claim.dealer,
                claimed_by=claim.actor,
                claimed_at=claim.at,
                claim=claim.typed,
            )
    except IntegrityError:  # the same dealer's other request opened it first
        return waiting.get()


def decide_case(case: SerialNumberCase, *, actor: "User", at: datetime, decision: str) -> SerialNumberCase:
    """Close a case with headquarters' decision in words; who and when stay with it."""
    if not permissions.may_decide_cases(actor):
        raise PermissionDenied
    decided = clean_text(decision)
    if not decided or len(decided) > LONGEST_DECISION:
        raise DecisionMissing(field="decision")
    return _move(case, CaseStatus.DECIDED, decided_by=actor, decided_at=at, decision=decided)


def _move(case: SerialNumberCase, target: CaseStatus, **changes: Any) -> SerialNumberCase:
    """Claim and change: the only code that writes a case's status."""
    claimed = SerialNumberCase.objects.open().filter(pk=case.pk).update(status=target, **changes)
    if not claimed:
        raise CaseAlreadyDecided
    case.refresh_from_db()
    return case
