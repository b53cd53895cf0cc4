"""What is told with the device's own time: a step of a trip, photos, the customer's signature (D7)."""

import json
from datetime import UTC, datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from records.files.fields import FilesField
from tickets.choices import PhotoStep, SignerRole
from tickets.forms.fields import words_field
from tickets.onsite.device_time import DeviceTime
from tickets.services import Signature
from tickets.services.notes import LONGEST_NOTE, LONGEST_WAIT
from tickets.services.opening import LONGEST_NAME
from tickets.services.signing import LONGEST_PLACE

LARGEST: Final = 2**31 - 1


class DeviceTimeFields(forms.Form):
    """When it was and when it is sent, by the device's clock, in milliseconds; a script fills them in."""

    happened_ms = forms.IntegerField(required=False, widget=forms.HiddenInput)
    sent_ms = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def told(self) -> DeviceTime | None:
        """What the device said; nothing where it makes no moment, for its clock is judged, not blamed."""
        happened, sent = (_moment(self.cleaned_data.get(name)) for name in ("happened_ms", "sent_ms"))
        return DeviceTime(happened, sent) if happened else None


def _moment(ms: int | None) -> datetime | None:
    if ms is None or not 0 < ms < 10**14:  # the year 5138
        return None
    return datetime.fromtimestamp(ms / 1000, tz=UTC)


class TripForm(DeviceTimeFields):
    """Set off, or be there: when, and why somebody leaves with something missing."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = words_field(_("Why you leave all the same"), longest=LONGEST_NOTE)


class PhotosForm(DeviceTimeFields):
    step = forms.ChoiceField(
        label=_("Taken"), choices=PhotoStep.choices, widget=forms.RadioSelect, initial=PhotoStep.BEFORE
    )
    photos = FilesField(label=_("Take photos"), accept="image/*", capture="environment")


class SignForm(DeviceTimeFields):
    """The customer's signature as the page's script drew it."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("Who signs"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Write the name of who signs.")},
    )
    role = forms.ChoiceField(
        label=_("Signs as"),
        choices=SignerRole.choices,
        widget=forms.RadioSelect,
        initial=SignerRole.CONTACT,
        error_messages={"required": _("Say what the signer is to the machine.")},
    )
    place = forms.CharField(label=_("Place"), max_length=LONGEST_PLACE, required=False)
    latitude = forms.DecimalField(
        required=False, min_value=-90, max_value=90, decimal_places=5, widget=forms.HiddenInput
    )
    longitude = forms.DecimalField(
        required=False, min_value=-180, max_value=180, decimal_places=5, widget=forms.HiddenInput
    )
    accuracy = forms.IntegerField(required=False, min_value=0, max_value=LARGEST, widget=forms.HiddenInput)
    strokes = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_strokes(self) -> Any:  # noqa: ANN401 (whatever was drawn; the service judges it)
        try:
            return json.loads(self.cleaned_data["strokes"] or "[]")
        except (ValueError, RecursionError):  # cut off, or nested to do harm
            return None

    @property
    def signature(self) -> Signature:
        given = self.cleaned_data
        has_place = given["latitude"] is not None and given["longitude"] is not None
        return Signature(
            name=given["name"],
            role=given["role"],
            strokes=given["strokes"],
            place=given["place"],
            latitude=given["latitude"] if has_place else None,
            longitude=given["longitude"] if has_place else None,
            accuracy=given["accuracy"],
        )


class UnsignedForm(forms.Form):
    reason = words_field(_("Why nobody signs"), longest=LONGEST_WAIT, missing=_("Write why nobody signs."))


class AmendForm(forms.Form):
    reason = words_field(
        _("What has to be changed, and why"),
        longest=LONGEST_NOTE,
        missing=_("Write what has to be changed, and why."),
    )
