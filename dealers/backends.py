"""Signing in, with Django's own permissions given by the roles in code."""

from functools import cache
from typing import TYPE_CHECKING

from django.contrib.auth.backends import ModelBackend

from dealers.models import User
from dealers.roles import Right

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    from dealers.querysets import UserQuerySet


@cache
def _people() -> "UserQuerySet":
    """Return the question that each request asks first, made once."""
    people: UserQuerySet = User.objects.with_standing()
    return people


class RoleBackend(ModelBackend):
    """Administrators may use Django admin; what each admin page allows stands in its ModelAdmin."""

    def get_user(self, user_id: int) -> User | None:
        """Return who acts, with all that decides what they may see: one statement a request."""
        user = next(iter(_people().filter(pk=user_id)), None)  # one at most, so without an order
        return user if user is not None and self.user_can_authenticate(user) else None

    def has_perm(self, user_obj: "AbstractBaseUser | AnonymousUser", perm: str, obj: object = None) -> bool:
        return isinstance(user_obj, User) and user_obj.may(Right.ADMINISTER)

    def has_module_perms(self, user_obj: "AbstractBaseUser | AnonymousUser", app_label: str) -> bool:
        return isinstance(user_obj, User) and user_obj.may(Right.ADMINISTER)
