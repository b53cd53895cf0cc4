"""What docker-compose.yml says, read the way Compose reads it, for machines without containers."""

import re
from typing import Any

import yaml

from tooling.stamps import ROOT

TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<rest>:[?-][^}]*)?\}")


def services() -> dict[str, Any]:
    """Return the services with the shared parts joined in."""
    return yaml.safe_load(TEXT)["services"]


def interpolate(value: Any, variables: dict[str, str]) -> Any:
    """Put variables in; a required one that is missing is an error, as in Compose."""
    if isinstance(value, dict):
        return {key: interpolate(inner, variables) for key, inner in value.items()}
    if isinstance(value, list):
        return [interpolate(inner, variables) for inner in value]
    if not isinstance(value, str):
        return value

    def put_in(found: re.Match[str]) -> str:
        name, rest = found["name"], found["rest"] or ""
        if not variables.get(name) and rest.startswith(":?"):
            raise KeyError(rest)
        return variables.get(name) or rest.removeprefix(":-")

    return VARIABLE.sub(put_in, value).replace("$$", "$")
