"""Mails of customers on the last days: answered, waiting for an answer, and such as nobody could place."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Final

from aftersales.demo.cast import Cast
from equipment.models import Equipment
from equipment.services import UnitFacts, correct_facts
from tickets.mail.reading import read_mail
from tickets.models import IncomingMail
from tickets.services import Came, reply_by_mail, take_mail

# how many hours ago, from whom, about what, in which words, and what was written back
LETTERS: Final = (
    (
        47,
        "林伟 <lin.wei@example.com>",
        "挖掘机液压油箱漏油",
        "EX-215 的液压油箱接缝渗油，一天要补两升，麻烦派人来看。\n林伟，南京江宁一号工地",
        "已请就近的服务网点联系您，明天上午到场。",
    ),
    (
        5,
        "Zhao Min <zhao.min@example.com>",
        "Wheel loader does not start",
        "The LD-50 at our yard has not started since this morning. Please call back.",
        "",
    ),
)
# mails that cannot be placed: one without a sender, one without a word
ASIDE: Final = (
    (20, "", "装载机保养", "装载机快到 2500 小时了，什么时候能来保养？"),
    (3, "工地办公室 <office@example.com>", "发动机照片", ""),
)
AGAIN: Final = "师傅来看过了，还在渗，什么时候能换管子？"
TERMINALS: Final = ("GPS-8602-4417", "GPS-8602-4590")


def take_some_mails(cast: Cast, at: datetime) -> None:
    """Let mails come in as the mailbox would bring them (D1)."""
    came = [(hours, sender, subject, text) for hours, sender, subject, text, _said in LETTERS]
    taken = [_take(letter, uid, at=at) for uid, letter in enumerate([*came, *ASIDE], start=1)]
    for mail, (hours, *_letter, said) in zip(taken, LETTERS, strict=False):
        if said and mail is not None and mail.ticket is not None:
            later = at - timedelta(hours=hours - 1)
            subject = f"Re: {mail.subject}"
            reply_by_mail(mail.ticket, actor=cast.users["agent"], at=later, subject=subject, text=said)
            again = (2, LETTERS[0][1], f"Re: [{mail.ticket.number}] {mail.subject}", AGAIN)
            _take(again, len(came) + len(ASIDE) + 1, at=at)


def _take(letter: tuple[float, str, str, str], uid: int, *, at: datetime) -> IncomingMail | None:
    hours, sender, subject, text = letter
    mail = EmailMessage()
    if sender:
        mail["From"] = sender
    mail["To"] = "service@aftersales.example"
    mail["Subject"] = subject
    mail["Message-ID"] = f"<demo-{uid}@example.com>"
    mail.set_content(text)
    came = Came("demo/INBOX", 1, uid)
    return take_mail(read_mail(mail.as_bytes()), came=came, at=at - timedelta(hours=hours))


def correct_some_terminals(cast: Cast, at: datetime) -> None:
    """Let the agent put trackers right while a customer is on the line (C6)."""
    agent = cast.users["agent"]
    units = Equipment.objects.visible_to(agent).installed().with_names().order_by("-registered_at")
    for hours, (unit, terminal) in enumerate(zip(units[: len(TERMINALS)], TERMINALS, strict=False), start=2):
        facts = UnitFacts(
            gps_terminal=terminal, project_name=unit.project_name, first_place_of_use=unit.first_place_of_use
        )
        correct_facts(unit, actor=agent, at=at - timedelta(hours=hours), facts=facts)
