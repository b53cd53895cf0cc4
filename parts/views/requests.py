"""What every page of stock asks first: whether the person sees stock at all."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from parts import permissions
from parts.verbs import verbs_of
from regulation.calendars import local_day

if TYPE_CHECKING:
    from dealers.models import User


def require(*, allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def frame(actor: "User", here: str = "") -> dict[str, Any]:
    """Return what all pages of stock show in their bar: the verbs, the tabs, today."""
    return {
        "verbs": verbs_of(actor),
        "here": here,
        "drives": is_driver_alone(actor),
        "today": local_day(timezone.now()),
    }


def is_driver_alone(actor: "User") -> bool:
    """Say whether a person has to do with stock by the own van only."""
    return permissions.may_fill_van(actor) and not permissions.may_move(actor)
