"""Headquarters' clock: how an answer stands against the time the regulation sets, and why (D9, K2)."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.wording import short_moment
from regulation.calendars import local_day
from regulation.choices import TimeBasis
from regulation.explain import cite_clause
from regulation.names import full_name, value_words
from regulation.services import version_in_force
from regulation.worktime import MINUTE, Counted
from tickets.clock_page import PERCENT, span
from tickets.models import Referral
from tickets.referrals.states import ReferralStatus
from tickets.services.clocks import counted_by
from tickets.services.referring import HOUR

if TYPE_CHECKING:
    from regulation.models import RegulationVersion

CLAUSE: Final = "D9"
ANSWER_HOURS: Final = "referrals.answer_hours"
S = ReferralStatus


@dataclass(frozen=True)
class HeadquartersClock:
    """The time of one referral: it starts when headquarters is asked and ends with its answer."""

    referral: Referral
    referred_at: datetime
    due_at: datetime
    at: datetime

    @cached_property
    def version(self) -> "RegulationVersion":
        return version_in_force(local_day(self.referred_at))

    @cached_property
    def counted(self) -> Counted:
        return counted_by(self.version, {TimeBasis.WORKING})[TimeBasis.WORKING]

    @property
    def ended_at(self) -> datetime | None:
        return self.referral.answered_at or self.referral.ended_at

    @cached_property
    def used(self) -> int:
        return self.counted.seconds_between(self.referred_at, self.ended_at or self.at)

    @property
    def limit(self) -> str:
        return value_words(ANSWER_HOURS, self.version.typed.referrals.answer_hours)

    @property
    def seconds(self) -> int:
        return self.version.typed.referrals.answer_hours * HOUR

    @property
    def is_late(self) -> bool:
        return (self.ended_at or self.at) > self.due_at

    def tone(self) -> str:
        if self.referral.status == S.ENDED:
            return "hold"
        if self.is_late:
            return "bad"
        if self.referral.status == S.ANSWERED:
            return "good"
        left = 1 - self.used / self.seconds
        return "warn" if left <= self.version.typed.escalation.warn_left / PERCENT else ""

    def says(self) -> str:
        """Say in working time how it stands: answered in 3:10, 4:50 left, 1:20 overdue."""
        if self.referral.status == S.ENDED:
            return pgettext("clock", "not needed any more")
        if self.referral.status == S.ANSWERED:
            return self._says_answered()
        said = _("%(span)s overdue") if self.is_late else _("%(span)s left")
        return said % {"span": span(abs(self.seconds - self.used), TimeBasis.WORKING)}

    def _says_answered(self) -> str:
        """Say how an answer came; where no working minute passed, that it came outside working hours."""
        shown = self.used - self.seconds if self.is_late else self.used
        if not shown:
            return _("answered late, after hours") if self.is_late else _("answered outside working hours")
        said = _("answered %(span)s late") if self.is_late else _("answered in %(span)s")
        return said % {"span": span(max(shown, MINUTE), TimeBasis.WORKING)}

    def window(self) -> dict[str, Any]:
        return {
            "opens": self.referred_at,
            "closes": self.due_at,
            "now": self.ended_at or self.at,
            "done": self.referral.answered_at,
            "paused": [],
            "closing_share": self.version.typed.escalation.warn_left / PERCENT,
            "tone": self.tone(),
            "name": _("Headquarters' answer"),
            "text": self.says(),
        }

    def row(self) -> dict[str, Any]:
        """Return the clock as a row beside the dealer's."""
        return {
            "name": _("Headquarters' answer"),
            "window": self.window(),
            "says": self.says(),
            "tone": self.tone(),
            "limit": self.limit,
            "why": reverse("referrals:why", args=[self.referral.number]),
        }


def clock_of(referral: Referral, *, at: datetime) -> HeadquartersClock | None:
    """Return headquarters' clock of a referral; a draft has none."""
    if referral.referred_at is None or referral.due_at is None:
        return None
    return HeadquartersClock(referral, referral.referred_at, referral.due_at, at)


def why_due(clock: HeadquartersClock, *, link: str) -> dict[str, Any]:
    """Return what the why panel shows: clause, version then in force, inputs, arithmetic."""
    version, today = clock.version, local_day(clock.at)
    return {
        "subject": clock.referral.number,
        "conclusion": _("Headquarters answers by %(moment)s: %(standing)s")
        % {"moment": short_moment(clock.due_at, today), "standing": clock.says()},
        "clause": cite_clause(version, version.clauses.filter(code=CLAUSE).first(), CLAUSE),
        "version": {
            "label": str(version),
            "detail": "",
            "parameter": _("%(parameter)s: %(value)s")
            % {"parameter": full_name(ANSWER_HOURS), "value": clock.limit},
            "url": version.get_absolute_url(),
        },
        "inputs": _inputs(clock, today),
        "window": clock.window(),
        "arithmetic": [
            {
                "term": f"{short_moment(clock.referred_at, today)} + {clock.limit}",
                "result": short_moment(clock.due_at, today),
                "total": True,
            }
        ],
        "more": "",
        "link": link,
        "computed": _("the dealer's times go on meanwhile"),
    }


def _inputs(clock: HeadquartersClock, today: date) -> list[dict[str, Any]]:
    hours = clock.version.typed.working_hours
    counts = _("working days, %(opens)s to %(closes)s") % {
        "opens": f"{hours.opens_at:%H:%M}",
        "closes": f"{hours.closes_at:%H:%M}",
    }
    shown: list[dict[str, Any]] = [
        {
            "label": _("Referred"),
            "value": short_moment(clock.referred_at, today),
            "url": clock.referral.get_absolute_url(),
            "link_label": clock.referral.number,
        },
        {"label": _("What counts"), "value": counts},
    ]
    if clock.referral.answered_at is not None:
        shown.append({"label": _("Answered"), "value": short_moment(clock.referral.answered_at, today)})
    return shown
