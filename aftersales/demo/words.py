"""What is said and written in the demonstration; every firm, person and place of work is invented."""

from typing import NamedTuple

from tickets.choices import TicketKind

BUILDERS = (
    "甲建设公司",
    "乙市政工程队",
    "丙矿业公司",
    "丁港务公司",
    "戊园林公司",
    "己路桥公司",
    "庚砂石场",
    "辛农垦公司",
    "壬水利局",
    "癸物流园",
    "子建材公司",
    "丑运输队",
    "寅采石场",
)
HOUSES = ("卯化工园", "辰商贸城", "巳酒店", "午医院", "未学校")
CONTACTS = (
    "王经理",
    "赵主任",
    "孙师傅",
    "周工",
    "何工",
    "吴队长",
    "郑场长",
    "冯主任",
    "陈工",
    "蒋经理",
    "韩科长",
    "许老师",
)
PROJECTS = (
    "一期土方",
    "二期堆场",
    "隧道进口",
    "城西快速路",
    "河道整治",
    "地基处理",
    "码头扩建",
    "绿化提升",
)
HOUSE_PROJECTS = ("综合楼", "老厂改造", "门诊楼", "客房改造")
PLACES = {
    "EAST": ("上海市浦东新区东一号工地", "上海市嘉定区西二号厂区"),
    "WEST": ("重庆市渝北区北一号工地", "重庆市江北区码头工地"),
    "HD01": ("江苏省南京市江宁区一号工地", "江苏省南京市浦口区二号工地", "江苏省无锡市惠山区三号厂区"),
    "HD02": ("江苏省苏州市吴中区四号工地", "江苏省苏州市昆山市五号厂区"),
    "NE02": ("江苏省南通市海门区六号工地", "浙江省杭州市余杭区七号工地", "浙江省宁波市北仑区港区"),
    "XN03": ("四川省绵阳市涪城区二号采区", "四川省宜宾市翠屏区矿山", "甘肃省酒泉市肃州区风电场"),
    "XY01": ("四川省成都市双流区八号工地", "四川省成都市龙泉驿区九号厂区"),
    "BS04": ("北京市大兴区十号工地", "河北省保定市徐水区十一号厂区"),
}


class Request(NamedTuple):
    """What a customer says, and what the engineer writes when it is put right."""

    kind: TicketKind
    says: str
    work: str


OF_MACHINES = (
    Request(
        TicketKind.REPAIR,
        "动臂油缸进油管接头渗油，停机一夜地上有一小滩",
        "更换进油管接头密封圈，保压三十分钟无渗漏",
    ),
    Request(
        TicketKind.REPAIR,
        "主泵异响，动作迟缓，热机半小时后更明显",
        "清洗吸油滤芯，更换主泵密封包，试机一小时正常",
    ),
    Request(TicketKind.REPAIR, "仪表黑屏，钥匙拧到底没有反应", "更换仪表保险与插头，整理线束"),
    Request(TicketKind.REPAIR, "行走跑偏，一侧明显无力", "调整行走先导压力，更换一侧制动阀密封"),
    Request(TicketKind.REPAIR, "驾驶室空调不制冷，压缩机不吸合", "更换压缩机离合器，加注冷媒，出风六度"),
    Request(TicketKind.REPAIR, "工作制动不灵，停下后还会滑一小段", "更换制动阀，标定后试车正常"),
    Request(TicketKind.MAINTENANCE, "首保 250 小时，换机油和三滤", "按保养手册更换机油和三滤，检查各部螺栓"),
    Request(
        TicketKind.MAINTENANCE, "满 1000 小时，做一次全面保养", "更换液压油回油滤，加注润滑脂，检查各部螺栓"
    ),
    Request(TicketKind.CONSULTATION, "想问换属具以后工作液压怎么设定", "电话说明设定步骤，客户已自行调好"),
    Request(
        TicketKind.OPERATOR_TRAINING, "新来两名机手，请安排操作培训", "现场讲解操作与日常保养，两名机手已会"
    ),
    Request(
        TicketKind.REMOTE_SUPPORT, "控制器报 E-214，请远程看一下", "远程读码，指导重新插接传感器，故障码消除"
    ),
)
OF_CONDITIONERS = (
    Request(TicketKind.REPAIR, "室外机噪声大，运行十几分钟后保护停机", "清洗冷凝器，更换风机轴承，运行正常"),
    Request(TicketKind.REPAIR, "三楼东侧不制冷，面板显示 E6", "紧固通信线端子，更换室内机主板保险"),
    Request(TicketKind.REPAIR, "室内机滴水，吊顶湿了一片", "疏通冷凝水管，调整接水盘坡度，试水不漏"),
    Request(TicketKind.MAINTENANCE, "换季保养，请清洗滤网和冷凝器", "清洗滤网与冷凝器，检查冷媒压力正常"),
    Request(TicketKind.CONSULTATION, "想问节能模式怎么按时段设置", "电话说明设置步骤，客户已设好"),
    Request(TicketKind.REMOTE_SUPPORT, "集控屏连不上两台机组，请远程看一下", "远程重设地址，两台机组已上线"),
)
WORK = {request.says: request.work for request in (*OF_MACHINES, *OF_CONDITIONERS)}
BY_PHONE = frozenset({TicketKind.CONSULTATION, TicketKind.REMOTE_SUPPORT, TicketKind.COMPLAINT})
APOLOGY = "负责人已致电道歉并约好补做，客户认可"
OTHER_WORK = "现场检查，调整后试机正常"
NOT_YET = "现场检查，要换的件没有带，已报计划，到货再来"
REFUSALS = ("工程师都在外地，两天内到不了", "这个机型的专用工具送检了")
SETTLED = "确认是操作习惯问题，电话里已讲清楚"
WAITS = (
    ("part", "等主泵总成到货"),
    ("customer", "客户工期紧，等他定停机时间"),
    ("site", "连续下雨，便道进不去"),
)
# kind, what for, how many, unit, price: what a repair outside the warranty may come to
DIAGNOSIS = """1. 热机 30 分钟后复现，主泵出口压力由 32 MPa 降到 24 MPa。
2. 换先导滤芯、回油滤芯后不变；先导压力 2.1 MPa，偏低。
3. 主泵泄油 12 升每分，超出手册 8 升的限值。"""
HARD_QUESTION = "判断是主泵内泄还是先导泵磨损，先换哪一个？"
ADVICE = "先导压力偏低而主泵泄油只略超限，先换先导泵（HS-28-0031）复测；主泵暂不更换。已派人到现场一天。"
QUOTED = (
    ("part", "更换主油泵总成", "1", "台", "4800.00"),
    ("labour", "拆装主油泵，系统排气", "3.5", "小时", "180.00"),
    ("travel", "往返", "86", "公里", "2.50"),
)
QUOTE_NOTE = "含税，更换的配件质保三个月。"
QUOTE_REASON = "进水损坏，不在保修之列"
DECLINED = "价格高，先找附近的修理铺看看"
PRAISE = {
    "one_week": ("安装挺细，交底可以再慢点", "来得准时，调试讲得清楚", "都教会了，用着顺手", ""),
    "three_months": ("用着挺好，没什么问题", "省油，机手满意", "问过一次，回话很快", ""),
    "annual": ("一年下来没误过工", "保养提醒及时", "质量可以，打算再买", ""),
    "after_service": ("来得快，修得细，讲得清楚", "价格说得清楚，满意", "一次就修好了", "换件快", ""),
}
BLAME = {
    "one_week": ("交底太快，机手没听明白", "约好上午，下午才到", "随机附件少一件，还没补"),
    "three_months": ("电话常打不通", "小毛病报了两回没人来", "保养没人提醒"),
    "annual": ("修是修了，没讲怎么保养", "配件贵，等得久", "反映过的问题没有下文"),
    "after_service": ("等了一天半才到，还没修好", "配件没带齐，来了两趟", "第二次来才找到原因"),
}

# what a trip of the demonstration fits and measures, and who signs where nobody is named
READINGS = (("系统压力", "24", "MPa"), ("油温", "61", "℃"))
SIGNER = "王友木"

FINDINGS = {
    "passed": "资料齐全，情况属实",
    "returned": "处理内容没有写清楚，请补充试机情况",
    "abnormal": "时间与行程对不上，已向客户核实中",
    "invalid": "同一次上门重复填写",
}
MENDED = "。补充：试机 20 分钟，压力、温度正常。"
