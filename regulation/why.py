"""The explanation of a computed figure: clause, version then in force, inputs, arithmetic (K2)."""

from typing import Any, TypedDict


class Why(TypedDict):
    """What is stored beside a figure: codes, so that each reader gets words in their own language."""

    clause: str
    version: int
    inputs: dict[str, Any]
    arithmetic: list[list[Any]]


def why(clause: str, version: int, inputs: dict[str, Any], *, arithmetic: list[list[Any]]) -> Why:
    """Put an explanation together; each line of the arithmetic is [term, operation, result]."""
    return {"clause": clause, "version": version, "inputs": inputs, "arithmetic": arithmetic}
