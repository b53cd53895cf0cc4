"""API of tickets: routes as (prefix, viewset, name), put together by the composition root."""

from typing import Any

routes: list[tuple[str, Any, str]] = []
