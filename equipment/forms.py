"""What people type about units, contacts and claimed serial numbers."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer
from equipment import phones
from equipment.choices import ContactRole
from equipment.models import Product
from equipment.rules import clean_code, clean_serial_number, clean_text, is_serial_number
from equipment.services import CheckedItem, Registration, day_faults
from equipment.states import CaseVerb
from records.refusals import Refusal
from regulation.calendars import local_day

if TYPE_CHECKING:
    from dealers.models import User
    from equipment.models import CustomerContact, Equipment, SerialNumberCase

    type_product_form = forms.ModelForm[Product]
else:
    type_product_form = forms.ModelForm

EIGHT = (
    "product",
    "serial_number",
    "customer_name",
    "contact_name",
    "phone",
    "first_place_of_use",
    "project_name",
    "planned_installation_on",
)
PASSED, FAILED = "passed", "failed"
ANSWERS = ("check_", "note_")
LONGEST_POINT = 120
LIST_CHANGED = _(
    "The self-check list of this model was changed since you opened the page. Look at each point below again."
)

NOTE_NEEDED = _("Write what was found and what was done about it.")


def point_code(item: str) -> str:
    """Return how a form names a point of the self-check: by its words, for their order can change."""
    return hashlib.blake2b(item.encode(), digest_size=6).hexdigest()


def refuse(form: forms.BaseForm, refusal: Refusal) -> None:
    """Put a refusal where it belongs: to its field if the form has it, else to the form as a whole."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


class RegistrationForm(forms.Form):
    """The eight fields of a delivered unit on one page (C1)."""

    product = forms.ModelChoiceField(
        Product.objects.none(),
        to_field_name="code",
        label=_("Model"),
        empty_label=_("Choose the model"),
        error_messages={
            "required": _("Choose the model."),
            "invalid_choice": _("This model is not on sale or in service. Choose one of the list."),
        },
    )
    serial_number = forms.CharField(
        label=_("Serial number"),
        max_length=40,
        error_messages={"required": _("Type the serial number as it stands on the plate.")},
    )
    customer_name = forms.CharField(
        label=_("Customer company"),
        max_length=80,
        error_messages={"required": _("Say which company uses the machine.")},
    )
    contact_name = forms.CharField(
        label=_("Contact"),
        max_length=40,
        error_messages={"required": _("Say whom the first call asks for.")},
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        error_messages={"required": _("Type the phone: the first call needs it.")},
    )
    first_place_of_use = forms.CharField(
        label=_("First place of use"),
        max_length=120,
        error_messages={"required": _("Say where it will stand: province, city, county, then the place.")},
    )
    project_name = forms.CharField(
        label=_("Project"),
        max_length=80,
        error_messages={"required": _("Name the project; with none, write the site.")},
    )
    planned_installation_on = forms.DateField(
        label=_("Planned installation"),
        error_messages={
            "required": _("Choose the planned day; it may lie in the past."),
            "invalid": _("This is not a day. Write it as 2026-09-20."),
        },
    )
    delivered_on = forms.DateField(
        label=_("Delivered on"),
        required=False,
        help_text=_("Empty: today, or the day of the installation if it was installed before."),
        error_messages={"invalid": _("This is not a day. Write it as 2026-09-20.")},
    )
    division = forms.CharField(label=_("Division, if it is not the place's"), max_length=60, required=False)

    def __init__(
        self, *args: Any, actor: "User", at: datetime, claim: "SerialNumberCase | None" = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = local_day(at)
        if claim is not None:
            self._go_on_from(claim)
        products: Any = self.fields["product"]
        products.queryset = Product.objects.visible_to(actor).active().order_by("code")
        self.fields["delivered_on"].widget.attrs["max"] = self.today.isoformat()
        if actor.is_head_office:
            self.fields["dealer"] = forms.ModelChoiceField(
                Dealer.objects.visible_to(actor).active().order_by("code"),
                to_field_name="code",
                label=_("Dealer"),
                empty_label=_("Choose the dealer"),
                error_messages={"required": _("Say which dealer took delivery.")},
            )

    def _go_on_from(self, claim: "SerialNumberCase") -> None:
        """Begin with what was typed with a number that was sent back; the phone may stay as it was (C1)."""
        typed = {name: value for name, value in claim.claim.items() if name in self.fields}
        self.initial = {
            **typed,
            "serial_number": "",
            "phone": "",
            "division": claim.claim["division_text"],
            **self.initial,
        }
        phone = self.fields["phone"]
        phone.required = False
        phone.help_text = _("Empty: the number you gave then, %(phone)s") % {"phone": claim.masked_phone}

    def clean_serial_number(self) -> str:
        written = clean_serial_number(self.cleaned_data["serial_number"])
        if not is_serial_number(written):
            raise forms.ValidationError(
                _("A serial number has neither blanks nor slashes. Type it as it stands on the plate.")
            )
        return written

    def clean_phone(self) -> str:
        written = self.cleaned_data["phone"]
        return _accepted(phones.normalise, written) if written else ""

    @property
    def complete(self) -> int:
        """How many of the eight are filled in and can be meant."""
        given = self.cleaned_data if self.is_bound else self.initial
        return len([name for name in EIGHT if given.get(name) or self._is_left_as_it_was(name, given)])

    def _is_left_as_it_was(self, name: str, given: Mapping[str, Any]) -> bool:
        return name in given and not self.fields[name].required

    def registration(self) -> Registration:
        """Return what was typed, for the service."""
        typed = self.cleaned_data
        dealer = typed.get("dealer")
        return Registration(
            serial_number=typed["serial_number"],
            product_code=typed["product"].code,
            customer_name=typed["customer_name"],
            contact_name=typed["contact_name"],
            phone=typed["phone"],
            first_place_of_use=typed["first_place_of_use"],
            project_name=typed["project_name"],
            planned_installation_on=typed["planned_installation_on"],
            delivered_on=typed["delivered_on"],
            dealer_code=dealer.code if dealer else "",
            division_text=typed["division"],
        )


class InstallationDaysForm(forms.Form):
    """The day of the installation and the start of use."""

    installed_on = forms.DateField(
        label=_("Installed on"),
        error_messages={
            "required": _("Choose the day on which the customer confirmed."),
            "invalid": _("This is not a day. Write it as 2026-09-20."),
        },
    )
    in_use_from = forms.DateField(
        label=_("In use from"),
        required=False,
        error_messages={"invalid": _("This is not a day. Write it as 2026-09-20.")},
    )

    def __init__(self, *args: Any, equipment: "Equipment", at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.equipment, self.at = equipment, at
        today = local_day(at)
        limits = self.fields["installed_on"].widget.attrs
        limits["max"] = today.isoformat()
        if not equipment.is_delivery_assumed:
            limits["min"] = equipment.delivered_on.isoformat()

    def clean(self) -> dict[str, Any]:
        """Name the days that can't be together with every other fault, not in a round of their own."""
        typed = self.cleaned_data
        if installed_on := typed.get("installed_on"):
            start = typed.get("in_use_from")
            for fault in day_faults(self.equipment, installed_on=installed_on, in_use_from=start, at=self.at):
                refuse(self, fault)
        return typed


class InstallationForm(InstallationDaysForm):
    """The self-check of the product point by point, then day and confirmation (C3)."""

    confirmed_by = forms.CharField(
        label=_("Confirmed for the customer by"),
        max_length=40,
        error_messages={"required": _("Write who confirmed for the customer.")},
    )

    def __init__(self, *args: Any, equipment: "Equipment", at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, equipment=equipment, at=at, **kwargs)
        self.items = [str(item) for item in equipment.product.self_check_items]
        for item in self.items:
            self.fields[f"check_{point_code(item)}"] = forms.ChoiceField(
                label=item,
                choices=[(PASSED, _("Passed")), (FAILED, _("Not passed"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer this point.")},
            )
            self.fields[f"note_{point_code(item)}"] = forms.CharField(
                label=_("Note"), max_length=200, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Refuse answers to another list: it was changed while the page was open."""
        answered = {name for name in self.data if name.startswith(ANSWERS)}
        if answered - self.fields.keys():
            self.add_error(None, LIST_CHANGED)
        for code in map(point_code, self.items):
            note, is_failed = f"note_{code}", self.cleaned_data.get(f"check_{code}") == FAILED
            if is_failed and note not in self.errors and not clean_text(self.cleaned_data[note]):
                self.add_error(note, NOTE_NEEDED)
        return super().clean()

    def points(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return each point of the self-check with its note, in the product's order."""
        codes = [point_code(item) for item in self.items]
        return [(self[f"check_{code}"], self[f"note_{code}"]) for code in codes]

    def self_check(self) -> list[CheckedItem]:
        """Return the answers, for the service."""
        typed = self.cleaned_data
        return [
            CheckedItem(item, passed=typed[f"check_{code}"] == PASSED, note=typed[f"note_{code}"])
            for item, code in ((item, point_code(item)) for item in self.items)
        ]


class SeenForm(forms.Form):
    """What changes a unit's file; `version` says how the file stood when the page was drawn."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def go_on_from(self, equipment: "Equipment") -> None:
        """Keep what was typed, now against the file as it stands: sent again, it is meant."""
        self.data = {**dict(self.data.items()), "version": str(equipment.version)}


class CorrectionForm(InstallationDaysForm, SeenForm):
    """A wrong installation date, and why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why the date is corrected: it stays in the history.")},
    )


class ContactForm(SeenForm):
    """Whom to call, mended while on the phone; an empty phone means that the number was right (C6)."""

    name = forms.CharField(
        label=_("Contact"), max_length=40, error_messages={"required": _("Write the contact's name.")}
    )
    role = forms.ChoiceField(label=_("Role"), choices=ContactRole.choices, widget=forms.RadioSelect)
    phone = forms.CharField(label=_("New phone"), max_length=40, required=False)

    def __init__(self, *args: Any, contact: "CustomerContact", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, "name": contact.name, "role": contact.role}

    def clean_phone(self) -> str:
        written = self.cleaned_data["phone"]
        return _accepted(phones.normalise, written) if written else ""


class DecisionForm(SeenForm):
    """What headquarters decides about a serial number claimed twice, and why (C1)."""

    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (CaseVerb.RETURN, _("The second dealer mistyped the number: it has to correct it")),
            (CaseVerb.TRANSFER, _("The unit was sold on: the second dealer takes it over")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is right.")},
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why: it stays in the history of the case.")},
    )


class ProductForm(type_product_form):
    """A model of machine with its self-check list written one point a line."""

    self_check_items = forms.CharField(
        label=_("Self-check list"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("One point a line, each once, at most 120 characters."),
    )

    class Meta:
        model = Product
        fields = (
            "code",
            "name_zh",
            "name_en",
            "warranty_months",
            "warranty_hours",
            "self_check_items",
            "is_active",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["self_check_items"] = "\n".join(self.instance.self_check_items)

    def clean_code(self) -> str:
        code = clean_code(self.cleaned_data["code"])
        if not is_serial_number(code):
            raise forms.ValidationError(_("A code has neither blanks nor slashes."))
        return code

    def clean_self_check_items(self) -> list[str]:
        lines = [clean_text(line) for line in self.cleaned_data["self_check_items"].splitlines()]
        points = [line for line in lines if line]
        if len(set(points)) != len(points):
            raise forms.ValidationError(_("A point comes twice. Keep it once."))
        if any(len(point) > LONGEST_POINT for point in points):
            raise forms.ValidationError(_("A point has at most 120 characters. Shorten it."))
        return points


def _accepted(read: Callable[[str], str], written: str) -> str:
    """Return what a rule makes of a text; its refusal becomes the field's error."""
    try:
        return read(written)
    except Refusal as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
