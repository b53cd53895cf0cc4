"""Registers the app of dealers and people."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DealersConfig(AppConfig):
    name = "dealers"
    verbose_name = _("Dealers")

    def ready(self) -> None:
        from dealers import telling  # noqa: PLC0415 (models are loaded only now)
        from dealers.accounts.invariants import CHECKS  # noqa: PLC0415 (models are loaded only now)
        from dealers.accounts.letters import LETTERS  # noqa: PLC0415 (models are loaded only now)
        from dealers.level_conditions import CONDITIONS  # noqa: PLC0415 (models are loaded only now)
        from records import invariants, letters, outbox  # noqa: PLC0415 (models are loaded only now)
        from regulation import conditions  # noqa: PLC0415 (models are loaded only now)

        conditions.register(CONDITIONS)
        letters.register(LETTERS)
        for code, check in CHECKS.items():
            invariants.register(code, check)
        outbox.keep_quiet_by("staff", telling.own_quiet_until)
