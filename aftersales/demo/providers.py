"""Providers that the demonstration plays: nothing leaves the house, and lately some numbers take nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zlib import crc32

from records.models import OutboxMessage
from records.senders import SENDERS, NotSent
from records.senders.sms import REFUSED

LATELY, ONE_OF = timedelta(days=2), 12


@contextmanager
def played_providers(until: datetime) -> Iterator[None]:
    """Take every message while the year is played; of the last days' some are refused, to be seen to."""

    def take(message: OutboxMessage, at: datetime) -> str:
        lot = crc32(message.key.encode())
        if until - at < LATELY and lot % ONE_OF == 0:
            raise NotSent(REFUSED, answer="空号", is_final=True)
        return f"demo-{lot:08x}"

    real = dict(SENDERS)
    SENDERS.update(dict.fromkeys(real, take))
    try:
        yield
    finally:
        SENDERS.update(real)
