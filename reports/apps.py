"""Registers the app of reports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from records import invariants, letters, sweeps  # noqa: PLC0415 (models are loaded only now)
        from reports.daily.invariants import d16  # noqa: PLC0415 (models are loaded only now)
        from reports.daily.letters import LETTERS  # noqa: PLC0415 (models are loaded only now)
        from reports.services import plan_reports, remind_heads  # noqa: PLC0415 (models are loaded only now)

        letters.register(LETTERS)
        sweeps.register("daily reports", plan_reports, order=11)
        sweeps.register("daily reminders", remind_heads, order=12)
        invariants.register("D16", d16)
