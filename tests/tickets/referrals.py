"""Hard cases with their dossier, for the tests of their services and pages."""

import io
from datetime import UTC, date, datetime

from equipment.models import Equipment, SelfCheckResult
from records.files.keeping import SentFile
from tests.factories.files import picture
from tickets import services
from tickets.models import Ticket

NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)  # 10:00 of a working Tuesday
DIAGNOSIS = "1. 测先导压力 2.1 MPa，偏低；2. 换滤芯后不变；3. 主泵泄油 12 升每分。"
ASKED = {"diagnosis": DIAGNOSIS, "question": "主泵还是先导泵？", "wanted": "remote"}
SIZES = ((48, 32), (64, 32))


def complete(ticket, desk, *, photos=2):
    """Put into the unit's file and the ticket's files what a dossier needs beside the diagnosis."""
    Equipment.objects.filter(pk=ticket.equipment_id).update(factory_on=date(2026, 5, 16))
    if not SelfCheckResult.objects.filter(equipment=ticket.equipment_id).exists():
        SelfCheckResult.objects.create(equipment_id=ticket.equipment_id, position=1, item="制动", passed=True)
    add_photos(ticket, desk, photos)


def add_photos(ticket, desk, count):
    sent = [
        SentFile(io.BytesIO(picture(size=(size[0], size[1] + ticket.pk % 50))), f"p{place}.jpg")
        for place, size in enumerate(SIZES[:count])
    ]
    services.add_files(ticket, actor=desk, at=NOW, sent=sent, is_shown_to_customer=False)


def referred(ticket, desk, *, at=NOW, done=False, **facts):
    """Refer a ticket; `done` where its dossier is complete already."""
    if not done:
        complete(ticket, desk)
    return services.refer_ticket(Ticket.objects.get(pk=ticket.pk), actor=desk, at=at, **ASKED | facts)


def fresh(referral):
    return type(referral).objects.with_names().get(pk=referral.pk)
