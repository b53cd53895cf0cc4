"""Trips of the demonstration: engineers arrive, photograph, write what they did, and customers sign."""

import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw

from aftersales.demo import faults, words
from records.files.keeping import SentFile
from tickets.onsite.device_time import DeviceTime
from tickets.onsite.items import ReadingItem
from tickets.services import Signature, add_photos, arrive, record_service, sign_record

if TYPE_CHECKING:
    from dealers.models import User
    from tickets.models import ServiceRecord, Ticket
    from tickets.services import Diagnosis

SIGNED: Final = [
    [[180 + 8 * n, 170 + (n % 2), 12 * n] for n in range(22)],
    [[268 - n, 120 + 12 * n, 400 + 12 * n] for n in range(16)],
    [[420 + 6 * n, 260 - 9 * n, 700 + 12 * n] for n in range(18)],
    [[470 + 10 * n, 150 + 7 * (n % 9), 1000 + 12 * n] for n in range(26)],
]
PICTURES: Final = {"before": ((201, 207, 198), (59, 74, 70)), "after": ((201, 207, 198), (12, 90, 96))}


def serve(
    ticket: "Ticket",
    *,
    actor: "User",
    at: datetime,
    work_done: str,
    minutes_worked: int,
    result: str,
    diagnosis: "Diagnosis | None" = None,
    is_signed: bool = True,
) -> "ServiceRecord":
    """Make a trip that ends now: its steps are told with the moments they had."""
    there = DeviceTime(at - timedelta(minutes=minutes_worked), at)
    record = arrive(ticket, actor=actor, at=at, told=there)
    for step in PICTURES:
        sent = SentFile(io.BytesIO(drawn(step, record.pk)), f"{step}.jpg")
        add_photos(record, actor=actor, at=at, sent=[sent], step=step)
    record_service(
        ticket,
        actor=actor,
        at=at,
        work_done=work_done,
        minutes_worked=minutes_worked,
        minutes_travelled=40,
        result=result,
        diagnosis=diagnosis,
        items=faults.parts_of(diagnosis),
        readings=[ReadingItem(*reading) for reading in words.READINGS],
    )
    record.refresh_from_db()
    name = ticket.contact_name or words.SIGNER
    if is_signed:
        sign_record(record, actor=actor, at=at, signature=Signature(name, "contact", SIGNED))
    return record


def drawn(step: str, trip: int) -> bytes:
    """Draw what a phone would have taken: a pipe, and where it leaks or not; no two trips look the same."""
    ground, pipe = PICTURES[step]
    picture = Image.new("RGB", (480, 480), ground)
    pen = ImageDraw.Draw(picture)
    turn = trip * 7 % 60
    pen.line([(0, 340 - turn), (190, 200), (330, 260), (480, 80 + turn)], fill=pipe, width=62)
    pen.point((trip % 480, trip // 480), fill=pipe)
    pen.ellipse((200, 160, 320, 280), fill=pipe)
    if step == "before":
        pen.line([(270, 280), (284, 350), (270, 420)], fill=(21, 27, 26), width=22)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=80)
    return content.getvalue()
