"""From a broken database constraint to a refusal: apps say what each of theirs means (safety.md, 4)."""

from django.apps import apps
from django.db import IntegrityError, models
from django.utils.translation import gettext_lazy as _

from records.refusals import Refusal

SQLITE_UNIQUE = "UNIQUE constraint failed"
POSTGRES_UNIQUE = "23505"


class AlreadyThere(Refusal):
    code = "already_there"
    status = 409
    message = _("This is recorded already. Reload the page to see it.")


class NotPossible(Refusal):
    code = "not_possible"
    status = 400
    message = _("These values don't fit together. Check them and send again.")


def refusal_of(error: IntegrityError) -> Refusal | None:
    """Return what a broken constraint means to people; none if it is not one of ours."""
    text = str(error)
    for constraint in _constraints():
        if constraint.name in text:
            return _meaning(constraint)
    state = getattr(error.__cause__, "pgcode", "")
    return AlreadyThere() if SQLITE_UNIQUE in text or state == POSTGRES_UNIQUE else None


def _constraints() -> list[models.BaseConstraint]:
    return [constraint for model in apps.get_models() for constraint in model._meta.constraints]  # noqa: SLF001 (Django and its kin have no public way)


def _meaning(constraint: models.BaseConstraint) -> Refusal:
    kind: type[Refusal] = AlreadyThere if isinstance(constraint, models.UniqueConstraint) else NotPossible
    message = constraint.violation_error_message
    return kind(message) if message and message != constraint.default_violation_error_message else kind()
