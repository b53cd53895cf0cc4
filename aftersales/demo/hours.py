"""What machines have run: their meters read over the year, for warranties that end by hours."""

import random
from datetime import datetime, timedelta
from typing import Final

from aftersales.demo.cast import Cast
from equipment.models import Equipment, ProductPart
from equipment.services import note_hours
from regulation.calendars import local_day

# model, what the months are limited by, its named parts: code, names, months, hours
LIMITS: Final = (
    (
        "RD-280",
        3000,
        (("main-pump", "主泵", "Main pump", 24, 6000), ("rotary-head", "动力头", "Rotary head", 18, 4500)),
    ),
    (
        "EX-215",
        3000,
        (("main-pump", "主泵", "Main pump", 24, 6000), ("engine", "发动机", "Engine", 24, 5000)),
    ),
)
EVERY: Final = timedelta(days=60)
HOURS_A_DAY: Final = (3.0, 9.5)


def limit_hours(cast: Cast) -> None:
    """Let machines be covered by months or hours, some of their parts for longer than the whole (C4)."""
    for code, hours, parts in LIMITS:
        for product in cast.products:
            if product.code != code:
                continue
            product.warranty_hours = hours
            product.save()
            for part, name_zh, name_en, months, limit in parts:
                ProductPart.objects.create(
                    product=product, code=part, name_zh=name_zh, name_en=name_en, months=months, hours=limit
                )


def read_meters(cast: Cast, at: datetime, *, seed: int) -> None:
    """Read the meter of each machine every two months since it has been in use."""
    dice, reader = random.Random(seed), cast.users["agent"]  # noqa: S311 (a demonstration's luck)
    limited = [code for code, *_rest in LIMITS]
    units = Equipment.objects.visible_to(reader).installed().filter(product__code__in=limited).order_by("pk")
    today = local_day(at)
    for unit in units:
        pace, hours, start = dice.uniform(*HOURS_A_DAY), 0.0, unit.in_use_from
        day = start + EVERY if start else today + EVERY
        while day <= today:
            hours += EVERY.days * pace * dice.uniform(0.85, 1.1)
            note_hours(unit, actor=reader, at=at, read_on=day, meter=round(hours))
            day += EVERY
