"""Registers the app of numbers, keys, audit, files, messages and imports."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = _("Records")

    def ready(self) -> None:
        from records import idempotency, imports, invariants, outbox, sweeps  # noqa: PLC0415 (models are loaded only now)
        from records.files.orphans import forget_orphans, u2  # noqa: PLC0415 (models are loaded only now)

        sweeps.register("outbox", outbox.send_due, order=80)
        sweeps.register("imports", imports.resume_unfinished, order=90)
        sweeps.register("abandoned imports", imports.forget_abandoned, order=91)
        sweeps.register("refused rows", imports.forget_refused_rows, order=91)
        sweeps.register("orphaned files", forget_orphans, order=91)
        sweeps.register("old keys", idempotency.forget_old_keys, order=92)
        sweeps.register("old messages", outbox.forget_old_texts, order=93)
        invariants.register("U2", u2)
