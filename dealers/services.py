"""Accounts' tokens, and the dealer that serves a place."""

import hashlib
import secrets
from datetime import datetime
from functools import lru_cache

from django.contrib.auth.models import Group
from django.db import transaction

from dealers.choices import DivisionLevel
from dealers.models import ApiToken, Dealer, Division, Territory, User
from dealers.places import PlaceIndex
from dealers.roles import Role


def issue_token(user: User, *, at: datetime) -> str:
    """Give a program a token for its user; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    ApiToken.objects.create(
        user=user, digest=_digest(token), password_mark=user.get_session_auth_hash(), created_at=at
    )
    return token


def user_of_token(token: str) -> User | None:
    """Return the active user of a token; none when the password changed since it was issued (G1)."""
    row = ApiToken.objects.select_related("user").filter(digest=_digest(token)).first()
    if row is None or not row.user.is_active:
        return None
    return row.user if secrets.compare_digest(row.password_mark, row.user.get_session_auth_hash()) else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def give_roles(user: User, *roles: Role) -> None:
    """Let a person hold exactly these roles."""
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    for cached in ("roles", "rights"):
        user.__dict__.pop(cached, None)


def dealer_for(division_code: str) -> Dealer | None:
    """Return the active dealer whose territory holds a division: county first, then prefecture, then province (D4)."""
    if not division_code:
        return None
    codes = list(dict.fromkeys([division_code, f"{division_code[:4]}00", f"{division_code[:2]}0000"]))
    territories = Territory.objects.filter(division__in=codes, dealer__is_active=True).select_related(
        "dealer"
    )
    by_code = {territory.division_id: territory.dealer for territory in territories}
    return next((by_code[code] for code in codes if code in by_code), None)


def find_division(text: str) -> Division | None:
    """Return the division that a place begins with, by the longest name prefix (D4).

    Province, prefecture and county are matched one after the other; each may be left out or written without its
    ending (省, 市, 区 …): 江苏南京江宁区… and 南京市江宁… both find 320115.
    """
    code = place_index().longest_prefix(text)
    return Division.objects.get(pk=code) if code else None


def place_index() -> PlaceIndex:
    """Return the index of all divisions, built once for each set of them."""
    return _place_index(Division.objects.count())


@lru_cache(maxsize=1)
def _place_index(_count: int) -> PlaceIndex:
    return PlaceIndex.of(Division.objects.values_list("code", "name", "level", "parent_id"))


@transaction.atomic
def load_divisions(rows: list[tuple[str, str, str | None]]) -> int:
    """Put in or rename divisions given as (six-digit code, name, parent's code), parents first; return how many."""
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
    _place_index.cache_clear()
    return len(divisions)
