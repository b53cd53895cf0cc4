"""What is done in reports: proposals to the maker (D15), the days of regions (D16)."""

from reports.services.daily_confirming import confirm_day
from reports.services.daily_planning import plan_reports
from reports.services.daily_reminding import remind_heads
from reports.services.proposals import (
    LONGEST_TITLE,
    LONGEST_WORDS,
    ProposalMovedByAnother,
    ProposalWordsMissing,
    answer_proposal,
    propose_to_maker,
)

__all__ = [
    "LONGEST_TITLE",
    "LONGEST_WORDS",
    "ProposalMovedByAnother",
    "ProposalWordsMissing",
    "answer_proposal",
    "confirm_day",
    "plan_reports",
    "propose_to_maker",
    "remind_heads",
]
