"""Decide which PostgreSQL and Redis a test run gets: the given ones, temporary ones, or none."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import psycopg2
import redis

from tooling.postgres import NoPostgres, temporary_postgres
from tooling.redis import NoRedis, temporary_redis


@dataclass(frozen=True)
class Service:
    """An address and a version, or the reason why there is neither."""

    url: str = ""
    version: str = ""
    missing: str = ""


def postgres(stack: ExitStack) -> Service:
    """Take DATABASE_URL if it names a PostgreSQL that answers, else start one."""
    url = os.environ.get("DATABASE_URL", "")
    try:
        if not url:
            own = stack.enter_context(temporary_postgres())
            return Service(own.url, own.version)
        with psycopg2.connect(url) as connection:
            major, minor = divmod(connection.info.server_version, 10_000)
            return Service(url, f"{major}.{minor}")
    except NoPostgres as reason:
        return Service(missing=str(reason))
    except psycopg2.Error as error:
        return Service(missing=f"DATABASE_URL: {str(error).strip().splitlines()[0]}")


def redis_server(stack: ExitStack) -> Service:
    """Take REDIS_URL if it answers, else start one."""
    url = os.environ.get("REDIS_URL", "")
    try:
        if not url:
            own = stack.enter_context(temporary_redis())
            return Service(own.url, own.version)
        with redis.from_url(url, socket_connect_timeout=5) as client:
            return Service(url, str(client.info("server")["redis_version"]))
    except NoRedis as reason:
        return Service(missing=str(reason))
    except redis.RedisError as error:
        return Service(missing=f"REDIS_URL: {error}")


@contextmanager
def services() -> Iterator[tuple[Service, Service]]:
    """Yield PostgreSQL and Redis; what was started here is gone afterwards."""
    with ExitStack() as stack:
        yield postgres(stack), redis_server(stack)
