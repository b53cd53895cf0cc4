"""Play a believable year of an invented network into an empty database."""

import time
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from aftersales.demo.cast import ACCOUNTS, PASSWORD, Cast, assemble
from aftersales.demo.contracts import sell_contracts
from aftersales.demo.customers import print_some_labels, publish_terms
from aftersales.demo.faults import set_faults
from aftersales.demo.guides import open_guides
from aftersales.demo.hours import limit_hours, read_meters
from aftersales.demo.mails import correct_some_terminals, take_some_mails
from aftersales.demo.maintenance import plan_maintenance
from aftersales.demo.papers import file_papers
from aftersales.demo.providers import played_providers
from aftersales.demo.telling import choose_ways, let_customers_choose, read_what_is_old
from aftersales.demo.times import agree_on_times
from aftersales.demo.year import DAYS, Year
from dealers.models import Dealer, User
from regulation.calendars import local_day
from regulation.choices import TimeBasis
from regulation.models import RegulationVersion
from regulation.services import (
    LevelDraft,
    change_levels,
    draft_version,
    edit_version,
    levels_of,
    review_version,
)


class Command(BaseCommand):
    help = "Fill an empty database with a year of a demonstration network; never in production."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--scale", type=int, default=1, help="how many times as much happens")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            message = "The demonstration is never loaded in production mode."
            raise CommandError(message)
        if Dealer.objects.exists() or User.objects.exists():
            self.stdout.write("There is data already: nothing was changed.")
            return
        started = time.monotonic()
        at = timezone.now()
        with translation.override("zh-hans"):
            began = at - timedelta(days=DAYS + 1)
            cast = assemble(began)
            limit_hours(cast)
            set_faults(cast)
            plan_maintenance(cast)
            publish_terms(cast, began)
            open_guides(cast, began)
            file_papers(cast, at=began, until=at)
            choose_ways(cast, began)
            with played_providers(at):
                Year(cast, until=at, seed=options["seed"], scale=options["scale"]).play(self.stdout.write)
            read_meters(cast, at, seed=options["seed"])
            _add_the_rest(cast, at)
        names = " ".join(username for username, *_ in ACCOUNTS)
        self.stdout.write(f"{time.monotonic() - started:.0f} s. Accounts: {names} · password {PASSWORD}")


def _add_the_rest(cast: Cast, at: datetime) -> None:
    """Leave what people do beside the year's tickets and calls: labels, times, mails, choices, drafts."""
    print_some_labels(cast, at - timedelta(days=1))
    sell_contracts(cast, at)
    agree_on_times(cast, at)
    take_some_mails(cast, at)
    correct_some_terminals(cast, at)
    let_customers_choose(at)
    read_what_is_old(cast, at)
    _draft_versions(cast, at)


def _draft_versions(cast: Cast, at: datetime) -> None:
    """Leave one version of the regulation for the director to approve, one for the deputy to review."""
    manager, day = cast.users["manager"], timedelta(days=1)
    coming = local_day(at).replace(day=1) + 32 * day
    reviewed = draft_version(
        actor=manager,
        at=at - 3 * day,
        in_force_from=coming.replace(day=1),
        reason="按年度复核，条款不变，重新公布",
    )
    review_version(reviewed, actor=cast.users["deputy"], at=at - day, note="同意，报总经理审批")
    drafted = draft_version(
        actor=manager,
        at=at - timedelta(hours=4),
        in_force_from=(coming + 32 * day).replace(day=1),
        reason="首访期限由 7 天收紧为 5 天，旋挖钻机停机另设等级，拟再听取网点意见",
    )
    tightened = drafted.typed.model_dump(mode="json")
    tightened["calls"]["one_week"]["closes_after_days"] = 5
    drafted = edit_version(
        drafted,
        actor=manager,
        at=at - timedelta(hours=3),
        parameters=tightened,
        in_force_from=drafted.in_force_from,
        reason=drafted.reason,
    )
    _set_a_level_for_rigs(drafted, actor=manager, at=at - timedelta(hours=2))


def _set_a_level_for_rigs(version: RegulationVersion, *, actor: User, at: datetime) -> None:
    """Promise the drilling rigs more than other machines, in front of the level that took them so far."""
    levels = [
        LevelDraft(level.code, level.name_zh, level.name_en, level.targets, level.conditions)
        for level in levels_of(version.pk)
    ]
    place = next(at for at, level in enumerate(levels) if level.code == "standstill")
    repair = {**levels[place].conditions, "priorities": ["high", "urgent"], "products": ["RD-280"]}
    quick = {**levels[place].targets, "attend": {"minutes": 12 * 60, "basis": TimeBasis.CALENDAR}}
    rigs = LevelDraft("rigs", "旋挖钻机停机", "Drilling rig at a standstill", quick, repair)
    change_levels(version, actor=actor, at=at, levels=[*levels[:place], rigs, *levels[place:]])
