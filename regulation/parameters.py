"""The typed parameters of a version of the regulation: every number the product works with (K1)."""

from datetime import time
from functools import cached_property
from typing import Annotated

from dateutil.relativedelta import relativedelta
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from regulation.choices import CountedFrom, RuleCode, WaitReason
from regulation.rules import VisitRule

Days = Annotated[int, Field(ge=0, le=366)]
Hour = Annotated[time, PlainSerializer(lambda hour: f"{hour:%H:%M}", when_used="json")]


class Strict(BaseModel):
    """A closed set of fields: a misspelt parameter is an error, not a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CallRule(Strict):
    """Distances of one call: days, months or years after its day, and the window around it."""

    counted_from: CountedFrom
    clause: str
    after_days: Days = 0
    after_months: Annotated[int, Field(ge=0, le=120)] = 0
    after_years: Annotated[int, Field(ge=0, le=20)] = 0
    opens_before_days: Days = 0
    closes_after_days: Days = 0
    closes_after_working_days: Annotated[int, Field(ge=1, le=60)] | None = None
    repeats: bool = False

    @property
    def has_distance(self) -> bool:
        return bool(self.after_days + self.after_months + self.after_years)

    @model_validator(mode="after")
    def has_one_distance(self) -> "CallRule":
        """Either a distance or working days: with neither there is no day, with both one would be ignored."""
        if self.has_distance == (self.closes_after_working_days is not None):
            raise PydanticCustomError("one_distance", "a call needs either a distance or working days")
        return self


class CallRules(Strict):
    one_week: CallRule
    three_months: CallRule
    annual: CallRule
    after_service: CallRule

    @model_validator(mode="after")
    def each_counts_from_its_fact(self) -> "CallRules":
        """Count a unit's calls from the unit's days, a ticket's call from its closing, once."""
        for rule in (self.one_week, self.three_months, self.annual):
            if rule.counted_from is CountedFrom.CLOSING or not rule.has_distance:
                raise PydanticCustomError("unit_call", "a unit's call needs a distance from one of its days")
        after = self.after_service
        if after.counted_from is not CountedFrom.CLOSING or after.repeats:
            raise PydanticCustomError("service_call", "the call after service counts from the closing, once")
        return self


class Attempts(Strict):
    """When a customer counts as unreachable (F7)."""

    limit: Annotated[int, Field(ge=1, le=20)] = 3
    again_within_days: Annotated[int, Field(ge=1, le=90)] = 30
    on_another_half_day: bool = True
    on_another_working_day: bool = True


class Repairs(Strict):
    """When a second repair of a unit is a repeat of the first (D13)."""

    repeated_within_months: Annotated[int, Field(ge=1, le=24)] = 3


class Satisfaction(Strict):
    """How ratings of 1 to 5 become a score of 0 to 100 (J1)."""

    target: Annotated[int, Field(ge=0, le=100)] = 90
    points_per_rating: Annotated[int, Field(ge=1, le=100)] = 20
    satisfied_from: Annotated[int, Field(ge=1, le=5)] = 4
    few_answers_below: Annotated[int, Field(ge=0, le=1000)] = 10


class Qualifications(Strict):
    """When people are reminded of a certificate that ends (B3)."""

    remind_before_days: Annotated[int, Field(ge=0, le=180)] = 30


Percent = Annotated[int, Field(ge=0, le=100)]


class Operations(Strict):
    """How many of a hundred tickets keep their times, and repairs take one trip (J2)."""

    responded_in_time: Percent = 95
    fixed_in_time: Percent = 90
    first_time: Percent = 80


class FirstTimeFix(Strict):
    """After how many days it is judged whether a repair held (D6)."""

    short_days: Annotated[int, Field(ge=1, le=365)] = 7
    middle_days: Annotated[int, Field(ge=1, le=365)] = 30
    long_days: Annotated[int, Field(ge=1, le=365)] = 90


class WorkingHours(Strict):
    """When somebody works on a working day: the time that counts for clocks in working hours (D3)."""

    opens_at: Hour = time(8, 30)
    closes_at: Hour = time(17, 30)

    @model_validator(mode="after")
    def opens_before_it_closes(self) -> "WorkingHours":
        if self.opens_at >= self.closes_at:
            raise PydanticCustomError("hours_order", "the doors open before they close")
        return self


class Messages(Strict):
    """When customers are not written to, one-time codes aside (D20)."""

    quiet_from: Hour = time(21)
    quiet_until: Hour = time(8)


class WaitRule(Strict):
    """After how long somebody is asked again, and whether the customer's clocks stand still (D3)."""

    chased_every_working_days: Annotated[int, Field(ge=0, le=60)]
    pauses_clocks: bool


class Waits(Strict):
    """What a ticket may wait for. What the customer owes pauses the clocks; what we owe does not (D3)."""

    customer: WaitRule = WaitRule(chased_every_working_days=2, pauses_clocks=True)
    site: WaitRule = WaitRule(chased_every_working_days=2, pauses_clocks=True)
    quote: WaitRule = WaitRule(chased_every_working_days=2, pauses_clocks=True)
    day: WaitRule = WaitRule(chased_every_working_days=0, pauses_clocks=True)
    part: WaitRule = WaitRule(chased_every_working_days=1, pauses_clocks=False)
    support: WaitRule = WaitRule(chased_every_working_days=1, pauses_clocks=False)
    others: WaitRule = WaitRule(chased_every_working_days=3, pauses_clocks=False)

    def of(self, reason: WaitReason) -> WaitRule:
        rule: WaitRule = getattr(self, reason.value)
        return rule


class Quotes(Strict):
    """How long a quote is good, and when who serves is reminded that nobody has answered it (C4)."""

    valid_days: Annotated[int, Field(ge=1, le=180)] = 15
    remind_before_days: Annotated[int, Field(ge=0, le=60)] = 3


class WarrantyRules(Strict):
    """What moves the end of a warranty beside its own terms (C4)."""

    repair_over_days: Annotated[int, Field(ge=0, le=366)] = 0
    replaced_part_months: Annotated[int, Field(ge=1, le=60)] = 6


class MaintenanceRules(Strict):
    """How far around its due day a unit's maintenance may be done in time (C5)."""

    opens_before_days: Days = 14
    opens_before_hours: Annotated[int, Field(ge=0, le=500)] = 25
    closes_after_days: Days = 14


class ServiceRecords(Strict):
    """What the record of a trip has to show before it is signed (D7), and by when it is back (D8)."""

    photos_before: Annotated[int, Field(ge=0, le=10)] = 1
    photos_after: Annotated[int, Field(ge=0, le=10)] = 1
    back_within_working_days: Annotated[int, Field(ge=1, le=60)] = 3
    chased_every_working_days: Annotated[int, Field(ge=1, le=60)] = 2


class Referrals(Strict):
    """What a hard case has to bring to headquarters, and how soon it is answered there (D9)."""

    photos: Annotated[int, Field(ge=0, le=20)] = 2
    diagnosis_length: Annotated[int, Field(ge=1, le=500)] = 20
    answer_hours: Annotated[int, Field(ge=1, le=200)] = 8


Yuan = Annotated[int, Field(ge=0, le=100_000)]


class PaidService(Strict):
    """What headquarters' help inside a dealer's territory costs, in whole yuan (D9, I11)."""

    remote_per_case: Yuan = 0
    on_site_per_day: Yuan = 800
    repair_per_day: Yuan = 1500


class DayPlans(Strict):
    """By which hour of the evening the day of an engineer is closed (D18)."""

    close_by: Hour = time(19)


class DailyReports(Strict):
    """By which hour of the next working day a region's day is confirmed, and when others hear (D16)."""

    confirm_by: Hour = time(10)
    escalate_after_working_days: Annotated[int, Field(ge=1, le=20)] = 1


class Escalation(Strict):
    """When who serves is warned of a time, and who hears that it has passed, up the tree (D3, D10).

    The minutes count as the time itself does: the centre's from the moment it was due, the service manager's
    from the centre's.
    """

    warn_left: Annotated[int, Field(ge=1, le=99)] = 20
    centre_after: Annotated[int, Field(ge=1, le=14_400)] = 60
    manager_after: Annotated[int, Field(ge=1, le=14_400)] = 120


class Parameters(Strict):
    """Everything a version sets. Stored as JSON, read through this class only."""

    calls: CallRules
    planning_months: Annotated[int, Field(ge=13, le=60)] = 13
    attempts: Attempts = Attempts()
    repairs: Repairs = Repairs()
    qualifications: Qualifications = Qualifications()
    satisfaction: Satisfaction = Satisfaction()
    operations: Operations = Operations()
    working_hours: WorkingHours = WorkingHours()
    messages: Messages = Messages()
    waits: Waits = Waits()
    quotes: Quotes = Quotes()
    warranty: WarrantyRules = WarrantyRules()
    maintenance: MaintenanceRules = MaintenanceRules()
    service_records: ServiceRecords = ServiceRecords()
    first_time_fix: FirstTimeFix = FirstTimeFix()
    referrals: Referrals = Referrals()
    paid_service: PaidService = PaidService()
    day_plans: DayPlans = DayPlans()
    daily_reports: DailyReports = DailyReports()
    escalation: Escalation = Escalation()
    warn_last_share: Annotated[float, Field(gt=0, lt=1)] = 0.2
    review_after_months: Annotated[int, Field(ge=1, le=60)] = 12

    @cached_property
    def rules(self) -> dict[str, VisitRule]:
        """The calls as rules, by code."""
        return {code.value: _visit_rule(code.value, getattr(self.calls, code.value)) for code in RuleCode}


def _visit_rule(code: str, call: CallRule) -> VisitRule:
    return VisitRule(
        code=code,
        counted_from=call.counted_from.value,
        after=relativedelta(days=call.after_days, months=call.after_months, years=call.after_years),
        opens_before=relativedelta(days=call.opens_before_days),
        closes_after=relativedelta(days=call.closes_after_days),
        closes_after_working_days=call.closes_after_working_days,
        repeats=call.repeats,
        clause=call.clause,
    )
