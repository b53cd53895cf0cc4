"""How often something may happen: counted by atomic counters of the cache (safety.md, 13)."""

import logging

from django.core.cache import cache
from redis import RedisError

log = logging.getLogger(__name__)


def is_within(subject: str, *, most: int, seconds: int) -> bool:
    """Count one more of a subject; say whether it is among the first `most` of a span that began with one.

    While Redis is down nobody is kept out: what must never happen too often has a row that counts as well.
    """
    key = f"limit:{subject}"
    try:
        cache.add(key, 0, timeout=seconds)
        return int(cache.incr(key)) <= most
    except ValueError:  # the span ended between the two
        return True
    except RedisError:
        log.warning("Limits are not counted: the cache does not answer.")
        return True
