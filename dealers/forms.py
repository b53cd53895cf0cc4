"""What people type to sign in, and what headquarters types when it sends a filing back."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dealers.lockout import tries_left
from dealers.reveals import LONGEST_FINDING
from dealers.services import LONGEST_REASON

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
