"""Registers the app of numbers, keys, audit and imports."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = "Records"

    def ready(self) -> None:
        from records import imports, sweeps  # noqa: PLC0415 (models are loaded only now)

        sweeps.register("imports", imports.resume_unfinished, order=90)
        sweeps.register("abandoned imports", imports.forget_abandoned, order=91)
