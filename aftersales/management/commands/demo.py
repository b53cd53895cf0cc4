"""Play a believable year of an invented network into an empty database."""

import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from aftersales.demo.cast import ACCOUNTS, PASSWORD, assemble
from aftersales.demo.year import Year
from dealers.models import Dealer, User
from regulation.services import draft_version


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
            cast = assemble()
            Year(cast, until=at, seed=options["seed"], scale=options["scale"]).play(self.stdout.write)
            draft_version(
                actor=cast.users["manager"],
                at=at,
                in_force_from=timezone.localtime(at).date().replace(day=1) + timedelta(days=62),
                reason="首访窗口收紧，拟再听取网点意见",
            )
        names = " ".join(username for username, *_ in ACCOUNTS)
        self.stdout.write(f"{time.monotonic() - started:.0f} s. Accounts: {names} · password {PASSWORD}")
