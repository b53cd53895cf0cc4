"""The clauses of the first version: code, names, sources, chapter, text in Chinese and in English."""

from typing import Final

EQUIPMENT: Final = ("用户与设备", "Customers and equipment")
DISPATCH: Final = ("受理与派工", "Intake and dispatch")
CALLS: Final = ("用户回访", "Calls to customers")
SATISFACTION: Final = ("满意度", "Satisfaction")
MONEY: Final = ("费用与结算", "Money")
RULES: Final = ("制度管理", "The regulation itself")
CLAUSES: Final = [
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
        "C4",
        ("先报价后维修", "Quotes come first"),
        ["SC", "TX", "own"],
        EQUIPMENT,
        "是否在保修期内由系统按受理之日判定。超出保修的，先逐项报价，客户同意后方可维修；保修期内确需收费的，报价时写明理由。"
        "报价自发出之日起 {quotes.valid_days} 天内有效，到期前 {quotes.remind_before_days} 天提醒服务方，到期未答复的作废。"
        "报价发出后不得更改，改价须另行报价，原报价同时撤回。各行数量乘单价，四舍五入到分，合计为各行之和。",
        "Whether a repair is covered is decided by the day on which it was asked for. Outside the warranty a quote, item by "
        "item, and the customer's agreement come first; what is charged within it is quoted with the reason. A quote is good "
        "for {quotes.valid_days} days from its sending; {quotes.remind_before_days} days before the end who serves is "
        "reminded, and what is not answered by then lapses. A quote that was sent is not changed: another price is another "
        "quote, which withdraws it. Each line is quantity times price rounded half up to the cent; the total is their sum.",
    ),
    (
        "C4.1",
        ("保修期", "How long a warranty lasts"),
        ["SC", "TX", "own"],
        EQUIPMENT,
        "整机和列明的主要部件各有保修期，按接货登记时该机型的条款，自安装之日起算；条款写明运行小时的，月份和小时先到者止。"
        "运行小时以表上读数为准，两次读数之间每天至多按 24 小时推算。保修期内报修、超过 "
        "{warranty.repair_over_days} 天才修复的，自报修之日至修复之日加在保修期后。更换的部件自更换之日起至少保修 {warranty.replaced_part_months} 个月。是否在保修期内，以受理之日为准。",
        "The whole unit and the named parts have warranties of their own, by the model's terms on the day of registration, "
        "counted from the installation; where the terms name operating hours, months or hours end it, whichever comes first. "
        "Hours are what the meter showed; between two readings a machine ran at most 24 hours a day. Where a "
        "repair under warranty takes more than {warranty.repair_over_days} days, all its days are added to the end. A part that was replaced "
        "is covered for at least {warranty.replaced_part_months} months from that day. The day of the request decides.",
    ),
    (
        "C5",
        ("首保与定期保养", "Maintenance"),
        ["TX", "own"],
        EQUIPMENT,
        "每台设备按接货登记时该机型的保养计划作首次保养和定期保养：满月数或满运行小时，先到者为准；自开始使用之日起算，"
        "以后按计划的写法，自上次做完之日起算，或按原定日程排定、不因早做晚做而移动。可提前 {maintenance.opens_before_days} 天或 "
        "{maintenance.opens_before_hours} 小时做，至迟在到期后 {maintenance.closes_after_days} 天内做完。运行小时以表上读数为准，"
        "按用量推算的日子只作参考。可做之日系统自动开工单，每次一张；工单取消的，保养仍列为未做。登记安装之前可做期已过的不计。",
        "Each unit is maintained by the plan that its model had on the day of registration, a first time and then "
        "regularly: after so many months or operating hours, whichever comes first, from the start of use; later "
        "ones count, as the plan says, from the last one done, or stay on the planned days whenever it was done. It may be "
        "done {maintenance.opens_before_days} days or {maintenance.opens_before_hours} hours early, and is done within "
        "{maintenance.closes_after_days} days after it is due. Hours are what the meter showed; a day expected from the "
        "use so far is a hint only. A ticket is opened by itself on the first day possible, one for each time; if it is "
        "cancelled, the maintenance stays undone. What had to be done before the installation was recorded does not count.",
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
        "D3.2",
        ("预警与升级", "Warning and escalation"),
        ["TX", "own"],
        DISPATCH,
        "时限只剩 {escalation.warn_left} % 时，提醒承办方。时限一到未办到，立即告知承办方；再过 "
        "{escalation.centre_after} 分钟，告知上级中心；再过 {escalation.manager_after} 分钟，告知总部服务经理。"
        "没有的一级，由更上一级接手。分钟按该时限的计时方式算，停止计时期间不提醒、不升级；"
        "承诺客户的答复同样办理，按工作时间算。",
        "Who serves is warned when {escalation.warn_left} % of a time is left. Once it has passed, who serves hears of it "
        "at once, the centre above after {escalation.centre_after} minutes, headquarters' service manager after another "
        "{escalation.manager_after}. Where there is no such level the next one stands in for it. Minutes count as the time "
        "itself does, and while it stands still nobody is warned or told. Answers promised to customers are watched "
        "likewise, in working time.",
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
        "经销商对派来的工单，应在等级表所列的答复时限内接受，或者说明理由退回；接受后，应在所列的派人时限内派定工程师。"
        "这两项是内部时限，不对客户承诺，计时和停止计时的办法与对客户的时限相同。上门人员必须是总部已确认备案的服务人员。",
        "Within the time that the table of levels sets, a dealer accepts an offered ticket or refuses it with a reason; "
        "having accepted it, it puts an engineer on it within the time set there. Both times are inner ones: no customer "
        "is promised them, and they are counted and stand still as the customers' times do. Only a service person "
        "confirmed by headquarters is sent.",
    ),
    (
        "D6",
        ("一次修好", "Fixed first time"),
        ["WD 3", "own"],
        DISPATCH,
        "出发前应当备妥：故障向用户问清，工具和配件列出并备齐，上门时间及其变动再向用户确认，做到一次修好。一次修好按设备和故障类别统计："
        "只上门一次、没有重新打开、修好后 {first_time_fix.short_days} 天、{first_time_fix.middle_days} 天、{first_time_fix.long_days} "
        "天内同一设备同一故障没有再报修的，算一次修好；不满天数的暂不计。",
        "Before leaving, the fault is confirmed with the customer, tools and parts are listed and on hand, and the appointment "
        "and any change of it are confirmed again, so that one trip is enough. Fixed first time is judged by unit and fault "
        "class: one trip, not reopened, and no other repair of the same unit and fault within {first_time_fix.short_days}, "
        "{first_time_fix.middle_days} and {first_time_fix.long_days} days after it was done; what is younger is not judged yet.",
    ),
    (
        "D7",
        ("服务记录与签字", "The service record is signed"),
        ["WD", "TX", "own"],
        DISPATCH,
        "每次上门都有服务记录：出发、到场、完工的时刻，做了什么，路上和工作的时间，读数，更换、外购和还需的配件，费用，照片，"
        "用户的签字。维修、安装、保养的记录，签字前至少有修前照片 {service_records.photos_before} 张、修后照片 "
        "{service_records.photos_after} 张。签字后不得增改；确需更改的，写明原因，形成新版本，重新签字，原签字的版本保留。"
        "没有信号时可以后补，以事情发生的时刻为准。",
        "Each trip has a service record: when somebody left, arrived and was done, what was done, the time on the way and at "
        "work, readings, parts replaced, bought and still needed, fees, photos, the customer's signature. The record of a "
        "repair, an installation or a maintenance shows the machine before ({service_records.photos_before}) and after "
        "({service_records.photos_after}) before it is signed. Nothing is added or changed after that; a change is made with "
        "its reason as a new version, which is signed again, and the signed one stays. Without a signal it is sent later, "
        "and counts at the moment it happened.",
    ),
    (
        "D8",
        ("服务记录的回收与审核", "Return and audit of service records"),
        ["TX", "LF", "own"],
        DISPATCH,
        "服务记录自上门之日起 {service_records.back_within_working_days} 个工作日内经客户签字交回；逾期未交的，"
        "每 {service_records.chased_every_working_days} 个工作日向所在网点催收一次。服务管理员逐份审核，结论为通过、"
        "退回、异常或无效，均写明理由。退回的记录自退回之日起按同样期限补正并重新签字。只有通过的记录计入后续的结算与考核。",
        "A service record is signed and back within {service_records.back_within_working_days} working days of the trip; "
        "its dealer is asked after one that is late every {service_records.chased_every_working_days} working days. The "
        "service administrator audits each: passed, returned, abnormal or invalid, with the reason. What is returned is "
        "mended and signed again within the same time, counted from the return. Only what passed counts later.",
    ),
    (
        "D9",
        ("疑难问题上报总部", "Hard cases go to headquarters"),
        ["KR 2.3", "own"],
        DISPATCH,
        "经销商解决不了的疑难问题上报总部，须附齐六项材料：机型与机号、出厂日期、安装调试自检、故障描述、"
        "现场诊断（步骤与读数，至少 {referrals.diagnosis_length} 字）、照片至少 {referrals.photos} 张；不齐的不受理，并告知所缺。"
        "总部自收到之时起 {referrals.answer_hours} 个工作小时内答复，逾期报服务经理。上报期间经销商的时限照常计算，"
        "等待总部是否停止计时，按等待的规定执行。上报后材料不得更改。总部在经销商区域内的支援按 I11 计费。",
        "What a dealer can't solve is referred to headquarters with a dossier of six parts: model and serial number, "
        "factory date, installation self-check, description of the fault, the diagnosis so far (steps and readings, "
        "{referrals.diagnosis_length} characters at least), photos ({referrals.photos} at least). An incomplete one is "
        "refused with what is missing. Headquarters answers within {referrals.answer_hours} working hours; what is "
        "overdue goes to the service manager. The dealer's times go on meanwhile; whether a wait for headquarters "
        "pauses them is the rule of waits. A dossier is not changed once it was referred. Help inside the dealer's "
        "territory is charged by I11.",
    ),
    (
        "B3",
        ("上岗资格", "Qualifications"),
        ["KR 3.5", "own"],
        DISPATCH,
        "上门人员应具备工单所需的技能，并持有所需证书；证书在上门当日无效的，不得派工。"
        "证书到期前 {qualifications.remind_before_days} 天起提醒本人所在网点。",
        "Who is sent has the skills that the ticket needs and holds the certificates it needs; nobody is sent on a day "
        "on which a certificate is not valid. From {qualifications.remind_before_days} days before a certificate ends "
        "the person's dealer is reminded.",
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
        "D16",
        ("区域日报", "The daily report of a region"),
        ["TX", "own"],
        DISPATCH,
        "每个分区每天一份日报：当天新增、重开、转入的工单，解决、取消、转出的工单，日终未解决的和其中超时的，按经销商和类型列明，"
        "每个数字都能点开对应的工单。按当地日历日计，从零点到次日零点前。分区负责人核对后，于次一工作日 "
        "{daily_reports.confirm_by} 前确认；到时未确认的提醒本人，再过 "
        "{daily_reports.escalate_after_working_days} 个工作日仍未确认的报服务经理。确认后的数字和清单不再改动，"
        "之后才报来的另行列出，并计入报来当天的日报说明。",
        "Each region has a report for each day: the tickets that came in, were reopened or taken over, those resolved, "
        "cancelled or handed on, those open at the end of the day and the overdue ones among them, by dealer and kind, each "
        "figure with its tickets. A day runs from midnight to midnight, local time. The region's head checks it and confirms "
        "it by {daily_reports.confirm_by} on the next working day; then the head is reminded, and another "
        "{daily_reports.escalate_after_working_days} working days later the service manager hears of it. Confirmed figures "
        "and lists are not changed; what is told later stands beside them, and on the report of the day it was told.",
    ),
    (
        "D18",
        ("日计划", "The plan of the day"),
        ["TX", "own"],
        DISPATCH,
        "工程师每天有日计划：约定在当天的、从前一天转来的、当天到期的和当天新来的工单。当天 {day_plans.close_by} 前收工："
        "做完的由服务记录自动计入；没做完的逐单写明原因，转到哪一天。过了当天没有收工的，由系统转到下一个工作日，"
        "记为“未说明原因”。收工后不改，事后补的原因另记。",
        "Each engineer has a plan of the day: what is agreed for it, carried over to it, due on it and came in on it. The "
        "day is closed by {day_plans.close_by}: what is done counts from the service record, each job that is not done "
        "gets its reason and a new day. A day that nobody closed is carried over to the next working day by the system, "
        "as “no reason given”. A closed day is not changed; a reason given later stands beside it.",
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
        "J2",
        ("服务时效", "Times kept"),
        ["TX", "own"],
        SATISFACTION,
        "同期受理的工单，按时响应的不低于 {operations.responded_in_time} %，按时修复的不低于 {operations.fixed_in_time} %；"
        "上门修复的，一次修好的不低于 {operations.first_time} %。尚未到时限的不计。",
        "Of the tickets opened in a period at least {operations.responded_in_time} % are responded to and "
        "{operations.fixed_in_time} % fixed in time; of the repairs on site at least {operations.first_time} % take one "
        "trip. What is not due yet does not count.",
    ),
    (
        "I11",
        ("总部有偿服务", "Paid service of headquarters"),
        ["KR 2.3", "own"],
        MONEY,
        "经销商区域内的疑难问题由总部支援的，按上报之日有效的标准计费：电话或远程指导每次 {paid_service.remote_per_case} 元，"
        "到场指导每天 {paid_service.on_site_per_day} 元，总部工程师到场维修每天 {paid_service.repair_per_day} 元；不足一天的按一天计。"
        "报修地点不在该经销商区域内的、由总部自行服务的，以及重大质量问题和安全事故，不计费。"
        "费用在总部答复时记入经销商服务费账户，结算时扣除。减免由服务经理决定并写明理由，经办人不得减免自己记的账；账目不得修改，只能冲销。",
        "Headquarters' help with a hard case inside the dealer's territory is charged by the tariff of the day on which "
        "it was asked for: by telephone or remotely {paid_service.remote_per_case} yuan a case, advice on site "
        "{paid_service.on_site_per_day} yuan a day, repair by an engineer of headquarters {paid_service.repair_per_day} "
        "yuan a day; a day begun counts as a whole one. Nothing is charged where the place is outside the dealer's "
        "territory or served by headquarters itself, nor for major quality problems and safety incidents. The charge is "
        "entered on the dealer's service account with the answer and debited in the settlement. The service manager may "
        "waive it with a reason, but not an entry of their own; entries are never changed, only reversed.",
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
