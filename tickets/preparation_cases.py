"""The cases behind what is likely needed, as a condition on tickets: the list shows what was counted (D6)."""

from django.db.models import Exists, OuterRef, Q

from tickets.models import PreparationItem, RecordLine, ServiceRecord
from tickets.onsite.items import PARTS


def used_on(name: str) -> Q:
    """Return the tickets on whose trips a part was used or needed, or for which a tool was on hand."""
    lines = RecordLine.objects.filter(record__ticket=OuterRef("pk"), record__recorded_at__isnull=False)
    parts = lines.filter(kind__in=PARTS, text__iexact=name)
    tools = PreparationItem.objects.tools().filter(ticket=OuterRef("pk"), is_ready=True, name__iexact=name)
    told = ServiceRecord.objects.told().filter(ticket=OuterRef("pk"))
    return Q(Exists(parts)) | Q(Exists(tools)) & Q(Exists(told))
