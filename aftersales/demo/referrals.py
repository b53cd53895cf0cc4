"""Hard cases of the demonstration: a dealer asks headquarters with the whole dossier, support answers."""

import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aftersales.demo import words
from aftersales.demo.trips import drawn
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
    unit = ticket.equipment
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
        diagnosis=words.DIAGNOSIS,
        question=words.HARD_QUESTION,
        wanted=HelpKind.REMOTE,
    )


def advise(ticket: "Ticket", *, actor: "User", at: datetime) -> None:
    referral = Referral.objects.waiting().with_names().get(ticket=ticket)
    advise_referral(referral, actor=actor, at=at, answer=words.ADVICE, given=HelpKind.ON_SITE, days=1)
