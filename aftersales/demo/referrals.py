"""Hard cases of the demonstration: a dealer asks headquarters with the whole dossier, support answers."""

import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aftersales.demo import words
from aftersales.demo.trips import drawn
from dealers.accounts.posting import reverse_entry
from dealers.models import AccountEntry
from equipment.services import UnitFacts, correct_facts
from records.files.keeping import SentFile
from tickets.choices import HelpKind
from tickets.models import Referral
from tickets.services import add_files, advise_referral, refer_ticket

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import Ticket

BUILT_BEFORE = timedelta(days=24)


def refer(ticket: "Ticket", *, actor: "User", at: datetime) -> None:
    """Fill in what is missing of the dossier, then ask."""
    unit, case = ticket.equipment, words.HARD_CASES[ticket.description]
    if unit is not None and unit.factory_on is None:
        facts = UnitFacts(
            gps_terminal=unit.gps_terminal,
            project_name=unit.project_name,
            first_place_of_use=unit.first_place_of_use,
            factory_on=unit.delivered_on - BUILT_BEFORE,
        )
        correct_facts(unit, actor=ticket.opened_by or actor, at=at, facts=facts)
    sent = [SentFile(io.BytesIO(drawn(step, ticket.pk)), f"{step}.jpg") for step in ("before", "after")]
    add_files(ticket, actor=actor, at=at, sent=sent, is_shown_to_customer=False)
    refer_ticket(
        ticket,
        actor=actor,
        at=at,
        diagnosis=case.diagnosis,
        question=case.question,
        wanted=HelpKind.REMOTE,
    )


def advise(ticket: "Ticket", *, actor: "User", at: datetime, given: HelpKind, days: int) -> None:
    """Answer what was asked of a ticket, by the help that was given."""
    referral = Referral.objects.waiting().with_names().get(ticket=ticket)
    case = words.HARD_CASES[ticket.description]
    advise_referral(referral, actor=actor, at=at, answer=case.advice, given=given, days=days)


def waive(ticket: "Ticket", *, actor: "User", at: datetime) -> None:
    """Let a dealer off what its first hard case cost."""
    entry = AccountEntry.objects.with_names().filter(inputs__ticket=ticket.number).reversible().first()
    if entry is not None:  # a case outside the dealer's territory was not charged
        reverse_entry(entry, actor=actor, at=at, reason=words.WAIVED)
