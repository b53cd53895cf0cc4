"""The parameters in people's words: what each is called, in what it is counted, how its value reads (K1)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy, pgettext, pgettext_lazy

from regulation.choices import CountedFrom, RuleCode, WaitReason
from regulation.clauses import written

type_words = str | Promise
PERCENT: Final = 100

_NAMES: Final[dict[str, type_words]] = {
    "counted_from": gettext_lazy("Counted from"),
    "after_days": gettext_lazy("Due after, days"),
    "after_months": gettext_lazy("Due after, months"),
    "after_years": gettext_lazy("Due after, years"),
    "opens_before_days": gettext_lazy("Opens before the due day"),
    "opens_before_hours": gettext_lazy("Opens before the due operating hours"),
    "closes_after_days": gettext_lazy("Closes after the due day"),
    "closes_after_working_days": gettext_lazy("Closes after, working days"),
    "repeats": gettext_lazy("Repeats"),
    "planning_months": gettext_lazy("Calls are planned ahead"),
    "limit": gettext_lazy("Attempts until not reached"),
    "again_within_days": gettext_lazy("A call put off is made within"),
    "remind_before_days": gettext_lazy("Reminder before the end"),
    "valid_days": gettext_lazy("A quote is good for"),
    "repair_over_days": gettext_lazy("A repair's days are added to the warranty if more than"),
    "replaced_part_months": gettext_lazy("A replaced part is covered at least"),
    "repeated_within_months": gettext_lazy("A repair repeats one within"),
    "on_another_half_day": gettext_lazy("Each attempt on another half-day"),
    "on_another_working_day": gettext_lazy("Each attempt on another working day"),
    "target": gettext_lazy("Target of the score"),
    "points_per_rating": gettext_lazy("Points per step of the rating"),
    "satisfied_from": gettext_lazy("Satisfied from rating"),
    "few_answers_below": gettext_lazy("Few answers below"),
    "responded_in_time": gettext_lazy("Responded in time"),
    "fixed_in_time": gettext_lazy("Fixed in time"),
    "first_time": gettext_lazy("Repaired on one trip"),
    "opens_at": gettext_lazy("Work begins"),
    "closes_at": gettext_lazy("Work ends"),
    "quiet_from": gettext_lazy("Quiet from"),
    "quiet_until": gettext_lazy("Quiet until"),
    "chased_every_working_days": gettext_lazy("Asked after again every"),
    "pauses_clocks": gettext_lazy("The customer's clocks stand still"),
    "short_days": gettext_lazy("A repair is judged after"),
    "middle_days": gettext_lazy("Judged again after"),
    "long_days": gettext_lazy("Judged for the last time after"),
    "photos_before": gettext_lazy("Photos before the work"),
    "photos_after": gettext_lazy("Photos after the work"),
    "back_within_working_days": gettext_lazy("Back with headquarters within"),
    "photos": gettext_lazy("Photos with a hard case"),
    "diagnosis_length": gettext_lazy("Length of the diagnosis"),
    "answer_hours": gettext_lazy("Headquarters answers within"),
    "remote_per_case": gettext_lazy("Help by telephone or remotely, a case"),
    "on_site_per_day": gettext_lazy("Advice on site, a day"),
    "repair_per_day": gettext_lazy("Repair by an engineer of headquarters, a day"),
    "close_by": gettext_lazy("The day is closed by"),
    "confirm_by": gettext_lazy("Confirmed on the next working day by"),
    "escalate_after_working_days": gettext_lazy("The service manager hears of it after another"),
    "warn_left": gettext_lazy("Who serves is warned with so much left"),
    "centre_after": gettext_lazy("The centre above hears of it after"),
    "manager_after": gettext_lazy("The service manager hears of it after another"),
    "warn_last_share": gettext_lazy("Warning in the last part of a window"),
    "review_after_months": gettext_lazy("To be reviewed again after"),
}
_GROUPS: Final[dict[str, type_words]] = {
    "": gettext_lazy("General"),
    "attempts": gettext_lazy("Attempts"),
    "repairs": gettext_lazy("Repairs"),
    "qualifications": gettext_lazy("Qualifications"),
    "satisfaction": gettext_lazy("Satisfaction"),
    "operations": gettext_lazy("Operations"),
    "working_hours": gettext_lazy("Working hours"),
    "messages": gettext_lazy("Messages"),
    "quotes": gettext_lazy("Quotes"),
    "warranty": gettext_lazy("Warranty"),
    "maintenance": gettext_lazy("Maintenance"),
    "service_records": gettext_lazy("Service records"),
    "first_time_fix": gettext_lazy("First-time fix"),
    "referrals": gettext_lazy("Referrals to headquarters"),
    "paid_service": gettext_lazy("Paid service of headquarters"),
    "day_plans": gettext_lazy("Day plans"),
    "daily_reports": gettext_lazy("Daily reports"),
    "escalation": gettext_lazy("Escalation"),
    **{f"calls.{rule.value}": rule.label for rule in RuleCode},
}
_DAYS: Final = ngettext_lazy("%(n)s day", "%(n)s days", "n")
_PERCENT: Final = ngettext_lazy("%(n)s %%", "%(n)s %%", "n")
_MONTHS: Final = ngettext_lazy("%(n)s month", "%(n)s months", "n")
_WORKING_DAYS: Final = ngettext_lazy("%(n)s working day", "%(n)s working days", "n")
_MINUTES: Final = ngettext_lazy("%(n)s minute that counts", "%(n)s minutes that count", "n")
_YUAN: Final = ngettext_lazy("%(n)s yuan", "%(n)s yuan", "n")
_PHOTOS: Final = ngettext_lazy("%(n)s photo", "%(n)s photos", "n")
_UNITS: Final[dict[str, Any]] = {
    "after_days": _DAYS,
    "again_within_days": _DAYS,
    "remind_before_days": _DAYS,
    "valid_days": _DAYS,
    "repair_over_days": _DAYS,
    "opens_before_days": _DAYS,
    "closes_after_days": _DAYS,
    "opens_before_hours": ngettext_lazy("%(n)s hour", "%(n)s hours", "n"),
    "after_months": _MONTHS,
    "planning_months": _MONTHS,
    "repeated_within_months": _MONTHS,
    "replaced_part_months": _MONTHS,
    "review_after_months": _MONTHS,
    "after_years": ngettext_lazy("%(n)s year", "%(n)s years", "n"),
    "closes_after_working_days": _WORKING_DAYS,
    "chased_every_working_days": _WORKING_DAYS,
    "limit": ngettext_lazy("%(n)s attempt", "%(n)s attempts", "n"),
    "few_answers_below": ngettext_lazy("%(n)s answer", "%(n)s answers", "n"),
    "target": ngettext_lazy("%(n)s point", "%(n)s points", "n"),
    "responded_in_time": _PERCENT,
    "fixed_in_time": _PERCENT,
    "first_time": _PERCENT,
    "warn_left": _PERCENT,
    "centre_after": _MINUTES,
    "manager_after": _MINUTES,
    "short_days": _DAYS,
    "middle_days": _DAYS,
    "long_days": _DAYS,
    "photos_before": _PHOTOS,
    "back_within_working_days": _WORKING_DAYS,
    "escalate_after_working_days": _WORKING_DAYS,
    "photos_after": _PHOTOS,
    "photos": _PHOTOS,
    "diagnosis_length": ngettext_lazy("%(n)s character", "%(n)s characters", "n"),
    "remote_per_case": _YUAN,
    "on_site_per_day": _YUAN,
    "repair_per_day": _YUAN,
    "answer_hours": ngettext_lazy("%(n)s working hour", "%(n)s working hours", "n"),
    "points_per_rating": ngettext_lazy("%(n)s point", "%(n)s points", "n"),
}
_SEVERAL: Final = 2  # a unit without its number is written as it stands after several
_YES: Final = pgettext_lazy("parameter", "yes")
_NO: Final = pgettext_lazy("parameter", "no")


def group_name(group: str) -> str:
    """Name a group of parameters."""
    if group.startswith("waits."):
        return _("Waiting for %(reason)s") % {"reason": WaitReason(group.removeprefix("waits.")).label}
    return str(_GROUPS.get(group, group))


def leaf_name(path: str) -> str:
    """Name a parameter within its group."""
    name = path.rpartition(".")[2]
    return str(_NAMES.get(name, name))


def full_name(path: str) -> str:
    """Name a parameter where its group does not stand above it."""
    group = path.rpartition(".")[0]
    if not group:
        return leaf_name(path)
    return _("%(group)s: %(parameter)s") % {"group": group_name(group), "parameter": leaf_name(path)}


def value_words(path: str, value: object) -> str:
    """Write a parameter's value with what it counts."""
    name = path.rpartition(".")[2]
    if isinstance(value, bool):
        return str(_YES if value else _NO)
    if name == "counted_from":
        return str(CountedFrom(str(value)).label)
    if name == "warn_last_share" and isinstance(value, float):
        return f"{value * PERCENT:g} %"
    unit = _UNITS.get(name)
    return str(unit % {"n": value}) if unit is not None and isinstance(value, int) else written(value)


def unit_words(path: str) -> str:
    """Write what a parameter counts, as it stands after the field that asks for it; some count nothing."""
    unit = _UNITS.get(path.rpartition(".")[2])
    return "" if unit is None else str(unit % {"n": _SEVERAL}).replace(str(_SEVERAL), "").strip()


def listed(sentences: Iterable[str]) -> str:
    """Put several statements after one another, with the stops of the reader's language."""
    return pgettext("between statements", "; ").join(sentences)


def fault_words(fault: Mapping[str, Any]) -> str:
    """Say what is wrong with a parameter, from what the schema found."""
    words = _FAULTS.get(str(fault["type"]))
    return str(words % fault.get("ctx", {})) if words is not None else str(fault["msg"])


_FAULTS: Final[dict[str, Any]] = {
    "missing": gettext_lazy("a value is needed"),
    "extra_forbidden": gettext_lazy("there is no such parameter"),
    "int_parsing": gettext_lazy("a whole number is needed"),
    "int_type": gettext_lazy("a whole number is needed"),
    "int_from_float": gettext_lazy("a whole number is needed"),
    "float_parsing": gettext_lazy("a number is needed"),
    "float_type": gettext_lazy("a number is needed"),
    "bool_parsing": gettext_lazy("yes or no is needed"),
    "bool_type": gettext_lazy("yes or no is needed"),
    "greater_than_equal": gettext_lazy("it can't be less than %(ge)s"),
    "less_than_equal": gettext_lazy("it can't be more than %(le)s"),
    "greater_than": gettext_lazy("it must be more than %(gt)s"),
    "less_than": gettext_lazy("it must be less than %(lt)s"),
    "time_parsing": gettext_lazy("a time of day is needed, such as 08:30"),
    "time_type": gettext_lazy("a time of day is needed, such as 08:30"),
    "no_target": gettext_lazy("a level needs at least one time"),
    "string_type": gettext_lazy("a text is needed"),
    "string_too_short": gettext_lazy("a code is needed"),
    "string_too_long": gettext_lazy("a code has at most %(max_length)s characters"),
    "string_pattern_mismatch": gettext_lazy("a code holds no control characters"),
    "too_long": gettext_lazy("at most %(max_length)s can be named; make two levels of it"),
    "tuple_type": gettext_lazy("a list of codes is needed"),
    "enum": gettext_lazy("say which hours count: working hours, or day and night"),
    "hours_order": gettext_lazy("work has to begin before it ends"),
    "model_type": gettext_lazy("a group of parameters is needed"),
    "one_distance": gettext_lazy("a call needs either a distance from its day or a number of working days"),
    "unit_call": gettext_lazy("a unit's call needs a distance from the installation or the start of use"),
    "service_call": gettext_lazy("the call after service counts from the closing of the ticket, once"),
}
