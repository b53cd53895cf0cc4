"""One writer at a time for what is reckoned from a unit's facts."""

from equipment.models import Equipment


def hold_unit(unit: Equipment) -> None:
    """Keep others from a unit's readings, repairs and maintenance until this transaction ends."""
    Equipment.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)
