"""Choosing a fault class, its cause and its remedy: each narrows the next, with or without a script (D6)."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.forms.steps import StepForm
from tickets.models import FaultCause, FaultClass, FaultRemedy

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import ServiceRecord, Ticket


def fault_class_field() -> "forms.ModelChoiceField[FaultClass]":
    return forms.ModelChoiceField(
        None,
        required=False,
        to_field_name="code",
        label=_("Fault class"),
        empty_label=_("Not known yet"),
        error_messages={
            "invalid_choice": _("This class is out of use, or no fault of this model. Choose another one.")
        },
    )


class ClassifyForm(StepForm):
    """Of which class the fault is, or that it is not known (D13)."""

    fault_class = fault_class_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        rows = FaultClass.objects.visible_to(self.actor)
        fields["fault_class"].queryset = rows.offered(
            self.ticket.product_id, chosen=self.ticket.fault_class_id
        )
        self.initial["fault_class"] = self.ticket.fault_class and self.ticket.fault_class.code


class FaultFields(forms.Form):
    """Class, cause and remedy of a trip: the causes are those of the class as it is chosen in the form."""

    fault_class = fault_class_field()
    cause: "forms.ModelChoiceField[FaultCause]" = forms.ModelChoiceField(
        None,
        required=False,
        to_field_name="code",
        label=_("Cause"),
        empty_label=_("Not found yet"),
        error_messages={
            "invalid_choice": _("This is no cause of the chosen fault. Choose one of the list, or none.")
        },
    )
    remedy: "forms.ModelChoiceField[FaultRemedy]" = forms.ModelChoiceField(
        None,
        required=False,
        to_field_name="code",
        label=_("Remedy"),
        empty_label=_("None yet"),
        error_messages={
            "invalid_choice": _("This is no remedy of the chosen cause. Choose one of the list, or none.")
        },
    )

    def narrow(self, ticket: "Ticket", record: "ServiceRecord | None", *, actor: "User") -> None:
        """Offer what goes with what is chosen already; a class that was written down stays."""
        fields: Any = self.fields
        cause = record.cause if record else None
        fault = cause.fault_class if cause else ticket.fault_class
        kept: dict[str, Any] = {
            "fault_class": fault.code if fault else "",
            "cause": cause.code if cause else "",
            "remedy": record.remedy.code if record and record.remedy else "",
        }
        self.initial = {**kept, **self.initial}
        classes, chosen = FaultClass.objects.visible_to(actor), fault.pk if fault else None
        fields["fault_class"].queryset = classes.offered(ticket.product_id, chosen=chosen)
        if record is not None and record.recorded_at is not None:
            fields["fault_class"].queryset = classes.filter(pk__in=[chosen] if chosen else [])
            fields["fault_class"].disabled = True
        self._narrow_below(FaultCause, "cause", actor=actor, kept=cause)
        self._narrow_below(FaultRemedy, "remedy", actor=actor, kept=record.remedy if record else None)

    def _narrow_below(self, model: Any, name: str, *, actor: "User", kept: Any) -> None:  # noqa: ANN401 (either)
        fields: Any = self.fields
        above = "fault_class" if name == "cause" else "cause"
        chosen = fields[above].queryset.filter(code=self[above].value() or "").values("pk")[:1]
        rows = model.objects.visible_to(actor)
        fields[name].queryset = rows.offered(chosen, chosen=kept and kept.pk)


class FaultsForm(FaultFields, StepForm):
    """The three choices alone, drawn anew below what was chosen; nothing is judged."""

    def __init__(
        self, *args: Any, record: "ServiceRecord | None", chosen: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**self.initial, **chosen}
        self.narrow(self.ticket, record, actor=self.actor)

    @classmethod
    def name(cls) -> str:
        """Be named as the form that they stand in."""
        return "record"
