"""A hard case as its ticket's page, its own page and the page that refers it show it (D9)."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from equipment.permissions import may_correct_contact
from records.wording import short_moment
from regulation.calendars import local_day
from tickets import permissions
from tickets.models import Referral, Ticket
from tickets.referrals.charge_page import price_of
from tickets.referrals.clock import clock_of
from tickets.referrals.dossier import DossierFacts, FilledIn, Part, missing, parts
from tickets.referrals.states import ReferralStatus, ReferralVerb, verbs_from
from tickets.services.referring import facts_of, needed_on
from tickets.states import QUOTED_IN
from tickets.ticket_parts import may_have

if TYPE_CHECKING:
    from dealers.models import User

S = ReferralStatus
OF_THE_UNIT: Final = (FilledIn.UNIT, FilledIn.FACTS)
TONES: Final = {S.DRAFTED.value: "o", S.REFERRED.value: "warn", S.ANSWERED.value: "good", S.ENDED.value: ""}


def latest_of(ticket: Ticket, actor: "User") -> Referral | None:
    rows = Referral.objects.visible_to(actor).filter(ticket=ticket)
    return rows.with_names().newest_first().first()


def may_refer_now(ticket: Ticket, actor: "User") -> bool:
    """Say whether the ticket stands where headquarters can be asked, and the person is who asks."""
    return permissions.may_refer(actor, ticket) and ticket.status in QUOTED_IN


def may_show(ticket: Ticket, actor: "User") -> bool:
    """Say whether the ticket's page fetches the section: where a hard case is, or can become one."""
    return may_have(ticket, Referral) or may_refer_now(ticket, actor)


def section(ticket: Ticket, *, actor: "User", at: datetime) -> dict[str, Any]:
    """Return what the ticket's page shows of a hard case: the check-list, how it stands, what can be done."""
    latest = latest_of(ticket, actor)
    may_refer = may_refer_now(ticket, actor) and (latest is None or latest.status != S.REFERRED)
    shown = {"ticket": ticket, "referral": latest, "may_refer": may_refer, "hq_clock": None}
    if latest is None and not may_refer:
        return shown
    draft = latest if latest and latest.status == S.DRAFTED else None
    if latest is not None and draft is None:
        clock = clock_of(latest, at=at)
        shown |= standing(latest, local_day(at)) | {"hq_clock": clock.row() if clock else None}
        return shown | checklist_then(latest)
    return shown | checklist(ticket, actor=actor, at=at, diagnosis=draft.diagnosis if draft else "")


def standing(referral: Referral, today: date) -> dict[str, Any]:
    return {
        "status": referral.get_status_display(),
        "tone": TONES[referral.status],
        "when": short_moment(referral.answered_at or referral.referred_at or referral.drafted_at, today),
    }


def checklist(ticket: Ticket, *, actor: "User", at: datetime, diagnosis: str) -> dict[str, Any]:
    """Return the six cells as the case stands now."""
    found = parts(facts_of(ticket, diagnosis=diagnosis), needed_on(at))
    shown = _cells(
        found, links=_links(ticket, actor), why=reverse("tickets:dossier-why", args=[ticket.number])
    )
    for cell in shown["cells"]:
        if not cell["url"] and cell["part"].where in OF_THE_UNIT:
            cell["ask"] = _whom_to_ask(ticket, actor)
    return shown


def checklist_then(referral: Referral) -> dict[str, Any]:
    """Return the six cells as they were when headquarters was asked."""
    if referral.referred_at is None:
        return {}
    why = reverse("referrals:dossier-why", args=[referral.number])
    return _cells(parts_then(referral, referral.referred_at), links={}, why=why)


def parts_then(referral: Referral, at: datetime) -> list[Part]:
    """Return the six parts as they were frozen, judged by the version of that day."""
    return parts(DossierFacts.of(referral.dossier), needed_on(at))


def _cells(found: list[Part], *, links: dict[FilledIn, str], why: str) -> dict[str, Any]:
    absent = len(missing(found))
    return {
        "cells": [{"part": part, "url": links.get(part.where, "")} for part in found],
        "complete": len(found) - absent,
        "absent": absent,
        "all_parts": len(found),
        "dossier_why": why,
    }


def _links(ticket: Ticket, actor: "User") -> dict[FilledIn, str]:
    """Return where a person fills in what is missing, as far as these are theirs to open."""
    page = "tickets:job" if permissions.may_record(actor, ticket) else "tickets:detail"
    links = {
        FilledIn.REFERRAL: reverse("tickets:escalate", args=[ticket.number]),
        FilledIn.FILES: reverse(page, args=[ticket.number]) + "#files",
    }
    if ticket.equipment is not None and permissions.may_see_unit(actor, ticket):
        links[FilledIn.UNIT] = ticket.equipment.get_absolute_url()
    if ticket.equipment is not None and may_correct_contact(actor, ticket.equipment.customer):
        links[FilledIn.FACTS] = reverse("equipment:facts", args=[ticket.serial_number])
    return links


def _whom_to_ask(ticket: Ticket, actor: "User") -> dict[str, str]:
    """Say who fills in what the person can't: the own desk, or headquarters for a unit of another house."""
    if ticket.equipment is not None and ticket.equipment.dealer_id in actor.dealer_ids:
        return {"says": _("Your desk fills this in: give it what is missing."), "url": ""}
    return {
        "says": _("The unit is another house's: headquarters fills this in."),
        "next": _("Wait for headquarters and name what is missing"),
        "url": reverse("tickets:wait", args=[ticket.number]),
    }


def referral_page(referral: Referral, *, actor: "User", at: datetime) -> dict[str, Any]:
    """Return what the page of one referral says, and what the person may do with it now."""
    today, clock = local_day(at), clock_of(referral, at=at)
    may_advise = permissions.may_advise(actor, referral.ticket)
    live = (
        {}
        if referral.referred_at
        else checklist(referral.ticket, actor=actor, at=at, diagnosis=referral.diagnosis)
    )
    return {
        "referral": referral,
        "ticket": referral.ticket,
        "hq_clock": clock.row() if clock else None,
        "facts": _facts(referral, today),
        "may_advise": may_advise and ReferralVerb.ADVISE in verbs_from(S(referral.status)),
        "may_refer": referral.status == S.DRAFTED and may_refer_now(referral.ticket, actor),
        "price": price_of(referral, actor=actor),
        **standing(referral, today),
        **(live or checklist_then(referral)),
    }


def _facts(referral: Referral, today: date) -> list[dict[str, Any]]:
    """Return who did what when, in the order in which it happened."""
    ticket = referral.ticket
    shown = [
        (_("Dealer"), ticket.dealer.name if ticket.dealer else _("Headquarters")),
        (_("Help wanted"), referral.get_wanted_display()),
        (_("Referred"), _moment(referral.referred_at, referral.referred_by, today)),
        (_("Answered"), _moment(referral.answered_at, referral.answered_by, today)),
        (_("Help given"), _given(referral)),
        (_("Ended"), _moment(referral.ended_at, None, today)),
    ]
    return [{"label": label, "value": value} for label, value in shown if value]


def _given(referral: Referral) -> str:
    if not referral.days:
        return str(referral.get_given_display())
    given = {"help": referral.get_given_display(), "days": referral.days}
    return _("%(help)s, days: %(days)s") % given


def _moment(at: datetime | None, who: "User | None", today: date) -> str:
    if at is None:
        return ""
    return f"{short_moment(at, today)} · {who}" if who else short_moment(at, today)
