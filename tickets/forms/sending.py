"""Files and mails that are put with a ticket."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from records.files.fields import FilesField
from records.uploads import UploadCutOff
from tickets.forms.fields import words_field
from tickets.services.notes import LONGEST_DESCRIPTION, LONGEST_REFUSAL
from tickets.services.replies import LONGEST_REPLY, LONGEST_SUBJECT


class FilesForm(forms.Form):
    """Files for a ticket; on a phone also straight from its camera (D7)."""

    photos = FilesField(label=_("Take photos"), required=False, accept="image/*", capture="environment")
    file = FilesField(
        label=_("Files"),
        required=False,
        help_text=_("Photos, voice messages, PDF; anything else is kept to take away."),
    )
    is_shown_to_customer = forms.BooleanField(label=_("The customer may see them"), required=False)

    def __init__(self, *args: Any, is_cut_off: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_cut_off = is_cut_off

    def clean(self) -> dict[str, Any]:
        """Ask for a file, and refuse all where one was cut off on its way in."""
        if self.is_cut_off:
            self.add_error("file", str(UploadCutOff()))
        elif not (self.cleaned_data.get("photos") or self.cleaned_data.get("file")):
            self.add_error("file", _("Choose the files to add."))
        return self.cleaned_data

    def typed(self) -> dict[str, Any]:
        """Return what was sent, for the service."""
        return {
            "sent": [*self.cleaned_data["photos"], *self.cleaned_data["file"]],
            "is_shown_to_customer": self.cleaned_data["is_shown_to_customer"],
        }


class ReplyForm(forms.Form):
    subject = forms.CharField(
        label=_("Subject"), max_length=LONGEST_SUBJECT, error_messages={"required": _("Write a subject.")}
    )
    text = words_field(
        _("Text"), longest=LONGEST_REPLY, missing=_("Write what the customer is to read."), rows=6
    )


class PlaceMailForm(forms.Form):
    description = words_field(
        _("Description"), longest=LONGEST_DESCRIPTION, missing=_("Write what is wrong or asked for."), rows=4
    )


class DropMailForm(forms.Form):
    reason = words_field(
        _("Reason"), longest=LONGEST_REFUSAL, missing=_("Write why nobody has to look at it.")
    )
