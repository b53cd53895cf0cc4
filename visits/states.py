"""The life of a call, as data (F1–F6). That a window is open is computed; being taken is a lease."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.refusals import Refusal


class VisitStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Done")
    UNREACHABLE = "unreachable", pgettext_lazy("call", "Not reached")
    REFUSED = "refused", pgettext_lazy("call", "Refused")
    LAPSED = "lapsed", _("Lapsed")
    CANCELLED = "cancelled", _("Cancelled")


class VisitVerb(models.TextChoices):
    MOVE = "move", _("Window moved")
    TAKE = "take", _("Taken")
    ATTEMPT = "attempt", _("Attempt")
    COMPLETE = "complete", _("Completed")
    GIVE_UP = "give_up", pgettext_lazy("call", "Not reached")
    REFUSE = "refuse", pgettext_lazy("call", "Refused")
    LAPSE = "lapse", _("Lapsed")
    REVIVE = "revive", _("Planned again")
    CANCEL = "cancel", _("Cancelled")


S = VisitStatus
V = VisitVerb
TRANSITIONS: Final[Mapping[VisitVerb, tuple[frozenset[VisitStatus], VisitStatus]]] = MappingProxyType(
    {
        V.MOVE: (frozenset({S.PLANNED}), S.PLANNED),
        V.ATTEMPT: (frozenset({S.PLANNED}), S.PLANNED),
        V.COMPLETE: (frozenset({S.PLANNED, S.UNREACHABLE}), S.DONE),  # the customer may ring back later
        V.GIVE_UP: (frozenset({S.PLANNED}), S.UNREACHABLE),
        V.REFUSE: (frozenset({S.PLANNED}), S.REFUSED),
        V.LAPSE: (frozenset({S.PLANNED, S.LAPSED}), S.LAPSED),  # a corrected date: it had closed already
        # a corrected date gives it a window that can be kept, or a later version demands it again
        V.REVIVE: (frozenset({S.LAPSED, S.CANCELLED}), S.PLANNED),
        V.CANCEL: (frozenset({S.PLANNED}), S.CANCELLED),
    }
)
CALLABLE: Final = TRANSITIONS[V.COMPLETE][0]  # a talk can still be had


class VisitTransitionNotAllowed(Refusal):
    code = "transition_not_allowed"
    status = 409
    message = _("This call is “%(status)s” already. Reload the page to see what was recorded.")


def target_of(verb: VisitVerb, source: VisitStatus) -> VisitStatus:
    """Return where a verb leads; refuse one that leads nowhere from here."""
    sources, target = TRANSITIONS[verb]
    if source not in sources:
        raise VisitTransitionNotAllowed(status=source.label)
    return target
