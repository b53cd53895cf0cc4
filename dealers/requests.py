"""A request as every page after sign-in reads it: with the account of who asks."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from dealers.models import User


class ActorRequest(HttpRequest):
    """A request of somebody signed in, from a script or not."""

    user: "User"
    htmx: "HtmxDetails"
