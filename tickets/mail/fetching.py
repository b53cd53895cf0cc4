"""The sweep's step that empties the mailbox: fetch, take, mark as read (D1)."""

from contextlib import ExitStack
from datetime import datetime
from functools import partial
from typing import Final

from django.conf import settings

from tickets.mail.mailbox import Fetched, Mailbox, opened
from tickets.mail.reading import read_mail
from tickets.models import IncomingMail
from tickets.services.mails import Came, take_mail

LARGEST: Final = 25 * 1024 * 1024


def fetch_mails(at: datetime) -> int:
    """Take all that is new in the mailbox, each mail in a transaction of its own; return how many.

    A mail that fails keeps none of the others from coming in; what it raised is raised after the last one.
    """
    if not settings.MAILBOX_URL:
        return 0
    taken = 0

    def take(fetched: Fetched) -> None:
        nonlocal taken
        taken += _take(mailbox, fetched, at)

    with opened(settings.MAILBOX_URL) as mailbox, ExitStack() as stack:
        rows = IncomingMail.objects.filter(mailbox=mailbox.name, uid_validity=mailbox.uid_validity)
        last = rows.order_by("-uid").values_list("uid", flat=True).first() or 0
        new = list(mailbox.new(after=last, largest=LARGEST))
        for fetched in reversed(new):  # the stack runs the last one added first
            stack.callback(partial(take, fetched))
    return taken


def _take(mailbox: Mailbox, fetched: Fetched, at: datetime) -> int:
    came = Came(mailbox.name, mailbox.uid_validity, fetched.uid, fetched.is_whole)
    mail = take_mail(read_mail(fetched.raw), came=came, at=at)
    mailbox.mark_taken(fetched.uid)
    return 0 if mail is None else 1
