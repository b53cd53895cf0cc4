"""A real IMAP server for as long as a test needs it, if the machine has one."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tooling import leash
from tooling.ports import free_port

WAIT = 15.0
PASSWORD = "imap-secret"  # noqa: S105 (of a server that lives for a test)
CONFIGURATION = """
base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
first_valid_uid = 1
mail_location = maildir:~/Maildir
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home/%u
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


class NoDovecot(Exception):
    """Why there is none, in one line."""


@dataclass(frozen=True)
class Dovecot:
    """A running server; every name signs in with one password and has a mailbox of its own."""

    port: int

    def url(self, name: str) -> str:
        """Return the address of a mailbox, as MAILBOX_URL has it."""
        return f"imap://{name.replace('@', '%40')}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"


def wait_until_ready(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            if line.recv(16).startswith(b"* OK"):
                return
        time.sleep(0.05)
    raise NoDovecot("dovecot did not start")


@contextmanager
def temporary_dovecot() -> Iterator[Dovecot]:
    """Run a server of our own as nobody; it and its mails are gone afterwards."""
    program = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")
    if program is None:
        raise NoDovecot("no dovecot-imapd")
    user = leash.NOBODY if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="aftersales-dovecot-", ignore_cleanup_errors=True) as name:
        folder, port = Path(name), free_port()
        uid, gid = (user, user) if user else (os.getuid(), os.getgid())
        configuration = folder / "dovecot.conf"
        configuration.write_text(
            CONFIGURATION.format(folder=folder, port=port, uid=uid, gid=gid, password=PASSWORD),
            encoding="ascii",
        )
        if user:
            os.chown(folder, user, user)
        server = leash.start(
            [program, "-F", "-c", str(configuration)],
            folder=folder,
            last_signal=signal.SIGKILL,
            user=user,
            output=subprocess.DEVNULL,
        )
        try:
            wait_until_ready(server, port)
            yield Dovecot(port)
        finally:
            leash.end_session(server, patience=5)
