"""How a page finds its call: in the rows that exist for the person, after which rights are asked."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from dealers.requests import ActorRequest
from visits import permissions
from visits.models import Visit


def visible_visit(request: ActorRequest, number: str) -> Visit:
    """Return a call that exists for the person, or 404; 403 where they may see no calls at all."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).with_names(), number=number)
    if not permissions.may_see(request.user):
        raise PermissionDenied
    return visit


def visit_to_call(request: ActorRequest, number: str) -> Visit:
    """Return a call for somebody who may call: a dealer sees it and never acts on it."""
    visit = visible_visit(request, number)
    if not permissions.may_call(request.user):
        raise PermissionDenied
    return visit
