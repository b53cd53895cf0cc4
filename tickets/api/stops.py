"""One click in a mail program ends the messages of a ticket; nobody signs in for it (RFC 8058)."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import StaticHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tickets.choices import LinkPurpose
from tickets.models import CustomerLink
from tickets.services.links import find_link, is_in_force
from tickets.services.wishing import stop_telling
from tickets.views.customer_frame import LinkExpired, customer_page


class OneClickStop(APIView):
    """The link of one mail alone says of which ticket; whoever else is signed in does not matter."""

    authentication_classes = ()
    permission_classes = ()
    throttle_classes = ()  # the limits of customers' pages hold
    renderer_classes = (StaticHTMLRenderer,)

    def handle_exception(self, exc: Exception) -> Response:
        """Leave the one answer to a wrong link to the frame of customers' pages."""
        if isinstance(exc, Http404):
            raise exc
        return super().handle_exception(exc)

    @extend_schema(request=None, responses={302: None}, auth=[])
    def get(self, request: Request, token: str) -> HttpResponse:
        """Lead whoever opens it to the page with the button: looking changes nothing."""
        _link(token)
        return redirect("customer:stop", token)

    @extend_schema(request=None, responses={(200, "text/plain"): OpenApiTypes.STR}, auth=[])
    def post(self, request: Request, token: str) -> HttpResponse:
        """Send no more messages of the ticket; again, nothing changes."""
        stop_telling(_link(token), at=timezone.now())
        return HttpResponse("", content_type="text/plain")


def _link(token: str) -> CustomerLink:
    link = find_link(token, purpose=LinkPurpose.STOP)
    if link is None:
        raise Http404
    if not is_in_force(link, at=timezone.now()):
        raise LinkExpired
    return link


one_click_stop = customer_page(OneClickStop.as_view())
