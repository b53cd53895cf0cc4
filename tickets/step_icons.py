"""The sign of each step in the time line of a ticket."""

from typing import Final

from tickets.states import TicketVerb

ICONS: Final = {
    TicketVerb.OPEN.value: "plus",
    TicketVerb.OFFER.value: "send",
    TicketVerb.ACCEPT.value: "check",
    TicketVerb.REFUSE.value: "arrow-back-up",
    TicketVerb.ASSIGN.value: "user-check",
    TicketVerb.APPOINT.value: "calendar-plus",
    TicketVerb.CONFIRM.value: "phone-check",
    TicketVerb.CALL_OFF.value: "calendar-off",
    TicketVerb.WAIT.value: "player-pause",
    TicketVerb.CHASE.value: "bell-ringing",
    TicketVerb.PROMISE.value: "clock-plus",
    TicketVerb.ANSWER.value: "message-check",
    TicketVerb.RESUME.value: "player-play",
    TicketVerb.RECORD.value: "file-check",
    TicketVerb.SOLVE.value: "phone-check",
    TicketVerb.REOPEN.value: "rotate",
    TicketVerb.CLOSE.value: "lock",
    TicketVerb.PRIORITIZE.value: "flag",
    TicketVerb.CLASSIFY.value: "category",
    TicketVerb.CANCEL.value: "ban",
    TicketVerb.MERGE.value: "arrow-merge",
    TicketVerb.WARN.value: "alarm",
    TicketVerb.ESCALATE.value: "arrow-big-up-line",
    TicketVerb.IMPORT.value: "file-import",
    TicketVerb.QUOTE.value: "receipt",
    TicketVerb.AGREE.value: "circle-check",
    TicketVerb.DECLINE.value: "circle-x",
    TicketVerb.WITHDRAW.value: "receipt-off",
    TicketVerb.EXPIRE.value: "clock-off",
    TicketVerb.REFER.value: "arrow-up-right",
    TicketVerb.ADVISE.value: "bulb",
}
