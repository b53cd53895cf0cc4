"""What a person types to choose how to be told (D20)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.choices import NEVER_SILENT, NoticeWay
from dealers.choosing import Wishes, groups_of
from dealers.models import Telling
from dealers.models.telling import LANGUAGES
from dealers.telling import UNLESS_CHOSEN
from records.phone_numbers import readable

if TYPE_CHECKING:
    from dealers.models import User

STAYS = _("At least one way stays, and no quiet hours hold it back.")


class TellingForm(forms.Form):
    """A set of ways for each group of events that the person hears of, and what they share."""

    mobile = forms.CharField(
        label=_("My mobile"),
        max_length=30,
        required=False,
        help_text=_("For SMS alone. Others see it masked."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    language = forms.ChoiceField(label=_("Language of messages"), choices=LANGUAGES, widget=forms.RadioSelect)
    quiet_from = forms.TimeField(
        label=pgettext_lazy("quiet hours", "From"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=pgettext_lazy("quiet hours", "Until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, typed: Mapping[str, Any] | None = None, *, actor: "User") -> None:
        chosen = Telling.objects.of(actor).prefetch_related("ways").first() or Telling(person=actor)
        ways = {way.group: way.chosen for way in chosen.ways.all()} if chosen.pk else {}
        offered = [way for way in NoticeWay if way is not NoticeWay.EMAIL or actor.email]
        self.groups = groups_of(actor)
        initial: dict[str, Any] = {
            group.value: [way.value for way in offered if way in ways.get(group, UNLESS_CHOSEN)]
            for group in self.groups
        }
        initial |= {
            "mobile": readable(chosen.mobile) if chosen.mobile else "",
            "language": chosen.language,
            "quiet_from": chosen.quiet_from,
            "quiet_until": chosen.quiet_until,
        }
        super().__init__(typed, initial=initial)
        for group in self.groups:
            self.fields[group.value] = forms.MultipleChoiceField(
                label=group.label,
                choices=[(way.value, way.label) for way in offered],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=STAYS if group in NEVER_SILENT else "",
            )

    @property
    def wishes(self) -> Wishes:
        """What was chosen, as the service takes it."""
        given = self.cleaned_data
        return Wishes(
            ways={
                group.value: frozenset(NoticeWay(way) for way in given[group.value]) for group in self.groups
            },
            mobile=given["mobile"],
            language=given["language"],
            quiet_from=given["quiet_from"],
            quiet_until=given["quiet_until"],
        )
