"""Serial numbers that two dealers claim: kept for headquarters, decided by headquarters (C1, D20)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from equipment import permissions, phones
from equipment.choices import EquipmentEventVerb
from equipment.models import Equipment, EquipmentEvent, SerialNumberCase, SerialNumberCaseEvent
from equipment.rules import clean_text
from equipment.services.codes import end_codes
from equipment.services.customers import find_or_add_contact, find_or_add_customer
from equipment.services.seen import FileMovedOn, check_seen
from equipment.states import CaseMovedOn, CaseStatus, CaseVerb, target_of
from records.audit import record_audit
from records.numbers import take_number
from records.refusals import Refusal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from dealers.models import Dealer, User

LONGEST_REASON = 300
NOT_DECIDED: dict[str, Any] = {"decided_by": None, "decided_at": None, "decision": ""}


class DecisionMissing(Refusal):
    code = "decision_missing"
    message = _("Write why, in at most 300 characters: it stays in the history of the case.")


@dataclass(frozen=True, slots=True)
class Claim:
    """A second dealer's registration of a number that stands elsewhere: what was typed, the phone apart."""

    equipment: Equipment
    dealer: "Dealer"
    actor: "User"
    at: datetime
    typed: dict[str, Any]
    e164: str

    @property
    def kept(self) -> dict[str, Any]:
        """What the case keeps, so that nothing must be typed again; the phone sealed (C10)."""
        return {"claim": self.typed, "phone_cipher": phones.encrypt(self.e164)}


@transaction.atomic
def keep_claim(claim: Claim) -> SerialNumberCase:
    """Open a case for headquarters, one while it is unsettled, however often the number is claimed (C1).

    The registration's own transaction is rolled back by the refusal, so whoever turns the refusal into an
    answer calls this after that rollback; calling it twice adds nothing. A number that headquarters has sent
    back as mistyped and that comes again is to be decided anew.
    """
    unsettled = SerialNumberCase.objects.unsettled().filter(
        equipment=claim.equipment, claimed_by_dealer=claim.dealer
    )
    case = unsettled.first()
    if case is None:
        try:
            with transaction.atomic():
                return _open(claim)
        except IntegrityError:  # the same dealer's other request opened it first
            return unsettled.get()
    if case.status == CaseStatus.MISTYPED:
        anew = {"claimed_by": claim.actor, "claimed_at": claim.at, **NOT_DECIDED, **claim.kept}
        return _move(case, CaseVerb.CLAIM, actor=claim.actor, at=claim.at, **anew)
    return case


def _open(claim: Claim) -> SerialNumberCase:
    case = SerialNumberCase.objects.create(
        number=take_number("N", year=local_day(claim.at).year),
        equipment=claim.equipment,
        claimed_by_dealer=claim.dealer,
        claimed_by=claim.actor,
        claimed_at=claim.at,
        **claim.kept,
    )
    SerialNumberCaseEvent.objects.create(
        case=case, at=claim.at, actor=claim.actor, verb=CaseVerb.CLAIM, target=CaseStatus.OPEN
    )
    return case


@transaction.atomic
def return_claim(case: SerialNumberCase, *, actor: "User", at: datetime, reason: str) -> SerialNumberCase:
    """Decide that the second dealer mistyped the number: it has to correct it and learns no more (D14)."""
    return _decide(case, CaseVerb.RETURN, actor=actor, at=at, reason=reason)


@transaction.atomic
def transfer_unit(
    case: SerialNumberCase, *, actor: "User", at: datetime, reason: str, seen: int | None = None
) -> SerialNumberCase:
    """Decide that the unit has moved on: it is the second dealer's now, with the customer that it named.

    From here on the first dealer sees nothing of it, the second nothing of before (D20). What the machine is
    stays: model, factory date, installation, and so its warranty. `seen` is the version of the unit's file on
    the page that was decided from.
    """
    _check_decider(actor)
    target_of(CaseVerb.TRANSFER, CaseStatus(case.status))
    unit = Equipment.objects.with_names().select_related("contact").get(pk=case.equipment_id)
    check_seen(unit, seen)
    stood = _stood(unit)
    end_codes(unit, actor=actor, at=at, reason=case.number)  # the first dealer knows the label
    _hand_over(unit, case, actor=actor, at=at)
    return _decide(
        case,
        CaseVerb.TRANSFER,
        actor=actor,
        at=at,
        reason=reason,
        changes={"stood": stood},
        phone_cipher="",  # it stands with the contact now
    )


@transaction.atomic
def settle_claim(case: SerialNumberCase, *, actor: "User", at: datetime, note: str = "") -> SerialNumberCase:
    """Let the second dealer end the matter: the unit is registered rightly, or never will be."""
    if not permissions.may_settle_claim(actor, case):
        raise PermissionDenied
    return _move(case, CaseVerb.SETTLE, actor=actor, at=at, note=note, phone_cipher="")


def _stood(unit: Equipment) -> dict[str, str]:
    """Return what is replaced, by the names that a claim has: the case alone keeps it, for headquarters."""
    return {
        "dealer": str(unit.dealer),
        "product": unit.product.code,
        "customer_name": unit.customer.name,
        "contact_name": unit.contact.name,
        "first_place_of_use": unit.first_place_of_use,
        "project_name": unit.project_name,
        "planned_installation_on": unit.planned_installation_on.isoformat(),
    }


def _hand_over(unit: Equipment, case: SerialNumberCase, *, actor: "User", at: datetime) -> None:
    """Give the unit to the dealer that claims it, unless its file has moved on meanwhile."""
    dealer, typed = case.claimed_by_dealer, case.claim
    customer = find_or_add_customer(dealer=dealer, name=typed["customer_name"], at=at)
    contact = find_or_add_contact(
        customer, name=typed["contact_name"], phone=phones.decrypt(case.phone_cipher), at=at
    )
    delivery = {} if unit.is_installed else _delivery(case)
    claimed = Equipment.objects.filter(pk=unit.pk, version=unit.version).update(
        dealer=dealer,
        customer=customer,
        contact=contact,
        first_place_of_use=typed["first_place_of_use"],
        division_id=typed["division"] or None,
        project_name=typed["project_name"],
        planned_installation_on=date.fromisoformat(typed["planned_installation_on"]),
        import_run=None,
        taken_over_at=at,
        version=F("version") + 1,
        **delivery,
    )
    if not claimed:
        raise FileMovedOn
    EquipmentEvent.objects.create(
        equipment=unit,
        dealer=dealer,
        at=at,
        actor=actor,
        verb=EquipmentEventVerb.TRANSFERRED,
        note=case.number,
    )


def _delivery(case: SerialNumberCase) -> dict[str, Any]:
    """Return when a unit that waits for its installation was delivered to its new dealer."""
    given = case.claim["delivered_on"]
    return {
        "delivered_on": date.fromisoformat(given) if given else local_day(case.claimed_at),
        "is_delivery_assumed": not given,
    }


def _check_decider(actor: "User") -> None:
    if not permissions.may_decide_cases(actor):
        raise PermissionDenied


def _decide(
    case: SerialNumberCase, verb: CaseVerb, *, actor: "User", at: datetime, reason: str, **changed: Any
) -> SerialNumberCase:
    """End headquarters' part with its reason; who and when stay with the case and in the audit."""
    _check_decider(actor)
    told = clean_text(reason)
    if not told or len(told) > LONGEST_REASON:
        raise DecisionMissing(field="reason")
    decision: dict[str, Any] = {"decided_by": actor, "decided_at": at, "decision": told}
    case = _move(case, verb, actor=actor, at=at, note=told, **decision, **changed)
    record_audit(
        actor=actor,
        at=at,
        verb="case_decided",
        object_type="serial_number_case",
        object_ref=case.number,
        reason=case.status,
    )
    return case


def _move(
    case: SerialNumberCase,
    verb: CaseVerb,
    *,
    actor: "User",
    at: datetime,
    note: str = "",
    changes: dict[str, Any] | None = None,
    **columns: Any,
) -> SerialNumberCase:
    """Check, claim, record: the only code that writes a case's status."""
    source = CaseStatus(case.status)
    target = target_of(verb, source)
    claimed = SerialNumberCase.objects.filter(pk=case.pk, status=source).update(status=target, **columns)
    if not claimed:
        case.refresh_from_db()
        raise CaseMovedOn(status=CaseStatus(case.status).label)
    SerialNumberCaseEvent.objects.create(
        case=case,
        at=at,
        actor=actor,
        verb=verb,
        source=source,
        target=target,
        note=note,
        changes=changes or {},
    )
    case.refresh_from_db()
    return case
