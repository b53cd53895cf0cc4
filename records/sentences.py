"""Sentences that rows keep: as the code has them, with values, said in each reader's language (L4)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

NO_VALUES: Final[Mapping[str, Any]] = MappingProxyType({})
TEXT: Final = "text"  # marks a value that is itself a text of the product


def in_code(text: str | Promise) -> str:
    """Return a sentence as the code writes it, whatever the language of the moment."""
    with override(None):
        return str(text)


def kept_values(values: Mapping[str, Any], *, clean: Callable[[str], str]) -> dict[str, Any]:
    """Return a sentence's values as a row keeps them; `clean` goes over each text that somebody typed."""
    return {name: _kept(value, clean) for name, value in values.items()}


def _kept(value: Any, clean: Callable[[str], str]) -> Any:  # noqa: ANN401 (whatever a sentence names)
    if isinstance(value, Promise):
        return {TEXT: in_code(value)}
    if isinstance(value, list | tuple):
        return [_kept(one, clean) for one in value]
    return value if isinstance(value, int) else clean(str(value))


def said(text: str, values: Mapping[str, Any]) -> str:
    """Say a kept sentence in the language of whoever reads it now."""
    sentence = _(text) if text else ""
    return sentence % {name: _said(value) for name, value in values.items()} if values else sentence


def _said(value: Any) -> Any:  # noqa: ANN401 (whatever a sentence names)
    if isinstance(value, dict):
        return _(value[TEXT])
    return _(", ").join(str(_said(one)) for one in value) if isinstance(value, list) else value
