"""Trips brought to each state of their record by the services, for tests about what follows."""

import io
from decimal import Decimal

from records.files.keeping import SentFile
from tests.factories.files import picture
from tickets import services
from tickets.onsite.items import ReadingItem, RecordItem

STROKES = [
    [[100 + 20 * n, 200 + 9 * (n % 3), 15 * n] for n in range(20)],
    [[300, 100 + 15 * n, 400 + 15 * n] for n in range(12)],
]
ITEMS = (
    RecordItem("replaced", "接头密封圈 28", Decimal(2), Decimal("18.50"), "个", "HS-28-0031", "brought_back"),
    RecordItem("bought", "液压油 46#", Decimal(5), Decimal("42.00"), "升"),
    RecordItem("needed", "主泵总成", Decimal(1), Decimal("26800.00"), "台", "HP-28-1100"),
    RecordItem("labour", "工时", Decimal("1.50"), Decimal("120.00"), "小时"),
)
READINGS = (ReadingItem("系统压力", "24", "MPa"), ReadingItem("油温", "61", "℃"))
SIGNATURE = services.Signature("王友木", "operator", STROKES)


def photo(record, engineer, at, step, colour=0):
    """Put a photo with a record that is being written."""
    sent = SentFile(io.BytesIO(picture(size=(48 + colour, 32))), f"{step}.jpg")
    return services.add_photos(record, actor=engineer.user, at=at, sent=[sent], step=step)[0]


def there(ticket, engineer, at):
    """Arrive, with a photo of the machine before and one after the work."""
    record = services.arrive(ticket, actor=engineer.user, at=at)
    photo(record, engineer, at, "before")
    photo(record, engineer, at, "after", 1)
    return record


def written(ticket, engineer, at, **facts):
    """Write down what was done, with lines and readings."""
    there(ticket, engineer, at)
    given = {"work_done": "更换密封圈，补油，试机 20 分钟不漏", "minutes_worked": 67, "result": "fixed"}
    given |= {"items": ITEMS, "readings": READINGS, "minutes_travelled": 40}
    return services.record_service(ticket, actor=engineer.user, at=at, **given | facts)


def signed(ticket, engineer, at, **facts):
    """Have the customer sign what was written."""
    record = written(ticket, engineer, at, **facts)
    return services.sign_record(record, actor=engineer.user, at=at, signature=SIGNATURE)
