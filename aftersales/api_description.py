"""How the description of the API for programs is written (OpenAPI)."""

from typing import Any, Final

SPECTACULAR_SETTINGS: Final[dict[str, Any]] = {
    "TITLE": "After-sales service",
    "DESCRIPTION": "Tickets, equipment, calls and satisfaction of a dealer network.",
    "VERSION": "1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_NAME_OVERRIDES": {
        "TicketKindEnum": "tickets.choices.TicketKind",
        "TicketStatusEnum": "tickets.states.TicketStatus",
        "TicketVerbEnum": "tickets.states.TicketVerb",
        "WaitReasonEnum": "regulation.choices.WaitReason",
        "AlertStepEnum": "tickets.choices.AlertStep",
        "ChasedEnum": "tickets.choices.Chased",
        "QuoteStatusEnum": "tickets.quotes.states.QuoteStatus",
        "QuoteLineKindEnum": "tickets.choices.QuoteLineKind",
        "QuoteAnsweredEnum": "tickets.choices.QuoteAnswered",
        "QuotePutDownEnum": "tickets.api.quotes.WAYS",
        "ReferralStatusEnum": "tickets.referrals.states.ReferralStatus",
        "HelpKindEnum": "tickets.choices.HelpKind",
        "RecordStatusEnum": "tickets.onsite.states.RecordStatus",
        "RecordResultEnum": "tickets.choices.RecordResult",
        "AuditResultEnum": "tickets.api.record_inputs.FINDINGS",
        "RecordVerbEnum": "tickets.onsite.states.RecordVerb",
        "RecordLineKindEnum": "tickets.choices.RecordLineKind",
        "PreparationKindEnum": "tickets.choices.PreparationKind",
        "PhotoStepEnum": "tickets.choices.PhotoStep",
        "SignerRoleEnum": "tickets.choices.SignerRole",
        "VisitStatusEnum": "visits.states.VisitStatus",
        "DealerKindEnum": "dealers.choices.DealerKind",
    },
}
