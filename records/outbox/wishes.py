"""Who does not wish to be told any more: the rule comes from whoever knows it, here it is only kept."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from records.models import OutboxMessage

type_rule = Callable[["OutboxMessage"], Promise | None]
_rules: list[type_rule] = []


def keep_back_by(rule: type_rule) -> None:
    """Take the rule that says why a message is not wished any more; nothing where it may go."""
    _rules[:] = [rule]


def why_not_wished(message: "OutboxMessage") -> Promise | None:
    """Return why a message is not wished, as it stands at this moment."""
    return next((why for rule in _rules if (why := rule(message))), None)
