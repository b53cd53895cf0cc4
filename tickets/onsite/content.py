"""What a customer signs, read out of the rows of a record: one value a field, named as it is checked (D7)."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from records.files.keeping import digest_now
from tickets.onsite.evidence import CONTEXT

if TYPE_CHECKING:
    from tickets.models import ServiceRecord, SignedRecord, Ticket

OF_A_LINE = ("kind", "text", "part_number", "quantity", "unit", "unit_price", "amount", "old_part")
OF_A_READING = ("name", "value", "unit")
OF_THE_RECORD = ("work_done", "minutes_worked", "minutes_travelled", "meter", "result", "total")
MOMENTS = ("began_at", "departed_at", "arrived_at", "recorded_at")
OF_THE_SIGNATURE = ("signer_name", "signer_role", "place", "latitude", "longitude", "accuracy", "strokes")


def live_content(record: "ServiceRecord", signature: "SignedRecord") -> dict[str, Any]:
    """Return what the record's own rows and files say now, with the signature."""
    content = {name: _plain(getattr(record, name)) for name in (*MOMENTS, *OF_THE_RECORD)}
    content |= {"ticket": record.ticket.number, "engineer": record.engineer.code}
    content["dealer"] = record.dealer.code if record.dealer else ""
    content |= diagnosis_of(record)
    for line in record.lines.all().in_order():
        content |= {f"lines/{line.position}/{name}": _plain(getattr(line, name)) for name in OF_A_LINE}
    for reading in record.readings.all().in_order():
        content |= {f"readings/{reading.position}/{name}": getattr(reading, name) for name in OF_A_READING}
    for place, photo in enumerate(record.photos.all().in_order(), start=1):
        content[f"photos/{place}/step"] = photo.step
        content[f"photos/{place}/taken_at"] = _plain(photo.taken_at)
        content[f"photos/{place}/picture"] = digest_now(photo.file)
    content |= {f"signature/{name}": _plain(getattr(signature, name)) for name in OF_THE_SIGNATURE}
    return content | {"signature/signed_at": _plain(signature.signed_at)}


def diagnosis_of(record: "ServiceRecord") -> dict[str, str]:
    """Return cause and remedy by their codes, which stay; what was signed before names none."""
    found = {"cause": record.cause, "remedy": record.remedy}
    content = {name: row.code for name, row in found.items() if row is not None}
    return content | ({"fault_class": record.cause.fault_class.code} if record.cause else {})


def context_of(ticket: "Ticket", record: "ServiceRecord") -> dict[str, Any]:
    """Return what stands beside the record on the sheet: whose machine, which, served by whom."""
    model = ticket.product.name if ticket.product else ticket.product_text
    told = {
        "model": model,
        "serial_number": ticket.serial_number,
        "customer": ticket.customer.name if ticket.customer else "",
        "fault": ticket.description,
        "engineer": record.engineer.name,
        "dealer": record.dealer.name if record.dealer else "",
        "cause": record.cause.name if record.cause else "",
        "remedy": record.remedy.name if record.remedy else "",
    }
    return {f"{CONTEXT}{name}": value for name, value in told.items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 (a field of any kind)
    """Return a value as it stands in JSON: moments in UTC, numbers with their places as text."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if value is None or isinstance(value, int | str | list):
        return value
    return format(value, "f")
