"""Group robots of WeCom, DingTalk and Feishu: each has a signature and refusals of its own (D20)."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from records.choices import RobotKind
from records.models.robots import Robot
from records.senders.faults import NotSent
from records.senders.https import Answer, post_json

if TYPE_CHECKING:
    from records.models import OutboxMessage

NO_ROBOT: Final = _("There is no robot “%(code)s” in use any more. Drop the message, or put the robot back.")
REFUSED: Final = _("%(host)s refused it with %(code)s: %(answer)s")
A_MINUTE: Final = timedelta(minutes=1)  # each of the three counts messages by the minute


class Dialect(NamedTuple):
    """Where a provider puts its code, which of them means “too fast”, and which “later”. 0 is yes."""

    code: str
    words: str
    too_fast: frozenset[int]
    later: frozenset[int]
    longest: int  # bytes of text


DIALECTS: Final[Mapping[str, Dialect]] = {
    RobotKind.WECOM: Dialect("errcode", "errmsg", frozenset({45009}), frozenset({-1}), 2048),
    RobotKind.DINGTALK: Dialect(
        "errcode", "errmsg", frozenset({130101, 410100, 90030}), frozenset({-1}), 20_000
    ),
    RobotKind.FEISHU: Dialect("code", "msg", frozenset({11232, 11233}), frozenset({99991400}), 20_000),
}


def send_to_robot(message: "OutboxMessage", at: datetime) -> str:
    """Write into a group. HTTP 200 says nothing: whether it was taken stands in the body."""
    robot = Robot.objects.filter(code=message.to, is_active=True).first()
    if robot is None:
        raise NotSent(NO_ROBOT, code=message.to, is_final=True)
    dialect = DIALECTS[robot.kind]
    text = "\n".join(line for line in (message.subject, message.text) if line)
    shortened = text.encode()[: dialect.longest].decode("utf-8", "ignore")
    url, body = REQUESTS[robot.kind](robot, shortened, at)
    _read(dialect, post_json(url, body))
    return ""


def _read(dialect: Dialect, answer: Answer) -> None:
    code = answer.fields.get(dialect.code)
    if code == 0:
        return
    too_fast, later = code in dialect.too_fast, code in dialect.later
    said = str(answer.fields.get(dialect.words, ""))[:200]
    raise NotSent(
        REFUSED,
        host=answer.host,
        code=str(code),
        answer=said,
        is_final=not (too_fast or later),
        wait=A_MINUTE if too_fast else timedelta(0),
    )


def _to_wecom(robot: Robot, text: str, at: datetime) -> tuple[str, dict[str, Any]]:
    """WeCom signs nothing: the key in the address is the right to write."""
    return robot.address, {"msgtype": "text", "text": {"content": text}}


def _to_dingtalk(robot: Robot, text: str, at: datetime) -> tuple[str, dict[str, Any]]:
    """DingTalk wants milliseconds and signature in the address."""
    body = {"msgtype": "text", "text": {"content": text}}
    if not robot.secret:
        return robot.address, body
    moment = str(int(at.timestamp() * 1000))
    sign = _digest(robot.secret, f"{moment}\n{robot.secret}")
    mark = "&" if "?" in robot.address else "?"
    return f"{robot.address}{mark}{urlencode({'timestamp': moment, 'sign': sign})}", body


def _to_feishu(robot: Robot, text: str, at: datetime) -> tuple[str, dict[str, Any]]:
    """Feishu wants seconds and signature in the body, and signs nothing with moment and secret as the key."""
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if robot.secret:
        moment = str(int(at.timestamp()))
        body |= {"timestamp": moment, "sign": _digest(f"{moment}\n{robot.secret}", "")}
    return robot.address, body


def _digest(key: str, text: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()).decode()


REQUESTS: Final[Mapping[str, Callable[[Robot, str, datetime], tuple[str, dict[str, Any]]]]] = {
    RobotKind.WECOM: _to_wecom,
    RobotKind.DINGTALK: _to_dingtalk,
    RobotKind.FEISHU: _to_feishu,
}
