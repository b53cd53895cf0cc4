"""What a part of the catalogue can't become: the refusals of E1."""

from django.utils.translation import gettext_lazy as _

from parts.models import Part, StockMovement
from parts.rules import CircleOfSuccessors, chain
from records.refusals import Refusal


class SuccessorsInACircle(Refusal):
    code = "successors_in_a_circle"
    message = _("That would be a circle: %(way)s. Choose the part that is made now.")


class CountedOtherwise(Refusal):
    code = "counted_otherwise"
    message = _("Pieces of this part have moved: how they are counted stays. Make a part of its own code.")


def check_successor(part: Part, successor: Part | None) -> None:
    """Refuse a circle however long: who orders the old part would never reach one that is made."""
    if successor is None or part.pk is None:
        return
    after = Part.objects.successors() | {part.pk: successor.pk}
    try:
        chain(part.pk, after)
    except CircleOfSuccessors as circle:
        codes = dict(Part.objects.filter(pk__in=circle.args).values_list("pk", "code"))
        way = " → ".join(codes[one] for one in circle.args)
        raise SuccessorsInACircle(way=way, field="successor") from None


def check_counting(part: Part, *, is_serial_tracked: bool) -> None:
    """Refuse to begin or to stop giving numbers to pieces once some have moved: S4 could not hold."""
    before = Part.objects.filter(pk=part.pk).values_list("is_serial_tracked", flat=True).first()
    if before in {None, is_serial_tracked}:
        return
    if StockMovement.objects.filter(part=part).exists():
        raise CountedOtherwise(field="is_serial_tracked")
