"""What people type about a hard case: the diagnosis and the question, then headquarters' answer (D9)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.choices import HelpKind
from tickets.forms.fields import words_field
from tickets.models import Referral, Ticket
from tickets.services.referring import (
    LONGEST_ANSWER,
    LONGEST_DIAGNOSIS,
    LONGEST_QUESTION,
    MOST_DAYS,
    HelpUnknown,
)


class ReferForm(forms.Form):
    """Nothing is needed to keep a draft; `version` is how the ticket stood when the page was drawn."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    diagnosis = words_field(_("Diagnosis so far: steps and readings"), longest=LONGEST_DIAGNOSIS, rows=6)
    question = words_field(_("What headquarters is asked"), longest=LONGEST_QUESTION, rows=3)
    wanted = forms.ChoiceField(
        label=_("Help wanted"),
        choices=HelpKind,
        widget=forms.RadioSelect,
        error_messages={"required": HelpUnknown.message},
    )

    def __init__(self, *args: Any, ticket: Ticket, draft: Referral | None, **kwargs: Any) -> None:
        known = {name: getattr(draft, name) for name in ("diagnosis", "question", "wanted")} if draft else {}
        kwargs["initial"] = {"version": ticket.version, "wanted": HelpKind.REMOTE} | known
        super().__init__(*args, **kwargs)

    def typed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("diagnosis", "question", "wanted")}


class AdviseForm(forms.Form):
    """`version` is how the referral stood when the page was drawn."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    answer = words_field(_("Answer"), longest=LONGEST_ANSWER, missing=_("Write what to do."), rows=6)
    given = forms.ChoiceField(
        label=_("Help given"),
        choices=HelpKind,
        widget=forms.RadioSelect,
        error_messages={"required": HelpUnknown.message},
    )
    days = forms.IntegerField(
        label=_("Days on site"),
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": referral.version, "given": referral.wanted}
        super().__init__(*args, **kwargs)

    def typed(self) -> dict[str, Any]:
        known = self.cleaned_data
        return {"answer": known["answer"], "given": known["given"], "days": known["days"] or 0}
