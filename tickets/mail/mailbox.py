"""The mailbox by IMAP: what is new in it, and what has been taken (D1). No rows: the caller keeps them."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

TIMEOUT: Final = 20  # seconds
MOST_A_TURN: Final = 50
SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxDown(Exception):
    """The mailbox does not answer, or refuses us: the next sweep tries again."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail in the mailbox; of one that is too large only the head is there."""

    uid: int
    raw: bytes
    is_whole: bool


class Mailbox:
    """A folder that is open for reading."""

    def __init__(self, line: imaplib.IMAP4, *, name: str, uid_validity: int) -> None:
        self._line = line
        self.name = name
        self.uid_validity = uid_validity

    def new(self, *, after: int, largest: int) -> Iterator[Fetched]:
        """Yield mails nobody has read, and those that came after the last one taken, oldest first."""
        wanted = f"OR UNSEEN UID {after + 1}:*" if after else "UNSEEN"
        found = self._ask("SEARCH", wanted)[0] or b""
        for uid in sorted(int(one) for one in found.split())[:MOST_A_TURN]:
            size = SIZE.search(b" ".join(_flat(self._ask("FETCH", str(uid), "(RFC822.SIZE)"))))
            is_whole = size is not None and int(size[1]) <= largest
            asked = "(BODY.PEEK[])" if is_whole else "(BODY.PEEK[HEADER])"
            raw = next((one[1] for one in self._ask("FETCH", str(uid), asked) if isinstance(one, tuple)), b"")
            if raw:
                yield Fetched(uid, raw, is_whole)

    def mark_taken(self, uid: int) -> None:
        """Mark a mail as read: after its row stands, so that a crash between only asks for it again."""
        self._ask("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def _ask(self, command: str, *words: str) -> list[Any]:
        try:
            status, answer = self._line.uid(command, *words)
        except (imaplib.IMAP4.error, OSError) as error:
            raise MailboxDown(str(error)) from error
        if status != "OK":
            raise MailboxDown(f"{command}: {status}")
        return answer


def _flat(answer: list[Any]) -> list[bytes]:
    return [one if isinstance(one, bytes) else b" ".join(one) for one in answer if one is not None]


@contextmanager
def opened(address: str) -> Iterator[Mailbox]:
    """Open the mailbox of an address such as imaps://name:password@host/INBOX; close it in the end."""
    parts = urlsplit(address)
    name, folder = unquote(parts.username or ""), unquote(parts.path.strip("/")) or "INBOX"
    try:
        line = _connected(parts.scheme, parts.hostname or "", parts.port)
        line.login(name, unquote(parts.password or ""))
        line.select(f'"{folder}"')
        validity = line.response("UIDVALIDITY")[1][0]
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxDown(str(error)) from error
    try:
        yield Mailbox(line, name=f"{name}/{folder}"[:120], uid_validity=int(validity or 0))
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            line.logout()


def _connected(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == "imaps":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, port or 993, ssl_context=context, timeout=TIMEOUT)
    return imaplib.IMAP4(host, port or 143, timeout=TIMEOUT)
