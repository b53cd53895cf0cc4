"""What the service administrator says of a record: the finding and its reason, usual ones at hand (D8)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.onsite.states import AUDITS, TRANSITIONS, RecordStatus
from tickets.services.auditing import LONGEST_REASON

if TYPE_CHECKING:
    from tickets.models import ServiceRecord

S = RecordStatus
USUAL: Final[Mapping[str, tuple[Any, ...]]] = {
    S.PASSED: (_("Complete and plausible"), _("Checked back with the customer")),
    S.RETURNED: (
        _("The customer's signature is missing"),
        _("Photos are missing or show nothing"),
        _("What was done is not described clearly"),
        _("Parts or charges don't fit the work"),
    ),
    S.ABNORMAL: (
        _("Times don't fit the trip"),
        _("A photo stands in another record as well"),
        _("The customer says otherwise"),
    ),
    S.INVALID: (_("The work was not done"), _("Written twice for one trip")),
}
WORDS: Final = {
    S.PASSED: pgettext_lazy("finding of an audit", "Pass"),
    S.RETURNED: pgettext_lazy("finding of an audit", "Return"),
    S.ABNORMAL: pgettext_lazy("finding of an audit", "Abnormal"),
    S.INVALID: pgettext_lazy("finding of an audit", "Invalid"),
}


class AuditForm(forms.Form):
    """The finding, a usual reason or one in own words; who has both means the own words."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    result = forms.ChoiceField(label=_("Finding"), choices=(), widget=forms.RadioSelect)
    usual = forms.ChoiceField(label=_("Usual reason"), required=False)
    reason = forms.CharField(
        label=_("In own words"),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, record: "ServiceRecord", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        result: Any = self.fields["result"]
        result.choices = [(found.value, WORDS[found]) for found in possible(record)]
        usual: Any = self.fields["usual"]
        usual.choices = [
            ("", "–"),
            *((WORDS[found], [(str(text), text) for text in USUAL[found]]) for found in possible(record)),
        ]

    @property
    def said(self) -> str:
        """The reason as it is kept."""
        own: str = self.cleaned_data["reason"]
        return own or str(self.cleaned_data["usual"])


def first_choice(record: "ServiceRecord", seen: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Suggest to pass a signed record of which nothing odd was seen; of any other, nothing."""
    is_fine = record.status == S.SIGNED and all(one["tone"] == "good" for one in seen)
    return {"result": S.PASSED.value, "usual": str(USUAL[S.PASSED][0])} if is_fine else {}


def possible(record: "ServiceRecord") -> list[RecordStatus]:
    """Return what a record can be found to be as it stands."""
    verbs = {move.verb for move in TRANSITIONS if move.source == record.status}
    return [found for found, verb in AUDITS.items() if verb in verbs]
