"""What customers find behind the code on a unit: published terms, and labels printed by a dealer."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from aftersales.demo.cast import Cast
from equipment.models import Equipment, ProductTerms, TermsCharge
from equipment.services import print_labels
from regulation.calendars import local_day

COVERS: Final = (
    "整机及主要总成的材料与制造缺陷，含配件费和工时费。\n滤芯、油液、斗齿、皮带等易损件及使用不当造成的损坏除外。",
    (
        "Faults of material and workmanship of the machine and its main assemblies, parts and labour."
        "\nFilters, oils, teeth, belts and damage by misuse are not covered."
    ),
)
PROCESS: Final = (
    "报修后先电话诊断，需要上门的约定时间；修好后请您确认并评价，三个工作日内回访。",
    (
        "We call back first; if somebody has to come, a time is agreed. You confirm the repair and rate it,"
        " and we ask again within three working days."
    ),
)
CHARGES: Final = (
    ("上门服务（50 公里以内）", "Trip within 50 km", Decimal(120)),
    ("维修工时（每小时）", "Labour, an hour", Decimal(80)),
    ("电话与远程诊断", "Diagnosis by phone", Decimal(0)),
)
LABELLED: Final = 12


def publish_terms(cast: Cast, at: datetime) -> None:
    """Publish the terms of each model before the first unit is delivered (C11)."""
    for product in cast.products:
        terms = ProductTerms.objects.create(
            product=product,
            valid_from=local_day(at),
            covers_zh=COVERS[0],
            covers_en=COVERS[1],
            respond_hours=4,
            attend_hours=24,
            repair_hours=72,
            process_zh=PROCESS[0],
            process_en=PROCESS[1],
        )
        TermsCharge.objects.bulk_create(
            TermsCharge(terms=terms, position=place, name_zh=zh, name_en=en, amount=amount)
            for place, (zh, en, amount) in enumerate(CHARGES, start=1)
        )


def print_some_labels(cast: Cast, at: datetime) -> None:
    """Let the dealer of the demonstration's account label its newest units (D1)."""
    desk = cast.users["dealer"]
    units = Equipment.objects.visible_to(desk).installed().with_names().order_by("-registered_at")
    print_labels(list(units[:LABELLED]), actor=desk, at=at)
