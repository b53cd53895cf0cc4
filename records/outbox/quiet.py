"""Quiet hours: the rule comes from whoever knows it, here it is only kept."""

from collections.abc import Callable
from datetime import datetime

type_rule = Callable[[datetime], datetime | None]
_rules: list[type_rule] = []


def keep_quiet_by(rule: type_rule) -> None:
    """Take the rule that says until when a moment's quiet hours last; nothing outside of them."""
    _rules[:] = [rule]


def quiet_until(moment: datetime) -> datetime | None:
    """Return when the quiet hours of a moment end; nothing where nobody has to be spared."""
    ends = [rule(moment) for rule in _rules]
    return ends[0] if ends else None
