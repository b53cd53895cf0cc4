"""What people type to sign in, to file a qualification, and to send a filing back."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dealers.lockout import tries_left
from dealers.models import Qualification
from dealers.qualifications import LONGEST_NUMBER
from dealers.reveals import LONGEST_FINDING
from dealers.services import LONGEST_REASON
from records.files.keeping import SentFile

if TYPE_CHECKING:
    from dealers.models import User

FEW = 5


class SignInForm(AuthenticationForm):
    """Says the same of a wrong password and of an account that does not exist (safety.md, A1)."""

    def get_invalid_login_error(self) -> ValidationError:
        said = str(_("User name or password is wrong. Check both and try again."))
        if self.request is not None:
            left = tries_left(self.request, self.cleaned_data.get("username", ""))
            if 0 < left <= FEW:
                more = ngettext("You can try %(n)s more time.", "You can try %(n)s more times.", left)
                said = f"{said} {more % {'n': left}}"
        return ValidationError(said, code="invalid_login")


class FindingForm(forms.Form):
    """What came of an alert about phone numbers."""

    finding = forms.CharField(
        label=_("What came of it"),
        max_length=LONGEST_FINDING,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what came of it: it ends the alert.")},
    )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("What is missing"),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say what is missing: the dealer has to mend it.")},
    )


class ScanField(forms.FileField):
    """A paper as a picture or PDF, as it arrived; what was cut off for its size is told here."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Scan or photo"),
            error_messages={"required": _("Choose the scan as a PDF or a picture.")},
            widget=forms.FileInput(attrs={"accept": "application/pdf,image/*"}),
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> SentFile | None:  # noqa: ANN401 (as Django declares it)
        """Let the service judge what the file is: it is known by its bytes."""
        if data:
            return SentFile(data, data.name or "")
        if self.required:
            raise ValidationError(self.error_messages["required"])
        return None


class ScanForm(forms.Form):
    """The scan of a paper that is filed already."""

    scan = ScanField()


class QualificationFiledForm(forms.Form):
    """A skill, or a certificate with its number and its days (B1)."""

    qualification: "forms.ModelChoiceField[Qualification]" = forms.ModelChoiceField(
        None,
        to_field_name="code",
        label=_("Qualification"),
        empty_label=_("Choose skill or certificate"),
        error_messages={
            "required": _("Choose what is filed."),
            "invalid_choice": _("Nobody asks for this qualification any more. Choose one of the list."),
        },
    )
    certificate_number = forms.CharField(
        label=_("Certificate number"), max_length=LONGEST_NUMBER, required=False
    )
    valid_from = forms.DateField(
        label=_("Valid from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    valid_until = forms.DateField(
        label=_("Valid until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    scan = ScanField(required=False)

    def __init__(self, *args: Any, actor: "User", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["qualification"]
        field.queryset = Qualification.objects.visible_to(actor).active().order_by("kind", "code")
