"""Registers the app of the regulation."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegulationConfig(AppConfig):
    name = "regulation"
    verbose_name = _("Regulation")

    def ready(self) -> None:
        from records import outbox  # noqa: PLC0415 (models are loaded only now)
        from regulation import quiet  # noqa: PLC0415 (as above)

        outbox.keep_quiet_by("customers", quiet.customers_quiet_until)
