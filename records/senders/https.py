"""One POST of JSON to another's server: https, no redirects, an end to waiting, nothing internal (J3)."""

import json
import socket
import ssl
from collections.abc import Mapping
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from time import monotonic
from typing import Any, Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext_lazy as _

from records.senders.faults import NotSent

SECONDS: Final = 10.0  # to connect, and for each answer
SECONDS_IN_ALL: Final = 30.0
LONGEST_ANSWER: Final = 64 * 1024
HTTPS_PORT: Final = 443
TOO_MANY: Final = 429
LONGEST_WAIT: Final = 3600
NAT64: Final = ip_network("64:ff9b::/96")
LOCAL_NAT64: Final = ip_network("64:ff9b:1::/48")
OK, REDIRECT, OURS, THEIRS = 200, 300, 400, 500

NOT_HTTPS: Final = _("The address does not begin with https://. Mend it.")
INTERNAL: Final = _("%(host)s is no public address: messages go to servers outside alone. Mend the address.")
UNKNOWN: Final = _("%(host)s was not found. Mend the address, or try again later.")
NOT_REACHED: Final = _("%(host)s was not reached, or did not answer: %(answer)s")
REDIRECTED: Final = _("%(host)s sent us on to another address (%(code)s); we don't follow. Mend the address.")
SAID_NO: Final = _("%(host)s answered %(code)s. %(answer)s")
NOT_READ: Final = _("%(host)s answered what can't be read, so it is unknown whether the message arrived.")


class Answer(NamedTuple):
    host: str
    fields: Mapping[str, Any]


class PublicConnection(HTTPSConnection):
    """Connects to a public address alone: the one that was checked, whatever its name says next."""

    def connect(self) -> None:
        """Look the name up once, refuse it if any of its addresses is internal, take the first."""
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = [str(row[4][0]) for row in found]
        if not all(is_public(address) for address in addresses):
            raise NotSent(INTERNAL, host=self.host, is_final=True)
        plain = socket.create_connection((addresses[0], self.port), self.timeout)
        self.sock = secure(self.host).wrap_socket(plain, server_hostname=self.host)


def secure(host: str) -> ssl.SSLContext:
    """Return how a server proves who it is: by a certificate of its name."""
    return ssl.create_default_context()


def is_public(address: str) -> bool:
    """Say whether an address is the world's: not ours, not this machine's, not such a one in a wider one."""
    found = ip_address(address.partition("%")[0])
    if found in LOCAL_NAT64:
        return False
    return all(one.is_global and not one.is_multicast for one in (found, *_within(found)))


def _within(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """Return the older addresses that an IPv6 address stands for: mapped, 6to4, Teredo, NAT64."""
    if isinstance(address, IPv4Address):
        return []
    nat64 = IPv4Address(address.packed[-4:]) if address in NAT64 else None
    inner = (address.ipv4_mapped, address.sixtofour, *(address.teredo or ()), nat64)
    return [one for one in inner if one is not None]


def post_json(
    url: str, body: Mapping[str, Any], *, headers: Mapping[str, str] | None = None, is_own: bool = False
) -> Answer:
    """Send fields and return the fields of the answer; everything else is a fault that says what to do.

    Only an address of our `own`, given by who runs the server, may lie within the house or go without https.
    """
    parts = urlsplit(url)
    host, path = parts.hostname or "", parts.path or "/"
    connection = _connection(parts, is_own=is_own)
    sent = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    try:
        connection.request(
            "POST",
            f"{path}?{parts.query}" if parts.query else path,
            json.dumps(body, ensure_ascii=False).encode(),
            sent,
        )
        response = connection.getresponse()
        status, wait = response.status, response.headers.get("Retry-After", "")
        text = _read(response)
    except socket.gaierror as error:
        raise NotSent(UNKNOWN, host=host) from error
    except (OSError, HTTPException) as error:
        raise NotSent(NOT_REACHED, host=host, answer=str(error)) from error
    finally:
        connection.close()
    return Answer(host, _fields(host, status, text, wait=wait))


def _connection(parts: SplitResult, *, is_own: bool) -> HTTPConnection:
    host, port = parts.hostname or "", parts.port
    if not is_own:
        if parts.scheme != "https" or not host or parts.username is not None:
            raise NotSent(NOT_HTTPS, is_final=True)
        return PublicConnection(host, port or HTTPS_PORT, timeout=SECONDS)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return kind(host, port, timeout=SECONDS)


def _read(response: Any) -> bytes:  # noqa: ANN401 (the connection's response has no public type)
    """Read an answer to its end, but neither for ever nor without measure."""
    ends, text = monotonic() + SECONDS_IN_ALL, b""
    while len(text) < LONGEST_ANSWER and (block := response.read1(LONGEST_ANSWER)):
        text += block
        if monotonic() > ends:
            raise TimeoutError
    return text


def _fields(host: str, status: int, text: bytes, *, wait: str) -> Mapping[str, Any]:
    if REDIRECT <= status < OURS:
        raise NotSent(REDIRECTED, host=host, code=status, is_final=True)
    if not OK <= status < REDIRECT:
        seconds = min(int(wait), LONGEST_WAIT) if wait.isdecimal() else 0
        is_final = OURS <= status < THEIRS and status != TOO_MANY
        said = text.decode("utf-8", "replace")[:200]
        raise NotSent(
            SAID_NO,
            host=host,
            code=status,
            answer=said,
            is_final=is_final,
            wait=timedelta(seconds=seconds),
        )
    try:
        fields = json.loads(text)
    except ValueError as error:
        raise NotSent(NOT_READ, host=host) from error
    if not isinstance(fields, dict):
        raise NotSent(NOT_READ, host=host)
    return fields
