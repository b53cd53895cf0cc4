"""A mail as it came, read without trusting any of it: who, what, in answer to what, with which files (D1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header
from email.utils import parseaddr
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from tickets.mail.words import folded, from_html

if TYPE_CHECKING:
    from email.message import Message

MOST_PARTS: Final = 100  # looked at; of 10,000 attachments the rest is only counted
MOST_REFERENCES: Final = 50
MOST_DECODED: Final = 200_000  # characters of a text that are read
LONGEST_SUBJECT: Final = 200
LONGEST_ID: Final = 250
IDENTIFIER: Final = re.compile(r"<[^<>\s]{1,248}>")
AUTOMATIC: Final = frozenset({"bulk", "junk", "list", "auto_reply"})
MARKS_OF_MACHINES: Final = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "List-Id", "X-Failed-Recipients")
# What mail programs write above Chinese, and what it is: GB18030 holds both older sets.
CHARSETS: Final = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"}
GUESSES: Final = ("utf-8", "gb18030", "big5hkscs")
# What the library raises at mails that are made to harm it.
BROKEN: Final = (
    *(LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError),
    MessageError,
)


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ReadMail:
    """What a mail says of itself; nothing of it is proven."""

    message_id: str
    sender: str = ""  # address alone
    sender_name: str = ""
    subject: str = ""
    text: str = ""
    folded: str = ""  # quoted history and signature
    references: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    left_out: int = 0  # parts beyond those looked at
    is_automatic: bool = False
    is_bounce: bool = False
    bounced: tuple[str, ...] = field(default=())  # Message-IDs that a bounce names


def read_mail(raw: bytes) -> ReadMail:
    """Read a mail; one that can't be read has neither sender nor text."""
    try:
        return _read(message_from_bytes(raw, policy=policy.compat32), raw)
    except BROKEN:
        return ReadMail(message_id=made_up_id(raw))


def made_up_id(raw: bytes) -> str:
    """Return an identifier for a mail that brings none: the same bytes are the same mail."""
    return f"<{sha256(raw).hexdigest()}@none>"


def _read(mail: "Message[Any, Any]", raw: bytes) -> ReadMail:
    name, address = parseaddr(_head(mail, "From"))
    given = IDENTIFIER.search(str(mail.get("Message-ID", "")))
    parts, left_out = _parts(mail)
    is_bounce = mail.get_content_type() == "multipart/report" and "delivery-status" in str(
        mail.get_param("report-type", "")
    )
    visible, quoted = folded(_text(parts))
    return ReadMail(
        message_id=given[0] if given else made_up_id(raw),
        sender=address if "@" in address else "",
        sender_name=name,
        subject=_head(mail, "Subject")[:LONGEST_SUBJECT],
        text=visible,
        folded=quoted,
        references=_identifiers(mail, "In-Reply-To", "References"),
        attachments=tuple(_attachments(parts)),
        left_out=left_out,
        is_automatic=is_bounce or _is_automatic(mail),
        is_bounce=is_bounce,
        bounced=_bounced(mail) if is_bounce else (),
    )


def _is_automatic(mail: "Message[Any, Any]") -> bool:
    """Say whether a machine wrote it: whoever answers a machine is in a loop (RFC 3834)."""
    submitted = str(mail.get("Auto-Submitted", "no")).partition(";")[0].strip().lower()
    precedence = str(mail.get("Precedence", "")).strip().lower()
    return (
        submitted != "no"
        or precedence in AUTOMATIC
        or str(mail.get("Return-Path", "x")).strip() == "<>"
        or any(name in mail for name in MARKS_OF_MACHINES)
        or parseaddr(str(mail.get("From", "")))[1].lower().startswith(("mailer-daemon@", "postmaster@"))
    )


def _bounced(mail: "Message[Any, Any]") -> tuple[str, ...]:
    """Return whose delivery a report says failed: named by its head, or by the mail it brings back."""
    returned = [
        part
        for part in mail.walk()
        if part is not mail and (part.get("Message-ID") or part.get_content_type() == "text/rfc822-headers")
    ]
    texts = [str(part.get("Message-ID", "")) for part in returned]
    texts += [
        str(part.get_payload())
        for part in returned
        if part.get_content_type() == "text/rfc822-headers" and not part.is_multipart()
    ]
    named = [one for text in texts for one in IDENTIFIER.findall(text)]
    return (*named[:MOST_REFERENCES], *_identifiers(mail, "In-Reply-To", "References"))


def _identifiers(mail: "Message[Any, Any]", *names: str) -> tuple[str, ...]:
    found = [one for name in names for one in IDENTIFIER.findall(str(mail.get(name, "")))]
    return tuple(dict.fromkeys(found))[-MOST_REFERENCES:]


def _head(mail: "Message[Any, Any]", name: str) -> str:
    """Return a line of the head on one line, whatever charset it says it is in."""
    pieces = decode_header(str(mail.get(name, "")))
    text = "".join(
        _decoded(piece, charset) if isinstance(piece, bytes) else piece for piece, charset in pieces
    )
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _parts(mail: "Message[Any, Any]") -> "tuple[list[Message[Any, Any]], int]":
    """Return the parts that hold something, and how many more there are than anybody looks at."""
    found: list[Message[Any, Any]] = []
    left_out = 0
    for part in mail.walk():
        if part.is_multipart():
            continue
        if len(found) < MOST_PARTS:
            found.append(part)
        else:
            left_out += 1
    return found, left_out


def _is_text(part: "Message[Any, Any]", kind: str) -> bool:
    return (
        part.get_content_type() == f"text/{kind}"
        and not part.get_filename()
        and (part.get_content_disposition() != "attachment")
    )


def _text(parts: "list[Message[Any, Any]]") -> str:
    """Return what people read: the plain text, else the HTML without what it would fetch."""
    plain = [_words(part) for part in parts if _is_text(part, "plain")]
    if any(one.strip() for one in plain):
        return "\n".join(plain)
    return "\n".join(from_html(_words(part)) for part in parts if _is_text(part, "html"))


def _words(part: "Message[Any, Any]") -> str:
    return _decoded(_content(part), part.get_content_charset())[:MOST_DECODED]


def _content(part: "Message[Any, Any]") -> bytes:
    content: Any = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _decoded(content: bytes, charset: str | None) -> str:
    """Read bytes in the charset they claim, else in those that Chinese mails are really in."""
    claimed = (charset or "").lower()
    for name in (CHARSETS.get(claimed, claimed), *GUESSES):
        try:
            return content.decode(name)
        except (LookupError, UnicodeError):
            continue
    return content.decode("gb18030", errors="replace")


def _attachments(parts: "list[Message[Any, Any]]") -> Iterator[Attachment]:
    """Yield what is neither the text nor its other shape; pictures inside the text are files too."""
    for part in parts:
        if not _is_text(part, "plain") and not _is_text(part, "html"):
            named = part.get_filename() or part.get_param("name") or part.get_content_type()
            name = "".join(
                _decoded(piece, charset) if isinstance(piece, bytes) else piece
                for piece, charset in decode_header(str(named))
            )
            yield Attachment(name, _content(part))
