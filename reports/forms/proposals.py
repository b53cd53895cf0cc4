"""What is written of a proposal to the maker, and of the maker's answer (D15)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.proposal_states import ProposalStatus, verbs_from
from reports.services import LONGEST_TITLE, LONGEST_WORDS

if TYPE_CHECKING:
    from reports.models import MakerProposal


def _words(label: Any, *, rows: int) -> forms.CharField:  # noqa: ANN401 (a text or a promise of one)
    return forms.CharField(label=label, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": rows}))


class ProposalForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    finding = _words(_("Finding"), rows=5)
    proposal = _words(_("What is proposed"), rows=5)


class AnswerForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    verb = forms.ChoiceField(label=_("The maker"), choices=(), widget=forms.RadioSelect)
    answer = _words(_("The maker's answer"), rows=4)

    def __init__(self, *args: Any, proposal: "MakerProposal", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        verb: Any = self.fields["verb"]
        verb.choices = [(one.value, one.label) for one in verbs_from(ProposalStatus(proposal.status))]
