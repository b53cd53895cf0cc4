"""Quiet hours: the rules come from whoever knows them, here they are only kept."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from records.models import OutboxMessage

type_rule = Callable[["OutboxMessage", datetime], datetime | None]
_rules: dict[str, type_rule] = {}


def keep_quiet_by(whose: str, rule: type_rule) -> None:
    """Take the rule that says until when somebody's quiet hours hold a message; nothing outside of them."""
    _rules[whose] = rule


def quiet_until(message: "OutboxMessage", moment: datetime) -> datetime | None:
    """Return until when a message is held at a moment; nothing where nobody has to be spared."""
    ends = [rule(message, moment) for rule in _rules.values()]
    return max((end for end in ends if end), default=None)
