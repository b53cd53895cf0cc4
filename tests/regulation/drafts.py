"""Versions on their way, as tests start from them."""

from datetime import UTC, date, datetime

from regulation import services

AT = datetime(2026, 9, 15, 2, tzinfo=UTC)
TODAY = date(2026, 9, 15)
FROM = date(2026, 10, 1)


def draft(manager, *, in_force_from=FROM, reason="目标提高", at=AT):
    return services.draft_version(actor=manager, at=at, in_force_from=in_force_from, reason=reason)


def parameters_of(version, **changed):
    """Return a version's parameters with some changed: `satisfaction__target=92`."""
    values = version.typed.model_dump(mode="json")
    for path, value in changed.items():
        *above, name = path.split("__")
        place = values
        for step in above:
            place = place[step]
        place[name] = value
    return values


def edit(version, manager, **changed):
    return services.edit_version(
        version,
        actor=manager,
        at=AT,
        parameters=parameters_of(version, **changed),
        in_force_from=version.in_force_from,
        reason=version.reason,
    )


def reviewed(manager, deputy, **kwargs):
    return services.review_version(draft(manager, **kwargs), actor=deputy, at=kwargs.get("at", AT))


def approved(manager, deputy, director, **kwargs):
    at = kwargs.get("at", AT)
    return services.approve_version(reviewed(manager, deputy, **kwargs), actor=director, at=at)
