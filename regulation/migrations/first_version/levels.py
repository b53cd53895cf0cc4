"""The service levels of the first version: times of our own, for the sources leave them open (D3)."""

from typing import Any, Final

HOUR: Final = 60
DAY: Final = 1440
WORKING_DAY: Final = 540


def always(minutes: int) -> dict[str, Any]:
    """Return a time in minutes by day and night."""
    return {"minutes": minutes, "basis": "calendar"}


def working(minutes: int) -> dict[str, Any]:
    """Return a time in minutes of the working calendar."""
    return {"minutes": minutes, "basis": "working"}


LEVELS: Final[list[Any]] = [
    (
        ("safety", "安全事故", "Safety incident"),
        {"kinds": ["safety_incident"]},
        {
            "respond": always(HOUR // 2),
            "plan": always(HOUR),
            "attend": always(DAY),
            "fix": always(3 * DAY),
            "complete": working(5 * WORKING_DAY),
            "answer": always(HOUR // 2),
        },
    ),
    (
        ("grave", "重大质量", "Major quality problem"),
        {"kinds": ["quality_problem"]},
        {
            "respond": always(HOUR),
            "plan": always(2 * HOUR),
            "attend": always(DAY),
            "fix": always(5 * DAY),
            "complete": working(10 * WORKING_DAY),
            "answer": always(HOUR),
        },
    ),
    (
        ("complaint", "投诉", "Complaint"),
        {"kinds": ["complaint"]},
        {
            "respond": working(WORKING_DAY),
            "fix": working(5 * WORKING_DAY),
            "complete": working(7 * WORKING_DAY),
            "answer": working(4 * HOUR),
        },
    ),
    (
        ("standstill", "停机抢修", "Machine at a standstill"),
        {"kinds": ["repair", "carry_in_repair", "remote_support"], "priorities": ["urgent"]},
        {
            "respond": always(HOUR),
            "plan": always(HOUR),
            "attend": always(DAY),
            "fix": always(2 * DAY),
            "complete": working(5 * WORKING_DAY),
            "answer": always(HOUR),
        },
    ),
    (
        ("repair", "一般报修", "Repair"),
        {"kinds": ["repair", "carry_in_repair", "remote_support"]},
        {
            "respond": working(2 * HOUR),
            "plan": working(4 * HOUR),
            "attend": working(2 * WORKING_DAY),
            "fix": working(3 * WORKING_DAY),
            "complete": working(5 * WORKING_DAY),
            "answer": working(2 * HOUR),
        },
    ),
    (
        ("standard", "其他请求", "Other requests"),
        {},
        {
            "respond": working(WORKING_DAY),
            "complete": working(10 * WORKING_DAY),
            "answer": working(WORKING_DAY),
        },
    ),
]
