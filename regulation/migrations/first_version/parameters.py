"""The numbers of the first version; each is named by the clause that speaks of it."""

from typing import Any, Final

PARAMETERS: Final[dict[str, Any]] = {
    "calls": {
        "one_week": {"counted_from": "installation", "clause": "F1", "after_days": 7, "closes_after_days": 7},
        "three_months": {
            "counted_from": "start_of_use",
            "clause": "F2",
            "after_months": 3,
            "opens_before_days": 7,
            "closes_after_days": 7,
        },
        "annual": {
            "counted_from": "installation",
            "clause": "F3",
            "after_years": 1,
            "opens_before_days": 7,
            "closes_after_days": 7,
            "repeats": True,
        },
        "after_service": {"counted_from": "closing", "clause": "F5", "closes_after_working_days": 3},
    },
    "planning_months": 13,
    "attempts": {
        "limit": 3,
        "again_within_days": 30,
        "on_another_half_day": True,
        "on_another_working_day": True,
    },
    "waits": {
        "customer": {"chased_every_working_days": 2, "pauses_clocks": True},
        "site": {"chased_every_working_days": 2, "pauses_clocks": True},
        "quote": {"chased_every_working_days": 2, "pauses_clocks": True},
        "day": {"chased_every_working_days": 0, "pauses_clocks": True},
        "part": {"chased_every_working_days": 1, "pauses_clocks": False},
        "support": {"chased_every_working_days": 1, "pauses_clocks": False},
        "others": {"chased_every_working_days": 3, "pauses_clocks": False},
    },
    "repairs": {"repeated_within_months": 3},
    "satisfaction": {"target": 90, "points_per_rating": 20, "satisfied_from": 4, "few_answers_below": 10},
    "working_hours": {"opens_at": "08:30", "closes_at": "17:30"},
    "messages": {"quiet_from": "21:00", "quiet_until": "08:00"},
    "qualifications": {"remind_before_days": 30},
    "warranty": {"repair_over_days": 0, "replaced_part_months": 6},
    "maintenance": {"opens_before_days": 14, "opens_before_hours": 25, "closes_after_days": 14},
    "quotes": {"valid_days": 15, "remind_before_days": 3},
    "service_records": {
        "photos_before": 1,
        "photos_after": 1,
        "back_within_working_days": 3,
        "chased_every_working_days": 2,
    },
    "first_time_fix": {"short_days": 7, "middle_days": 30, "long_days": 90},
    "referrals": {"photos": 2, "diagnosis_length": 20, "answer_hours": 8},
    "paid_service": {"remote_per_case": 0, "on_site_per_day": 800, "repair_per_day": 1500},
    "day_plans": {"close_by": "19:00"},
    "daily_reports": {"confirm_by": "10:00", "escalate_after_working_days": 1},
    "escalation": {"warn_left": 20, "centre_after": 60, "manager_after": 120},
    "operations": {"responded_in_time": 95, "fixed_in_time": 90, "first_time": 80},
    "warn_last_share": 0.2,
    "review_after_months": 12,
}
