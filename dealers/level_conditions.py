"""What service levels may ask of places (D3, D4)."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from dealers.models import Division
from regulation.conditions import MOST_OFFERED, Condition

if TYPE_CHECKING:
    from dealers.models import User


def _divisions(codes: Sequence[str], actor: "User") -> Mapping[str, str]:
    return {one.code: one.full_name for one in Division.objects.visible_to(actor).filter(code__in=codes)}


def _divisions_like(text: str, actor: "User") -> Mapping[str, str]:
    rows = Division.objects.visible_to(actor).named_like(text)[:MOST_OFFERED]
    return {one.code: f"{one.full_name} {one.code}" for one in rows}


CONDITIONS: Final = {
    "divisions": Condition(
        label=_("Places"),
        phrase=_("in %(names)s"),
        unknown=_("there is no division %(code)s; look for it by name"),
        named=_divisions,
        offered=_divisions_like,
    ),
}
