"""Registers the app of parts and stock."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartsConfig(AppConfig):
    name = "parts"
    verbose_name = _("Parts")

    def ready(self) -> None:
        from parts.invariants import CHECKS  # noqa: PLC0415 (models are loaded only now)
        from records import invariants  # noqa: PLC0415 (models are loaded only now)

        for code, check in CHECKS.items():
            invariants.register(code, check)
