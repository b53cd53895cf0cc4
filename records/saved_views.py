"""A list's conditions, kept by a person under a name of their own (L1)."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from records.models import SavedView
from records.refusals import Refusal

if TYPE_CHECKING:
    from dealers.models import User

MOST_VIEWS = 30
LONGEST_QUERY = 500
NOT_KEPT = frozenset(
    {"cursor", "page", "csrfmiddlewaretoken"}
)  # where one stood in the list, not what it shows


class TooManyViews(Refusal):
    code = "too_many_views"
    message = _("You have %(count)s views of this list. Delete one that you no longer use, then save this.")


class QueryTooLong(Refusal):
    code = "query_too_long"
    message = _("These conditions are too long to keep. Drop some, then save the view.")


@transaction.atomic
def save_view(*, actor: "User", page: str, name: str, query: str, is_shared: bool = False) -> SavedView:
    """Keep a list's conditions under a name; the same name again takes the new conditions.

    Who leads others' work may share a view with all people of the own house: rows stay scoped to each reader.
    """
    if is_shared and not actor.may_share_views:
        raise PermissionDenied
    circle = actor.circle if is_shared else ""
    kept = urlencode([(key, value) for key, value in parse_qsl(query) if key not in NOT_KEPT])
    if len(kept) > LONGEST_QUERY:
        raise QueryTooLong
    mine = SavedView.objects.own(actor).filter(page=page)
    if mine.filter(name=name).update(query=kept, circle=circle):
        return mine.get(name=name)
    if mine.count() >= MOST_VIEWS:
        raise TooManyViews(count=MOST_VIEWS)
    try:
        with transaction.atomic():
            return SavedView.objects.create(user_id=actor.pk, page=page, name=name, query=kept, circle=circle)
    except IntegrityError:  # saved in another window at this moment
        mine.filter(name=name).update(query=kept, circle=circle)
        return mine.get(name=name)


def delete_view(*, actor: "User", page: str, name: str) -> bool:
    """Drop a view; return whether there was one."""
    return bool(SavedView.objects.own(actor).filter(page=page, name=name).delete()[0])
