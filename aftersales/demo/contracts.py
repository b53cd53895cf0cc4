"""What some customers of the demonstration have bought beyond the warranty (C12)."""

from datetime import datetime, timedelta
from typing import Final

from aftersales.demo.cast import Cast
from equipment.models import ContractPlan, Equipment, ServiceContract
from regulation.calendars import local_day

PLANS: Final = (("gold", "金牌服务", "Gold service"), ("basic", "基本服务", "Basic service"))
SOLD: Final = (("gold", 200), ("basic", 30))  # a plan, and how many days ago it began
A_YEAR: Final = timedelta(days=364)


def sell_contracts(cast: Cast, at: datetime) -> None:
    """Let the customers of two drilling rigs have a contract of each plan."""
    plans = {
        code: ContractPlan.objects.create(code=code, name_zh=name_zh, name_en=name_en)
        for code, name_zh, name_en in PLANS
    }
    rigs = Equipment.objects.visible_to(cast.users["agent"]).installed().filter(product__code="RD-280")
    for (code, days), rig in zip(SOLD, rigs.order_by("pk"), strict=False):
        begins_on = local_day(at) - timedelta(days=days)
        ServiceContract.objects.create(
            number=f"HT-{begins_on:%Y}-{code.upper()}",
            plan=plans[code],
            customer=rig.customer,
            equipment=rig,
            begins_on=begins_on,
            ends_on=begins_on + A_YEAR,
        )
