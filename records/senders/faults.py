"""A message that did not leave: why, and whether trying again can help."""

from datetime import timedelta
from typing import Any

from django.utils.functional import Promise


class NotSent(Exception):
    """The provider said no, or said nothing.

    `is_final`: trying again can't help. `wait`: how long the provider asks for. `is_way_down`: no other
    message of this channel would get through at this moment either.
    """

    def __init__(
        self,
        text: str | Promise,
        *,
        is_final: bool = False,
        wait: timedelta = timedelta(0),
        is_way_down: bool = False,
        **values: Any,
    ) -> None:
        super().__init__(str(text))
        self.text, self.values = text, values
        self.is_final, self.wait, self.is_way_down = is_final, wait, is_way_down
