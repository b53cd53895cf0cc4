"""Registers the app of customers and equipment."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EquipmentConfig(AppConfig):
    name = "equipment"
    verbose_name = _("Equipment")

    def ready(self) -> None:
        from equipment.imports import IMPORTER  # noqa: PLC0415 (models are loaded only now)
        from equipment.invariants import c5, w1  # noqa: PLC0415 (models are loaded only now)
        from equipment.level_conditions import CONDITIONS  # noqa: PLC0415 (models are loaded only now)
        from equipment.services import follow_versions  # noqa: PLC0415 (models are loaded only now)
        from records import invariants, sweeps  # noqa: PLC0415 (models are loaded only now)
        from records.imports import register  # noqa: PLC0415 (models are loaded only now)
        from regulation import conditions  # noqa: PLC0415 (models are loaded only now)

        register(IMPORTER)
        conditions.register(CONDITIONS)
        invariants.register("W1", w1)
        invariants.register("C5", c5)
        sweeps.register("maintenance windows", follow_versions, order=2)
