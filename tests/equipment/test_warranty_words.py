"""Why a unit is in or out of warranty, said in whole sentences in both languages (C4, L4)."""

import pytest
from django.utils import translation

from equipment.warranty_rules import decide
from equipment.warranty_words import sentences
from tests.equipment.test_warranty_rules import LIMITED, WHOLE, Book, day, readings, repairs, replaced

SENTENCES = {
    "installation": (
        ([WHOLE], "2026-06-05", {}, "2026-07-01", ""),
        ["In warranty until 2027-06-05.", "Whole unit: 12 months from the installation on 2026-06-05."],
        ["保修至 2027-06-05。", "整机：自 2026-06-05 安装之日起 12 个月。"],
    ),
    "repair": (
        ([WHOLE], "2026-06-05", {"repairs": repairs(("2026-09-01", "2026-09-02"))}, "2027-07-01", ""),
        [
            "Out of warranty since 2027-06-07.",
            "Whole unit: 12 months from the installation on 2026-06-05.",
            "1 day in repair is added.",
        ],
        ["自 2027-06-07 起已过保修。", "整机：自 2026-06-05 安装之日起 12 个月。", "加上维修占用的 1 天。"],
    ),
    "hours": (
        ([LIMITED], "2026-06-05", {"readings": readings(("2026-12-01", 2010))}, "2026-12-02", ""),
        [
            "Out of warranty since 2026-12-01.",
            "Whole unit: 12 months from the installation on 2026-06-05.",
            "At most 2,000 h: on 2026-12-01 the unit had run 2,010 h.",
        ],
        [
            "自 2026-12-01 起已过保修。",
            "整机：自 2026-06-05 安装之日起 12 个月。",
            "以 2,000 小时为限：2026-12-01 已运行 2,010 小时。",
        ],
    ),
    "no reading": (
        ([LIMITED], "2026-06-05", {}, "2026-12-02", ""),
        [
            "In warranty until 2027-06-05.",
            "Whole unit: 12 months from the installation on 2026-06-05.",
            "At most 2,000 h; nobody has read the meter yet.",
        ],
        [
            "保修至 2027-06-05。",
            "整机：自 2026-06-05 安装之日起 12 个月。",
            "以 2,000 小时为限；还没有抄过表。",
        ],
    ),
    "reading below": (
        ([LIMITED], "2026-06-05", {"readings": readings(("2026-11-01", 800))}, "2026-12-02", ""),
        [
            "In warranty until 2027-06-05.",
            "Whole unit: 12 months from the installation on 2026-06-05.",
            "At most 2,000 h; on 2026-11-01 it had run 800 h.",
        ],
        [
            "保修至 2027-06-05。",
            "整机：自 2026-06-05 安装之日起 12 个月。",
            "以 2,000 小时为限；2026-11-01 运行 800 小时。",
        ],
    ),
    "replaced": (
        ([WHOLE, replaced("2027-05-01")], "2026-06-05", {}, "2027-07-01", "pump"),
        [
            "In warranty until 2027-11-01.",
            "Main pump: 6 months from its replacement on 2027-05-01.",
        ],
        ["保修至 2027-11-01。", "主泵：自 2027-05-01 更换之日起 6 个月。"],
    ),
}


@pytest.mark.parametrize("told", SENTENCES.values(), ids=SENTENCES)
def test_the_reason_is_said_in_both_languages(told):
    """C4, L4."""
    (rows, installed, facts, on, part), english, chinese = told
    book = Book(rows, installed=installed, **facts)
    verdict = decide([one.term for one in book.kept], on=day(on), part=part)
    with translation.override("en"):
        assert sentences(book, verdict, on=day(on)) == english
    with translation.override("zh-hans"):
        assert sentences(book, verdict, on=day(on)) == chinese
