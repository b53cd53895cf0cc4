"""Django admin of what leaves the house: robots of groups and texts of messages (D20, F10)."""

import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from records import letters
from records.audit import record_audit
from records.choices import AuditVerb
from records.models import MessageText, Robot
from records.refusals import Refusal
from records.sealing import seal

if TYPE_CHECKING:
    type_robot_form = forms.ModelForm[Robot]
    type_text_form = forms.ModelForm[MessageText]
    type_robot_admin = admin.ModelAdmin[Robot]
else:
    type_robot_form = type_text_form = forms.ModelForm
    type_robot_admin = admin.ModelAdmin


class RobotForm(type_robot_form):
    """Address and secret are written, never shown back: an empty field keeps what is there (F10)."""

    address = forms.CharField(
        label=_("Address"), required=False, max_length=500, widget=forms.PasswordInput(render_value=False)
    )
    secret = forms.CharField(
        label=_("Secret for the signature"),
        required=False,
        max_length=200,
        widget=forms.PasswordInput(render_value=False),
    )
    events = forms.MultipleChoiceField(
        label=_("Told of"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Robot
        fields = ("code", "name", "kind", "is_active", "events")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = [one for one in letters.templates() if one.is_for_staff]
        self.fields["events"].choices = [(one.code, one.label) for one in staff]  # type: ignore[attr-defined]  # of its kind
        for name in ("address", "secret"):
            self.fields[name].help_text = gettext(
                "Never shown. Leave it empty to keep the one that is there."
            )

    def clean_address(self) -> str:
        written: str = self.cleaned_data["address"].strip()
        if not written and not self.instance.sealed_address:
            raise ValidationError(gettext("Paste the address that the group gives its robot."))
        if written and (urlsplit(written).scheme != "https" or not urlsplit(written).hostname):
            raise ValidationError(gettext("The address begins with https://. Paste it whole."))
        return written


@admin.register(Robot)
class RobotAdmin(type_robot_admin):
    form = RobotForm
    fields = ("code", "name", "kind", "address", "secret", "events", "is_active")
    list_display = ("name", "code", "kind", "is_active")
    list_filter = ("kind", "is_active")

    def save_model(self, request: HttpRequest, obj: Robot, form: forms.Form, change: bool) -> None:  # noqa: FBT001, PLR0917 (the signature is Django's)
        before = _marks(obj)
        for name in ("address", "secret"):
            written = form.cleaned_data[name]
            if written:
                setattr(obj, f"sealed_{name}", seal(written))
        super().save_model(request, obj, form, change)
        record_audit(
            actor=request.user,  # type: ignore[arg-type]  # the admin asks for a person
            at=timezone.now(),
            verb=AuditVerb.ROBOT_CHANGED,
            object_type="robot",
            object_ref=obj.code,
            reason=f"{before} → {_marks(obj)}",
        )

    def has_delete_permission(self, request: HttpRequest, obj: Robot | None = None) -> bool:
        return False


def _marks(robot: Robot) -> str:
    """Return marks by which two addresses and secrets can be told apart, and nothing can be read."""
    kept = (robot.address if robot.sealed_address else "", robot.secret)
    return "/".join(hashlib.sha256(one.encode()).hexdigest()[:8] if one else "–" for one in kept)


class MessageTextForm(type_text_form):
    """Head office's wording; what a message does not know is refused by name."""

    template = forms.ChoiceField(label=_("Message"))

    class Meta:
        model = MessageText
        fields = ("template", "language", "subject", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].choices = [(one.code, one.label) for one in letters.templates()]  # type: ignore[attr-defined]  # of its kind
        self.fields["text"].help_text = gettext("Placeholders stand in braces, such as {number}.")

    def clean_subject(self) -> str:
        return " ".join(str(self.cleaned_data["subject"]).split())

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        for name in ("subject", "text"):
            try:
                letters.check_placeholders(cleaned.get("template", ""), cleaned.get(name, ""))
            except Refusal as refusal:
                self.add_error(name, str(refusal))
            except KeyError:
                pass  # no such message: the field has said so
        return cleaned


@admin.register(MessageText)
class MessageTextAdmin(SimpleHistoryAdmin):  # type: ignore[misc]  # untyped package
    form = MessageTextForm
    list_display = ("message", "language", "subject")
    list_filter = ("language",)

    @admin.display(description=_("Message"))
    def message(self, obj: MessageText) -> str:
        return letters.label_of(obj.template)
