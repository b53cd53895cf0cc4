"""What is done about people and places of the network: tokens, roles, filings, who serves where."""

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dealers import permissions
from dealers.choices import DivisionLevel, FilingStatus
from dealers.models import ApiToken, Dealer, Division, ServiceStaff, Territory, User
from dealers.places import PlaceIndex
from dealers.roles import Role
from records.kept import kept
from records.refusals import MovedByAnother, Refusal

LONGEST_REASON = 100  # what a line of history holds
MOST_TOKENS = 20  # of one account; a program that asks for one at each start ends its oldest


class TokenTooOld(Refusal):
    code = "token_too_old"
    status = 401
    message = _("This token is older than %(days)s days. Sign in again for a new one.")


@transaction.atomic
def issue_token(user: User, *, at: datetime) -> str:
    """Give a program a token for its user; only its hash is kept, and no more than a few of them."""
    token = secrets.token_urlsafe(32)
    mine = ApiToken.objects.filter(user=user)
    mine.filter(created_at__lte=at - settings.API_TOKEN_LIFE).delete()
    ApiToken.objects.create(user=user, digest=_digest(token), holder_mark=holder_mark(user), created_at=at)
    oldest = list(mine.order_by("-pk").values_list("pk", flat=True)[MOST_TOKENS:])
    mine.filter(pk__in=oldest).delete()
    return token


def user_of_token(token: str, *, at: datetime) -> User | None:
    """Return the active user of a token; none when password or dealer changed since (G1, D12).

    What the user may do is read anew at each request, so a changed role needs no new token.
    """
    row = ApiToken.objects.select_related("user").filter(digest=_digest(token)).first()
    if row is None or not row.user.is_active:
        return None
    if not secrets.compare_digest(row.holder_mark, holder_mark(row.user)):
        return None
    if row.created_at <= at - settings.API_TOKEN_LIFE:
        raise TokenTooOld(days=settings.API_TOKEN_LIFE.days)
    return row.user


def end_tokens(user: User) -> int:
    """End every token of a person at once: signing out everywhere (G1)."""
    return ApiToken.objects.filter(user=user).delete()[0]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def holder_mark(user: User) -> str:
    """Return what a person's secret is bound to: the password, and for whom its holder works."""
    return _digest(f"{user.get_session_auth_hash()}:{user.dealer_id or ''}")


def give_roles(user: User, *roles: Role) -> None:
    """Let a person hold exactly these roles."""
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    for cached in ("roles", "rights"):
        user.__dict__.pop(cached, None)


# ── filings of service people (B1) ──


class FilingMoved(MovedByAnother):
    message = _("Somebody else decided this filing first. Reload the page to see what they did.")


class ReasonNeeded(Refusal):
    code = "reason_needed"
    message = _("Say what is missing: the dealer has to mend it.")


def confirm_filing(staff: ServiceStaff, *, actor: User, at: datetime) -> ServiceStaff:
    """Confirm a filed service person, who can be dispatched from now on."""
    return _decide_filing(staff, FilingStatus.CONFIRMED, actor=actor, at=at, reason="")


def return_filing(staff: ServiceStaff, *, actor: User, at: datetime, reason: str) -> ServiceStaff:
    """Send a filing back to the dealer, or withdraw a confirmation, with the reason."""
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    return _decide_filing(staff, FilingStatus.RETURNED, actor=actor, at=at, reason=reason.strip())


def file_again(staff: ServiceStaff, *, actor: User, at: datetime) -> ServiceStaff:
    """File a returned person anew, once the dealer has mended what was missing."""
    if not permissions.may_file(actor, staff):
        raise PermissionDenied
    return _move_filing(staff, FilingStatus.RETURNED, FilingStatus.FILED, actor=actor, at=at, reason="")


def _decide_filing(
    staff: ServiceStaff, target: FilingStatus, *, actor: User, at: datetime, reason: str
) -> ServiceStaff:
    if not permissions.may_confirm_filing(actor):
        raise PermissionDenied
    source = FilingStatus(staff.filing_status)
    if source is target:
        raise FilingMoved
    return _move_filing(staff, source, target, actor=actor, at=at, reason=reason)


@transaction.atomic
def _move_filing(
    staff: ServiceStaff,
    source: FilingStatus,
    target: FilingStatus,
    *,
    actor: User,
    at: datetime,
    reason: str,
) -> ServiceStaff:
    """Claim and record: the only code that moves a filing; its history says who, when and why (L3)."""
    moved = ServiceStaff.objects.filter(pk=staff.pk, filing_status=source).update(filing_status=target)
    if not moved:
        raise FilingMoved
    fresh = ServiceStaff.objects.get(pk=staff.pk)
    ServiceStaff.history.bulk_history_create(
        [fresh], update=True, default_user=actor, default_change_reason=reason, default_date=at
    )
    return fresh


def dealer_for(division_code: str) -> Dealer | None:
    """Return the active dealer that serves a division: by county, else prefecture, else province (D4)."""
    return next(iter(dealers_for(division_code)), None)


def dealers_for(division_code: str) -> list[Dealer]:
    """Return the active dealers whose territories hold a division, the narrowest first (D4)."""
    if not division_code:
        return []
    codes = list(dict.fromkeys([division_code, f"{division_code[:4]}00", f"{division_code[:2]}0000"]))
    territories = Territory.objects.filter(division__in=codes, dealer__is_active=True).select_related(
        "dealer"
    )
    by_code = {territory.division_id: territory.dealer for territory in territories}
    return list(dict.fromkeys(by_code[code] for code in codes if code in by_code))


def find_division(text: str) -> Division | None:
    """Return the division that a place begins with, by the longest name prefix (D4).

    Province, prefecture and county are matched one after the other; each may be left out or written
    without its ending (省, 市, 区 …): 江苏南京江宁区… and 南京市江宁… both find 320115.
    """
    code = place_index().longest_prefix(text)
    return Division.objects.get(pk=code) if code else None


@kept("dealers_division")
def division_names() -> dict[str, str]:
    """Return the whole names of all divisions by their codes."""
    return dict(Division.objects.values_list("code", "full_name"))


@kept("dealers_division")
def place_index() -> PlaceIndex:
    """Return the index of all divisions, built once for each set of them."""
    return PlaceIndex.of(Division.objects.values_list("code", "name", "level", "parent_id"))


@transaction.atomic
def load_divisions(rows: list[tuple[str, str, str | None]]) -> int:
    """Put in or rename divisions given as (code of six digits, name, parent's code), parents first."""
    full: dict[str, str] = {}
    divisions = []
    for code, name, parent in rows:
        full[code] = (full[parent] if parent else "") + ("" if name in {"市辖区", "县"} else name)
        level = 1 if parent is None else (2 if code.endswith("00") else 3)
        divisions.append(Division(code=code, name=name, full_name=full[code], level=level, parent_id=parent))
    for level in DivisionLevel.values:
        Division.objects.bulk_create(
            [division for division in divisions if division.level == level],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "full_name", "level", "parent"],
            batch_size=500,
        )
    return len(divisions)
