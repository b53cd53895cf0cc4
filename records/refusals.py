"""The refusal: what every rule of the domain raises when it says no."""

from typing import Any

from django.utils.functional import Promise


class Refusal(Exception):
    """A rule said no. The message says what is wrong and what to do, in the user's language.

    `code` is stable and made for programs. `status` is the HTTP answer: 422 by default, 409 where somebody
    else was first. `field` names the input that is at fault, if one is.
    """

    code = "refused"
    status = 422
    message: str | Promise = ""

    def __init__(self, message: str | Promise = "", *, field: str = "", **values: Any) -> None:
        self.field = field
        self.values = values
        text = message or self.message
        self.text: str | Promise = text
        super().__init__(str(text))

    def __str__(self) -> str:
        return str(self.text) % self.values if self.values else str(self.text)


class MovedByAnother(Refusal):
    """Somebody else changed the row first: nothing was written (safety.md, 6)."""

    code = "moved_by_another"
    status = 409
