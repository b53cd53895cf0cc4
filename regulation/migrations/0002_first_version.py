"""The first version of the regulation: our wording after the requirement rows, with their numbers as parameters."""

from datetime import date, datetime, timezone

from django.db import migrations

PARAMETERS = {
    "calls": {
        "one_week": {"counted_from": "installation", "clause": "F1", "after_days": 7, "closes_after_days": 7},
        "three_months": {
            "counted_from": "start_of_use",
            "clause": "F2",
            "after_months": 3,
            "opens_before_days": 7,
            "closes_after_days": 7,
        },
        "annual": {
            "counted_from": "installation",
            "clause": "F3",
            "after_years": 1,
            "opens_before_days": 7,
            "closes_after_days": 7,
            "repeats": True,
        },
        "after_service": {"counted_from": "closing", "clause": "F5", "closes_after_working_days": 3},
    },
    "planning_months": 13,
    "attempts": {
        "limit": 3,
        "again_within_days": 30,
        "on_another_half_day": True,
        "on_another_working_day": True,
    },
    "waits": {
        "customer": {"chased_every_working_days": 2, "pauses_clocks": True},
        "site": {"chased_every_working_days": 2, "pauses_clocks": True},
        "quote": {"chased_every_working_days": 2, "pauses_clocks": True},
        "day": {"chased_every_working_days": 0, "pauses_clocks": True},
        "part": {"chased_every_working_days": 1, "pauses_clocks": False},
        "support": {"chased_every_working_days": 1, "pauses_clocks": False},
        "others": {"chased_every_working_days": 3, "pauses_clocks": False},
    },
    "repairs": {"repeated_within_months": 3},
    "satisfaction": {"target": 90, "points_per_rating": 20, "satisfied_from": 4, "few_answers_below": 10},
    "working_hours": {"opens_at": "08:30", "closes_at": "17:30"},
    "messages": {"quiet_from": "21:00", "quiet_until": "08:00"},
    "warn_last_share": 0.2,
    "review_after_months": 12,
}
EQUIPMENT = ("用户与设备", "Customers and equipment")
DISPATCH = ("受理与派工", "Intake and dispatch")
CALLS = ("用户回访", "Calls to customers")
SATISFACTION = ("满意度", "Satisfaction")
RULES = ("制度管理", "The regulation itself")
CLAUSES = [
    (
        "C1",
        ("接货登记", "Registration on delivery"),
        ["KR 5.1"],
        EQUIPMENT,
        "经销商接货时，应登记机型、机号、客户单位、联系人、电话、首次使用地点、工程名称和计划安装日期，共 8 项，缺一不可。",
        "On delivery the dealer registers model, serial number, customer, contact, phone, first place of use, project "
        "and planned installation: eight fields, all of them needed.",
    ),
    (
        "C3",
        ("安装验收", "Installation record"),
        ["KR 5.2–5.3", "TX"],
        EQUIPMENT,
        "安装调试按产品自检表逐项进行，以客户确认为完成。保修和回访从安装之日起算；开始使用日期另行登记，未登记的视同安装之日。",
        "Installation and commissioning follow the product's self-check list and end with the customer's confirmation. "
        "Warranty and calls count from that day; the start of use is a day of its own, by default the same.",
    ),
    (
        "D3",
        ("服务等级", "Service levels"),
        ["TX"],
        DISPATCH,
        "工单按服务等级表自上而下第一个符合条件的等级，确定响应、到场、修复、完结的时限。按工作时间计的，以工作日 "
        "{working_hours.opens_at} 至 {working_hours.closes_at} 为准，节假日和调休按国家公布的安排；等待用户期间停止计时。",
        "The first level of the table whose conditions a ticket meets sets the times to respond, attend, fix and complete. "
        "Working hours are {working_hours.opens_at} to {working_hours.closes_at} on working days, with the holidays and "
        "make-up workdays that the state publishes; while the customer is waited for, no time counts.",
    ),
    (
        "D3.1",
        ("等待与催办", "Waiting"),
        ["TX", "own"],
        DISPATCH,
        "工单等待时写明等什么、催谁。等用户（答复、进场、报价、约定日）的停止计时；等配件、技术支持或其他方的，是我方的事，照常计时。"
        "等用户的每 {waits.customer.chased_every_working_days} 个工作日催一次，等配件的每 "
        "{waits.part.chased_every_working_days} 个工作日催一次。等到了就继续；约定日到了，自动继续。",
        "A waiting ticket says what for and who is asked. Waiting for the customer (an answer, access, a quote, an agreed "
        "day) stops the clocks; a part, technical support or others are ours to hurry, and time goes on. The customer is "
        "asked again every {waits.customer.chased_every_working_days} working days, for a part every "
        "{waits.part.chased_every_working_days}. It ends with what was waited for, or by itself on the agreed day.",
    ),
    (
        "D4",
        ("属地派工", "Who serves the place"),
        ["KR 2.1", "LF 1"],
        DISPATCH,
        "报修按使用地点派给负责该地区的经销商；没有经销商负责的地区，由总部直接服务。",
        "A request goes to the dealer that serves the place; where no dealer does, headquarters serves it.",
    ),
    (
        "D5",
        ("接单派人", "Acceptance and dispatch"),
        ["TX", "WD 3", "KR 3.4"],
        DISPATCH,
        "经销商对派来的工单应予接受，或者说明理由退回；上门人员必须是总部已确认备案的服务人员。",
        "A dealer accepts an offered ticket or refuses it with a reason; only a service person confirmed by "
        "headquarters is sent.",
    ),
    (
        "D10",
        ("承诺答复", "Promised answers"),
        ["TX"],
        DISPATCH,
        "不能当场解决的，向用户承诺答复时间。到时未答复的记为失约，按工作时间计超时；守约和失约都计数。",
        "What can't be solved at once gets a promised time to answer. A promise without an answer by then is broken, late "
        "in working time; kept and broken ones are counted.",
    ),
    (
        "D13",
        ("重复报修", "Repeat repairs"),
        ["LF"],
        DISPATCH,
        "同一台设备在 {repairs.repeated_within_months} 个月内再次报修的，列为重复报修，向所有经手人标明。",
        "A unit that is repaired again within {repairs.repeated_within_months} months is a repeat repair; it is flagged "
        "to all who look at it.",
    ),
    (
        "D20",
        ("告知用户", "Telling the customer"),
        ["WD 3", "TX"],
        DISPATCH,
        "工单每进一步、故障排除时，告知用户。{messages.quiet_from} 至次日 {messages.quiet_until} 不打扰用户，消息留到时段结束再发；"
        "用户自己索取的验证码除外。发不出去的消息列出，由总部处理。",
        "The customer is told at each step of a ticket and when the fault is gone. From {messages.quiet_from} to "
        "{messages.quiet_until} nobody is disturbed: messages wait until then, but for codes that customers ask for "
        "themselves. What can't be sent is listed, and headquarters sees to it.",
    ),
    (
        "F1",
        ("首次回访", "First call"),
        ["KR 5.2"],
        CALLS,
        "自安装之日起满 {calls.one_week.after_days} 天作第一次回访，至迟在其后 {calls.one_week.closes_after_days} 天内完成，"
        "了解安装、使用、产品质量和对经销商服务的满意程度。",
        "The first call is made from {calls.one_week.after_days} days after the installation and within "
        "{calls.one_week.closes_after_days} days from then; it asks about installation, use, product quality and the "
        "dealer's service.",
    ),
    (
        "F2",
        ("季度回访", "Second call"),
        ["KR 5.3"],
        CALLS,
        "自开始使用之日起满 {calls.three_months.after_months} 个月作第二次回访，可提前 {calls.three_months.opens_before_days} 天、"
        "推后 {calls.three_months.closes_after_days} 天，并征求建议和意见。",
        "The second call is made {calls.three_months.after_months} months after the start of use, at most "
        "{calls.three_months.opens_before_days} days earlier or {calls.three_months.closes_after_days} days later, and "
        "asks for suggestions and opinions.",
    ),
    (
        "F3",
        ("年度回访", "Annual call"),
        ["KR 5.4", "own"],
        CALLS,
        "自安装之日起每满 {calls.annual.after_years} 年回访一次，可提前 {calls.annual.opens_before_days} 天、"
        "推后 {calls.annual.closes_after_days} 天；用户投诉的，应跟踪到有结果为止。",
        "A call is made each {calls.annual.after_years} year after the installation, at most "
        "{calls.annual.opens_before_days} days earlier or {calls.annual.closes_after_days} days later; a complaint is "
        "followed until it has a result.",
    ),
    (
        "F5",
        ("修后回访", "Call after service"),
        ["TX", "WD 3", "own"],
        CALLS,
        "工单关闭后 {calls.after_service.closes_after_working_days} 个工作日内回访，核实处理结果，并分别了解对内容、过程和态度的满意程度。",
        "Within {calls.after_service.closes_after_working_days} working days after a ticket is closed a call confirms the "
        "result and asks about content, process and attitude apart.",
    ),
    (
        "F6",
        ("不漏不重", "None missed, none doubled"),
        ["KR", "TX"],
        CALLS,
        "回访至少提前 {planning_months} 个月排定，任何情况下不得遗漏，也不得重复。",
        "Calls are planned at least {planning_months} months ahead; whatever happens, none is missed and none is made "
        "twice.",
    ),
    (
        "F7",
        ("联系不上", "Customers not reached"),
        ["TX"],
        CALLS,
        "拨打未接通的，换一个工作日、换一个半天再拨；累计 {attempts.limit} 次仍未接通的，列为未联系上，不得计为满意。"
        "与客户约好改时再拨的，须在 {attempts.again_within_days} 天以内。",
        "Where nobody answers, the next attempt is made on another working day and another half-day; after "
        "{attempts.limit} attempts the customer is listed as not reached and never counts as satisfied. A call put "
        "off with the customer is made within {attempts.again_within_days} days.",
    ),
    (
        "J1",
        ("满意度计算", "Satisfaction score"),
        ["KR 1.12"],
        SATISFACTION,
        "满意度为完成回访评分的平均值乘以 {satisfaction.points_per_rating}，目标 {satisfaction.target} 分；评分 "
        "{satisfaction.satisfied_from} 分及以上为满意。未联系上、过期和拒访的单独统计。",
        "Satisfaction is the mean rating of completed calls times {satisfaction.points_per_rating}; the target is "
        "{satisfaction.target}. A rating of {satisfaction.satisfied_from} or more is satisfied. Not reached, lapsed and "
        "refused calls are counted apart.",
    ),
    (
        "K1",
        ("制度修订", "Changing the regulation"),
        ["ZD", "LF", "TX", "SC"],
        RULES,
        "本制度由服务部门起草，分管领导审核，总经理批准后，自批准次日以后的指定日期起执行；以前的事项仍按当时有效的版本处理。"
        "每一版执行满 {review_after_months} 个月复审一次。",
        "The department drafts, the deputy in charge reviews, the general manager approves; a version holds from a day "
        "after its approval, and what happened earlier keeps the version then in force. Each version is reviewed again "
        "after {review_after_months} months.",
    ),
]


def add(apps, schema_editor):
    version = apps.get_model("regulation", "RegulationVersion").objects.create(
        number=1,
        status="approved",
        in_force_from=date(2026, 1, 1),
        parameters=PARAMETERS,
        drafted_at=datetime(2025, 12, 1, tzinfo=timezone.utc),
        approved_at=datetime(2025, 12, 20, tzinfo=timezone.utc),
        review_due_on=date(2027, 1, 1),
    )
    clause = apps.get_model("regulation", "Clause")
    clause.objects.bulk_create(
        clause(
            regulation_version=version,
            code=code,
            name_zh=name[0],
            name_en=name[1],
            sources=sources,
            position=position,
            chapter_zh=chapter[0],
            chapter_en=chapter[1],
            text_zh=text_zh,
            text_en=text_en,
        )
        for position, (code, name, sources, chapter, text_zh, text_en) in enumerate(CLAUSES, start=1)
    )


def remove(apps, schema_editor):
    apps.get_model("regulation", "RegulationVersion").objects.filter(number=1).delete()


class Migration(migrations.Migration):
    dependencies = [("regulation", "0001_regulation")]
    operations = [migrations.RunPython(add, remove)]
