"""Registers the app of tickets."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TicketsConfig(AppConfig):
    name = "tickets"
    verbose_name = _("Tickets")

    def ready(self) -> None:
        from dealers.accounts import wording  # noqa: PLC0415 (models are loaded only now)
        from dealers.choices import EntryKind  # noqa: PLC0415 (models are loaded only now)
        from records import invariants, letters, outbox, sweeps  # noqa: PLC0415 (models are loaded only now)
        from records.imports import register  # noqa: PLC0415 (models are loaded only now)
        from regulation import conditions, reckoned  # noqa: PLC0415 (models are loaded only now)
        from tickets.imports import IMPORTERS  # noqa: PLC0415 (models are loaded only now)
        from tickets.invariants import CHECKS  # noqa: PLC0415 (models are loaded only now)
        from tickets.letters import (  # noqa: PLC0415 (models are loaded only now)
            CUSTOMERS,
            NUMBER_TYPED,
            QUOTE_SENT,
            RECORDS,
            STAFF,
        )
        from tickets.level_conditions import CONDITIONS  # noqa: PLC0415 (models are loaded only now)
        from tickets.mail.fetching import fetch_mails  # noqa: PLC0415 (models are loaded only now)
        from tickets.referrals.charge_words import PAID_SERVICE  # noqa: PLC0415 (models are loaded only now)
        from tickets.services import (  # noqa: PLC0415 (models are loaded only now)
            chase_records,
            count_touched,
            end_waits,
            lapse_offers,
            lapse_quotes,
            open_maintenance,
            plan_days,
            raise_alerts,
            reckon_anew,
            tell_overdue,
        )
        from tickets.services.wishing import why_kept_back  # noqa: PLC0415 (models are loaded only now)

        for importer in IMPORTERS:
            register(importer)
        letters.register([*CUSTOMERS, QUOTE_SENT, NUMBER_TYPED, *STAFF, *RECORDS])
        reckoned.register(count_touched)
        steps = (
            *(("working calendar", reckon_anew, 3), ("mails", fetch_mails, 4)),
            *(("offers", lapse_offers, 5), ("waits", end_waits, 6)),
            *(("quotes", lapse_quotes, 7), ("alerts", raise_alerts, 8)),
            *(("maintenance", open_maintenance, 9), ("service records", chase_records, 10)),
            *(("referrals", tell_overdue, 9), ("day plans", plan_days, 9)),
        )
        for name, step, order in steps:
            sweeps.register(name, step, order=order)
        for code, check in CHECKS.items():
            invariants.register(code, check)
        wording.register(EntryKind.PAID_SERVICE, PAID_SERVICE)
        conditions.register(CONDITIONS)
        outbox.keep_back_by(why_kept_back)
