"""What people type about a call: the sheet, an attempt, where to look."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.choices import TicketKind
from visits.answer_rules import LONGEST_TEXT, RATINGS, offered
from visits.choices import AttemptOutcome

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from visits.models import Question

T = TypeVar("T")

MOMENT_FORMATS: Final = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]
ANSWER_PREFIX: Final = "q-"
TICKET_KINDS: Final = (TicketKind.REPAIR, TicketKind.COMPLAINT)
RATING_WORDS: Final[dict[int, "Promise"]] = {
    1: pgettext_lazy("rating", "Very bad"),
    2: pgettext_lazy("rating", "Bad"),
    3: pgettext_lazy("rating", "Fair"),
    4: pgettext_lazy("rating", "Good"),
    5: pgettext_lazy("rating", "Very good"),
}


class SheetForm(forms.Form):
    """The call sheet: the stage's questions, the rating of the dealer, notes, and what becomes a ticket."""

    rating = forms.TypedChoiceField(
        label=_("Rating"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[(rating, str(rating)) for rating in RATINGS],
    )
    note = forms.CharField(label=_("Notes"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea)
    ticket_kind = forms.ChoiceField(
        label=_("Make a ticket"),
        required=False,
        choices=[("", _("Only note it")), *((kind.value, kind.label) for kind in TICKET_KINDS)],
    )
    ticket_description = forms.CharField(
        label=_("In the customer's words"), required=False, max_length=LONGEST_TEXT
    )

    is_low_meant = forms.BooleanField(required=False)  # asked once why the rating is low

    def __init__(
        self, *args: Any, questions: Iterable["Question"], satisfied_from: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        self.satisfied_from = satisfied_from
        for question in self.questions:
            self.fields[f"{ANSWER_PREFIX}{question.code}"] = _answer_field(question)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("ticket_kind") and not cleaned.get("ticket_description", "").strip():
            message = _("Write what the customer said: the dealer who is sent reads it.")
            self.add_error("ticket_description", message)
        if self._is_low_without_a_word(cleaned):
            self.add_error(
                "note", _("The rating is low: note why, or finish again if the customer gave no reason.")
            )
        return cleaned

    def _is_low_without_a_word(self, cleaned: dict[str, Any]) -> bool:
        rating = cleaned.get("rating")
        is_told = cleaned.get("note", "").strip() or cleaned.get("ticket_kind")
        is_meant = cleaned.get("is_low_meant")
        return rating is not None and rating < self.satisfied_from and not (is_told or is_meant)

    @property
    def answers(self) -> list[tuple[str, str]]:
        """The answers given, by the question's code."""
        given = ((question.code, self._answer(question.code)) for question in self.questions)
        return [(code, value) for code, value in given if value]

    def ticket(self, make: Callable[..., T]) -> T | None:
        """Return the ticket asked for, if one is."""
        kind = self.cleaned_data["ticket_kind"]
        return make(kind=kind, description=self.cleaned_data["ticket_description"]) if kind else None

    def _answer(self, code: str) -> str:
        return str(self.cleaned_data.get(f"{ANSWER_PREFIX}{code}") or "").strip()


def _answer_field(question: "Question") -> forms.Field:
    allowed = offered(question)
    if allowed is None:
        return forms.CharField(label=question.text, required=False, max_length=LONGEST_TEXT)
    choices = [(value, value) for value in sorted(allowed)]
    return forms.ChoiceField(label=question.text, required=False, choices=[("", ""), *choices])


class DraftForm(forms.Form):
    """A half-filled sheet: anything of the right size is kept as it stands, for nothing typed may be lost."""

    rating = forms.CharField(required=False, max_length=1, strip=False)
    note = forms.CharField(required=False, max_length=LONGEST_TEXT, strip=False)
    ticket_kind = forms.CharField(required=False, max_length=24)
    ticket_description = forms.CharField(required=False, max_length=LONGEST_TEXT, strip=False)

    def __init__(self, *args: Any, questions: Iterable["Question"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            name = f"{ANSWER_PREFIX}{question.code}"
            self.fields[name] = forms.CharField(required=False, max_length=LONGEST_TEXT, strip=False)

    @property
    def draft(self) -> dict[str, str]:
        """The fields as typed; empty ones are left out."""
        return {name: value for name, value in self.cleaned_data.items() if value}


class AttemptForm(forms.Form):
    """A try that ended without a talk."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", ""), *AttemptOutcome.choices]
    )
    later = forms.DateTimeField(required=False, input_formats=MOMENT_FORMATS)  # one of the times offered
    call_again_at = forms.DateTimeField(
        label=_("Call again at"), required=False, input_formats=MOMENT_FORMATS
    )
    attempt_note = forms.CharField(label=_("Remark"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("later"):
            cleaned |= {"outcome": AttemptOutcome.ASKED_LATER.value, "call_again_at": cleaned["later"]}
        if not cleaned.get("outcome") and "outcome" not in self.errors:
            self.add_error("outcome", _("Say what came of dialling."))
        return cleaned
