"""The life of an agreed time, as data: which step of its ticket leads where (D5, D6)."""

from typing import Final, NamedTuple

from tickets.choices import AppointmentState
from tickets.states import TicketVerb


class AppointmentTransition(NamedTuple):
    verb: TicketVerb
    source: AppointmentState | None
    target: AppointmentState


S = AppointmentState
V = TicketVerb
TRANSITIONS: Final[tuple[AppointmentTransition, ...]] = (
    AppointmentTransition(V.APPOINT, None, S.AGREED),
    AppointmentTransition(V.CONFIRM, S.AGREED, S.AGREED),
    AppointmentTransition(V.APPOINT, S.AGREED, S.CHANGED),  # the new time is one of its own
    AppointmentTransition(V.RECORD, S.AGREED, S.KEPT),
    *(
        AppointmentTransition(verb, S.AGREED, S.CALLED_OFF)
        for verb in (V.CALL_OFF, V.SOLVE, V.CANCEL, V.MERGE)
    ),
)
ENDED_BY: Final = {
    move.verb: move.target for move in TRANSITIONS if move.source is S.AGREED and move.target is not S.AGREED
}
