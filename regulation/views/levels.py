"""The service levels of a version, in the order in which they are tried (D3, C11)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from regulation import level_words, permissions
from regulation.views.requests import actor_of, visible_version


@require_GET
def levels(request: HttpRequest, number: int) -> HttpResponse:
    """Show for which requests each level is, and which times it promises."""
    version = visible_version(request, number)
    shown = {
        "version": version,
        "may_edit": version.is_draft and permissions.may_draft(actor_of(request)),
        "heads": level_words.heads(),
        "levels": level_words.table(version.levels.in_order(), actor_of(request)),
    }
    return render(request, "regulation/levels.html", shown)
