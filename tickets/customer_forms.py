"""What customers send: mostly pressed, at most one thing typed."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dealers.models.telling import LANGUAGES
from equipment.choices import ToldBy
from records.files.fields import FilesField
from records.uploads import UploadCutOff
from tickets.choices import MachineState, Symptom
from tickets.services.customers import LONGEST_COMMENT
from tickets.services.quote_answers import LONGEST_DECLINED
from tickets.services.wishing import way_of, ways_open_to

if TYPE_CHECKING:
    from equipment.models import CustomerContact

VOICE_WORDS: Final = {
    "start": _("Press and speak"),
    "stop": _("Stop"),
    "kept": _("Recorded: {n} s"),
}
PHOTO_WORDS: Final = {"press": _("Take or choose photos"), "kept": _("Photos: {n}")}
RATED = [(str(n), str(n)) for n in range(1, 6)]
PRESS_ONE = {"required": _("Press one of the five for each question.")}


class ReportForm(forms.Form):
    """A fault, as its user sees it (D1)."""

    state = forms.ChoiceField(
        label=_("Does the machine still move?"),
        choices=MachineState.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Press how the machine is.")},
    )
    symptoms = forms.MultipleChoiceField(
        label=_("What is wrong?"),
        choices=Symptom.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(
        label=_("In your words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    voice = FilesField(label=_("Or say it"), required=False, accept="audio/*", capture="user")
    photos = FilesField(label=_("Photos"), required=False, accept="image/*")
    phone = forms.CharField(label=_("Phone to call back"), max_length=30, required=False)
    again = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_cut_off: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_cut_off = is_cut_off
        for name, words in (("voice", VOICE_WORDS), ("photos", PHOTO_WORDS)):
            self.fields[name].widget.attrs |= {f"data-{key}": str(said) for key, said in words.items()}

    def clean(self) -> dict[str, Any]:
        """Refuse all where a file was cut off on its way in."""
        if self.is_cut_off:
            self.add_error("photos", str(UploadCutOff()))
        return self.cleaned_data


class NotOverForm(forms.Form):
    """Why the customer says that it is not over."""

    reason = forms.CharField(
        label=_("What is still wrong?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in a few words what is still wrong.")},
    )


class DeclineForm(forms.Form):
    """Why the customer says no to a quote."""

    reason = forms.CharField(
        label=_("Why not?"),
        max_length=LONGEST_DECLINED,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in a few words why not: then we know what to do.")},
    )


class RatingForm(forms.Form):
    """Three questions of one to five (F5)."""

    content = forms.ChoiceField(
        label=_("Is the machine well repaired?"),
        choices=RATED,
        widget=forms.RadioSelect,
        error_messages=PRESS_ONE,
    )
    process = forms.ChoiceField(
        label=_("Was it quick and on time?"),
        choices=RATED,
        widget=forms.RadioSelect,
        error_messages=PRESS_ONE,
    )
    attitude = forms.ChoiceField(
        label=_("Were we friendly?"), choices=RATED, widget=forms.RadioSelect, error_messages=PRESS_ONE
    )
    comment = forms.CharField(label=_("A word to us"), max_length=LONGEST_COMMENT, required=False)


class ToldForm(forms.Form):
    """How the contact wants to be told: pressed, never typed."""

    told_by = forms.ChoiceField(label=_("By which way"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language of messages"), choices=LANGUAGES, widget=forms.RadioSelect)

    def __init__(self, typed: Mapping[str, Any] | None = None, *, contact: "CustomerContact") -> None:
        initial = {"told_by": way_of(contact), "language": contact.language or settings.LANGUAGE_CODE}
        super().__init__(typed, initial=initial)
        names = {ToldBy.SMS: contact.kept_phone, ToldBy.EMAIL: contact.masked_email}
        self.fields["told_by"].choices = [  # type: ignore[attr-defined]  # of its kind
            (way.value, f"{way.label} {names.get(way, '')}".strip()) for way in ways_open_to(contact)
        ]


class CodeForm(forms.Form):
    """The six digits that came by SMS."""

    digits = forms.RegexField(
        r"^\s*[0-9]{6}\s*$",
        label=_("Code of six digits"),
        error_messages={
            "required": _("Type the six digits of the SMS."),
            "invalid": _("The code has six digits."),
        },
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "8"}
        ),
    )
