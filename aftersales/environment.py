"""Where the product runs and what it is given there; nonsense stops the process at once."""

import secrets
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

MODE = env.str("AFTERSALES_MODE", default="embedded")
if MODE not in {"embedded", "production"}:
    raise ImproperlyConfigured("AFTERSALES_MODE is 'embedded' or 'production'.")
IS_PRODUCTION = MODE == "production"
DATA_DIR = Path(env.str("AFTERSALES_DATA", default=str(BASE_DIR / "var"))).resolve()


def embedded_secret(name: str) -> str:
    """Return the secret kept in the data folder, made on first use (safety.md, 16)."""
    path = DATA_DIR / name
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass  # another process was first: its secret is the one
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def required(name: str) -> str:
    """Return a variable that production can't start without (safety.md, 17)."""
    value: str = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: production does not start without it.")
    return value


def secret(name: str, file_name: str) -> str:
    """Return a secret: given in production, else given or made once and kept."""
    given = required(name) if IS_PRODUCTION else env.str(name, default="")
    return given or embedded_secret(file_name)


def database() -> dict[str, Any]:
    """Return the database that is given, in production a PostgreSQL, else a file in the data folder."""
    address = required("DATABASE_URL") if IS_PRODUCTION else env.str("DATABASE_URL", default="")
    if not address:
        return _embedded_database()
    given: dict[str, Any] = env.db_url_config(address)
    if IS_PRODUCTION and "postgresql" not in given["ENGINE"]:
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database in production.")
    return {**given, "CONN_MAX_AGE": 60}


def _embedded_database() -> dict[str, Any]:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "aftersales.sqlite3",
        # Without IMMEDIATE, concurrent transactions fail as locked; FULL keeps what was acknowledged.
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def mail() -> dict[str, Any]:
    """Return Django's settings of the mail server; without one the outbox parks, and says so (D20)."""
    address = env.str("EMAIL_URL", default="")
    sender = env.str("EMAIL_FROM", default="aftersales@localhost")
    given: dict[str, Any] = env.email_url_config(address) if address else {}
    return {
        **given,
        "EMAIL_URL": address,
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender,
        "MAILBOX_URL": _mailbox(),
    }


def _mailbox() -> str:
    """Return where customers' mails are fetched; without one nobody fetches any (D1)."""
    address: str = env.str("MAILBOX_URL", default="")
    schemes = ("imaps://",) if IS_PRODUCTION else ("imaps://", "imap://")
    if address and not address.startswith(schemes):
        raise ImproperlyConfigured("MAILBOX_URL is imaps://name:password@host/INBOX.")
    return address
