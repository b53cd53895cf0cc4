"""Registers the app of calls; joins the sweep and the invariants."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VisitsConfig(AppConfig):
    name = "visits"
    verbose_name = _("Calls")

    def ready(self) -> None:
        from records import invariants, sweeps  # noqa: PLC0415 (models are loaded only now)
        from visits import invariants as checks  # noqa: PLC0415 (models are loaded only now)
        from visits.services import planning  # noqa: PLC0415 (models are loaded only now)

        sweeps.register("calls", planning.plan_calls, order=10)
        for code, check in checks.CHECKS.items():
            invariants.register(code, check)
