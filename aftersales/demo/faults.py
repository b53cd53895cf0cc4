"""What can be wrong in the demonstration: symptoms, causes, remedies, and what each request means."""

from decimal import Decimal
from typing import Final

from aftersales.demo.cast import Cast
from tickets.models import FaultCause, FaultClass, FaultRemedy
from tickets.onsite.items import RecordItem
from tickets.services import Diagnosis

MACHINES, CONDITIONERS = False, True
# for air conditioners or not; code, name, English; its causes with their remedies, each likewise
FAULTS: Final = (
    (
        *(MACHINES, "HYD-LEAK", "液压漏油", "Hydraulic leak"),
        (
            (
                *("SEAL-WORN", "接头密封老化", "Worn seal of a joint"),
                (("SEAL-NEW", "更换密封圈", "Seal replaced"), ("JOINT-NEW", "更换接头", "Joint replaced")),
            ),
            ("HOSE-CHAFED", "油管磨破", "Chafed hose", (("HOSE-NEW", "更换油管", "Hose replaced"),)),
        ),
    ),
    (
        *(MACHINES, "HYD-WEAK", "动作迟缓无力", "Slow or weak movement"),
        (
            (
                *("PUMP-SEAL", "主泵密封失效", "Seal of the main pump gone"),
                (("PUMP-SEAL-NEW", "更换主泵密封包", "Seal kit of the main pump replaced"),),
            ),
            (
                *("PILOT-LOW", "先导压力偏低", "Pilot pressure too low"),
                (("PILOT-SET", "调整先导压力", "Pilot pressure set"),),
            ),
        ),
    ),
    (
        *(MACHINES, "ELECTRIC", "电气故障", "Electrical fault"),
        (
            (
                *("FUSE-BLOWN", "保险或插头损坏", "Blown fuse or broken plug"),
                (("FUSE-NEW", "更换保险与插头", "Fuse and plug replaced"),),
            ),
            (
                *("SENSOR-LOOSE", "传感器接触不良", "Loose sensor"),
                (("SENSOR-FIT", "重新插接传感器", "Sensor plugged in anew"),),
            ),
        ),
    ),
    (
        *(MACHINES, "BRAKE", "制动不灵", "Poor braking"),
        (
            (
                "BRAKE-VALVE",
                "制动阀磨损",
                "Worn brake valve",
                (("VALVE-NEW", "更换制动阀", "Brake valve replaced"),),
            ),
        ),
    ),
    (
        *(MACHINES, "CAB-AC", "驾驶室空调不制冷", "Air conditioning of the cab"),
        (
            (
                "CLUTCH",
                "压缩机离合器损坏",
                "Broken clutch of the compressor",
                (("CLUTCH-NEW", "更换离合器并加冷媒", "Clutch replaced, refrigerant filled"),),
            ),
        ),
    ),
    (
        *(CONDITIONERS, "AC-NOISE", "室外机噪声大", "Noise of the outdoor unit"),
        (
            (
                "BEARING",
                "风机轴承磨损",
                "Worn bearing of the fan",
                (("BEARING-NEW", "更换风机轴承", "Bearing replaced"),),
            ),
        ),
    ),
    (
        *(CONDITIONERS, "AC-NO-COOL", "不制冷", "Does not cool"),
        (
            (
                "LINE-LOOSE",
                "通信线松动",
                "Loose signal line",
                (("LINE-FIT", "紧固端子、更换保险", "Terminal fastened, fuse replaced"),),
            ),
            (
                "GAS-LOW",
                "冷媒不足",
                "Low on refrigerant",
                (("GAS-FILLED", "检漏并加注冷媒", "Leak found, refrigerant filled"),),
            ),
        ),
    ),
    (
        *(CONDITIONERS, "AC-DRIP", "室内机滴水", "Indoor unit drips"),
        (
            (
                "DRAIN-BLOCKED",
                "冷凝水管堵塞",
                "Blocked drain",
                (("DRAIN-CLEARED", "疏通水管、调整坡度", "Drain cleared, slope set"),),
            ),
        ),
    ),
)
# how a request begins → what it comes down to: class, cause, remedy
MEANT: Final = {
    "动臂油缸": ("HYD-LEAK", "SEAL-WORN", "SEAL-NEW"),
    "主泵异响": ("HYD-WEAK", "PUMP-SEAL", "PUMP-SEAL-NEW"),
    "仪表黑屏": ("ELECTRIC", "FUSE-BLOWN", "FUSE-NEW"),
    "行走跑偏": ("HYD-WEAK", "PILOT-LOW", "PILOT-SET"),
    "驾驶室空调": ("CAB-AC", "CLUTCH", "CLUTCH-NEW"),
    "工作制动": ("BRAKE", "BRAKE-VALVE", "VALVE-NEW"),
    "控制器报": ("ELECTRIC", "SENSOR-LOOSE", "SENSOR-FIT"),
    "室外机": ("AC-NOISE", "BEARING", "BEARING-NEW"),
    "三楼东侧": ("AC-NO-COOL", "LINE-LOOSE", "LINE-FIT"),
    "室内机": ("AC-DRIP", "DRAIN-BLOCKED", "DRAIN-CLEARED"),
}

# what a remedy takes: part, its number, how many of what; others take nothing but work
PARTS: Final = {
    "SEAL-NEW": ("接头密封圈 28", "HS-28-0031", 2, "个"),
    "PUMP-SEAL-NEW": ("主泵密封包", "HP-28-1107", 1, "套"),
    "FUSE-NEW": ("保险 15 A", "EL-15-0003", 2, "个"),
    "CLUTCH-NEW": ("压缩机离合器", "AC-07-2210", 1, "个"),
    "VALVE-NEW": ("制动阀", "BR-11-0450", 1, "个"),
    "BEARING-NEW": ("风机轴承 6203", "AC-12-6203", 2, "个"),
    "LINE-FIT": ("保险 5 A", "EL-05-0001", 1, "个"),
}
SERVICE_KIT: Final = ("机油滤芯", "LF-09-0112", 1, "个")


def set_faults(cast: Cast) -> None:
    """Put down what can be wrong with machines and with air conditioners."""
    for is_conditioner, code, name, english, causes in FAULTS:
        fault = FaultClass.objects.create(code=code, name_zh=name, name_en=english)
        fault.products.set([one for one in cast.products if one.code.startswith("AC") is is_conditioner])
        for cause_code, cause_name, cause_english, remedies in causes:
            cause = FaultCause.objects.create(
                fault_class=fault, code=cause_code, name_zh=cause_name, name_en=cause_english
            )
            for remedy_code, remedy_name, remedy_english in remedies:
                FaultRemedy.objects.create(
                    cause=cause, code=remedy_code, name_zh=remedy_name, name_en=remedy_english
                )


def class_of(says: str) -> FaultClass | None:
    """Return the class that an agent picks for what a customer says."""
    meant = _meant(says)
    return FaultClass.objects.get(code=meant[0]) if meant else None


def found(says: str, *, is_fixed: bool = True) -> Diagnosis | None:
    """Return what an engineer finds; what is not put right yet has no remedy."""
    meant = _meant(says)
    if meant is None:
        return None
    cause = FaultCause.objects.select_related("fault_class").get(code=meant[1])
    return Diagnosis(cause.fault_class, cause, FaultRemedy.objects.get(code=meant[2]) if is_fixed else None)


def parts_of(diagnosis: Diagnosis | None) -> list[RecordItem]:
    """Return what was replaced: by the remedy, and where nothing was wrong the filter of the maintenance."""
    taken = SERVICE_KIT
    if diagnosis is not None:
        remedy = diagnosis.remedy
        if remedy is None or remedy.code not in PARTS:
            return []
        taken = PARTS[remedy.code]
    name, number, count, unit = taken
    return [RecordItem("replaced", name, Decimal(count), Decimal(0), unit, number, "brought_back")]


def _meant(says: str) -> tuple[str, str, str] | None:
    return next((codes for begin, codes in MEANT.items() if says.startswith(begin)), None)
