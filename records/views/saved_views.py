"""Keeping and dropping the views of a list."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from records import saved_views
from records.forms import SavedViewForm
from records.idempotency import once
from records.refusals import Refusal

if TYPE_CHECKING:
    from dealers.models import User


@require_POST
@once
def save_view(request: HttpRequest) -> HttpResponse:
    """Keep the conditions a list is shown with, and go back to that list."""
    form = SavedViewForm(request.POST)
    page = _address(request.POST.get("page", ""))
    if not form.is_valid():
        messages.error(request, _("Give the view a name of at most 40 characters."))
        return HttpResponseRedirect(page)
    try:
        view = saved_views.save_view(actor=cast("User", request.user), **form.cleaned_data)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(page)
    messages.success(request, _("View “%(name)s” saved") % {"name": view.name})
    return HttpResponseRedirect(f"{page}?{view.query}")


@require_POST
def delete_view(request: HttpRequest) -> HttpResponse:
    """Drop one of the person's views, and go back to the whole list."""
    page, name = request.POST.get("page", ""), request.POST.get("name", "")
    address = _address(page)
    if not saved_views.delete_view(actor=cast("User", request.user), page=page, name=name):
        raise Http404
    messages.success(request, _("View “%(name)s” deleted") % {"name": name})
    return HttpResponseRedirect(address)


def _address(page: str) -> str:
    """Return the address of a list by its name; one that is none has no views."""
    try:
        return reverse(page)
    except NoReverseMatch as error:
        raise Http404 from error
