"""What people type about tickets: a new one, a step with its reason, a service record."""

from tickets.forms.appointing import AppointForm, CallOffForm, ConfirmForm
from tickets.forms.faults import ClassifyForm, FaultFields, FaultsForm
from tickets.forms.fields import words_field
from tickets.forms.intake import ASKED_BY, IntakeForm, PreviousField
from tickets.forms.preparing import PreparationForm
from tickets.forms.sending import DropMailForm, FilesForm, PlaceMailForm, ReplyForm
from tickets.forms.steps import (
    AcceptForm,
    AnswerForm,
    AssignForm,
    CancelForm,
    ChaseForm,
    CloseForm,
    LinkForm,
    MergeForm,
    OfferForm,
    OtherTicketForm,
    PrioritizeForm,
    PromiseForm,
    RefuseForm,
    ReopenForm,
    ResumeForm,
    SolveForm,
    StepForm,
    WaitForm,
)

__all__ = [
    "ASKED_BY",
    "AcceptForm",
    "AnswerForm",
    "AppointForm",
    "AssignForm",
    "CallOffForm",
    "CancelForm",
    "ChaseForm",
    "ClassifyForm",
    "CloseForm",
    "ConfirmForm",
    "DropMailForm",
    "FaultFields",
    "FaultsForm",
    "FilesForm",
    "IntakeForm",
    "LinkForm",
    "MergeForm",
    "OfferForm",
    "OtherTicketForm",
    "PlaceMailForm",
    "PreparationForm",
    "PreviousField",
    "PrioritizeForm",
    "PromiseForm",
    "RefuseForm",
    "ReopenForm",
    "ReplyForm",
    "ResumeForm",
    "SolveForm",
    "StepForm",
    "WaitForm",
    "words_field",
]
