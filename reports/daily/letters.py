"""What staff are told of days that are not confirmed: kinds of messages, placeholders, words (D16, D20)."""

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dealers.choices import NoticeGroup
from records.letters import Template

REMINDED: Final = "staff.day_to_confirm"
ESCALATED: Final = "staff.day_not_confirmed"
_KNOWN: Final = {
    "region": pgettext_lazy("daily report", "name of the region"),
    "day": pgettext_lazy("daily report", "the day of the report"),
    "head": pgettext_lazy("daily report", "the head of the region"),
    "due": _("until when"),
}
LETTERS: Final = (
    Template(
        REMINDED,
        _("Staff: daily report to confirm"),
        _KNOWN,
        pgettext_lazy("to staff", "Daily report of {region}, {day}"),
        _("The report of {region} for {day} was to be confirmed by {due}. Check it and confirm it."),
        is_for_staff=True,
        group=NoticeGroup.TIMES,
    ),
    Template(
        ESCALATED,
        _("Staff: daily report not confirmed"),
        _KNOWN,
        pgettext_lazy("to staff", "Daily report of {region}, {day} is not confirmed"),
        _("{head} has not confirmed the report of {region} for {day}, due {due}. Ask why."),
        is_for_staff=True,
        group=NoticeGroup.ESCALATED,
    ),
)
