"""Who plays: accounts, dealers, their people, products, territories; all of them plainly invented."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from dealers.choices import DealerKind
from dealers.models import Dealer, Division, Region, ServiceStaff, Territory, User
from dealers.regions import join_region
from dealers.roles import Role
from dealers.services import confirm_filing, give_roles
from equipment.models import Product
from regulation.calendars import local_day

CONFIRMED = 2  # of a dealer's three engineers
PASSWORD = "aftersales-demo"  # noqa: S105 (the demonstration's, printed on every start)

# code, name, kind, centre, quality (what its customers rate on average), divisions it serves
DEALERS = (
    ("EAST", "华东省服务中心", DealerKind.PROVINCE_CENTRE, "", 4.6, ("310000",)),
    ("WEST", "西南省服务中心", DealerKind.PROVINCE_CENTRE, "", 4.4, ("500000",)),
    ("HD01", "华东一号经销商", DealerKind.DEALER, "EAST", 4.9, ("320100", "320200")),
    ("HD02", "华东二号4S店", DealerKind.DIRECT_STORE, "EAST", 5.0, ("320500",)),
    ("NE02", "南二网点", DealerKind.OUTLET, "EAST", 4.5, ("320000", "330000")),
    ("XN03", "西南三号网点", DealerKind.OUTLET, "WEST", 3.8, ("510000",)),
    ("XY01", "西一网点", DealerKind.OUTLET, "WEST", 4.4, ("510100",)),
    ("BS04", "北四网点", DealerKind.OUTLET, "", 4.6, ("110000", "130000")),
)
# username, name, role, dealer
ACCOUNTS = (
    ("admin", "系统管理员", Role.ADMINISTRATOR, ""),
    ("agent", "小陈", Role.AGENT, ""),
    ("agent2", "小林", Role.AGENT, ""),
    ("dispatcher", "刘工", Role.DISPATCHER, ""),
    ("centre", "钱主任", Role.CENTRE_USER, "EAST"),
    ("dealer", "张经理", Role.DEALER_USER, "HD01"),
    ("dealer2", "罗经理", Role.DEALER_USER, "XN03"),
    ("engineer", "赵师傅", Role.ENGINEER, "HD01"),
    ("auditor", "冯姐", Role.SERVICE_ADMINISTRATOR, ""),
    ("support", "许工", Role.TECHNICAL_SUPPORT, ""),
    ("clerk", "孙库管", Role.PARTS_CLERK, ""),
    ("finance", "秦会计", Role.FINANCE, ""),
    ("manager", "周主管", Role.SERVICE_MANAGER, ""),
    ("deputy", "郑副总", Role.DEPUTY_IN_CHARGE, ""),
    ("director", "郑总", Role.GENERAL_MANAGER, ""),
    ("region", "梁经理", Role.REGION_HEAD, ""),
)
# code, names, head, dealers beside the centres that bring their outlets along
REGIONS = (
    ("EAST", "华东分区", "East", "region", ("EAST", "BS04")),
    ("WEST", "西南分区", "Southwest", "region-west", ("WEST",)),
)
ENGINEERS = (
    "赵师傅",
    "孙师傅",
    "吴师傅",
    "何师傅",
    "冯师傅",
    "蒋师傅",
    "沈师傅",
    "韩师傅",
    "杨师傅",
    "朱师傅",
)
CHECKS_OF_MACHINES = [
    "外观与随机附件齐全",
    "液压系统无渗漏",
    "发动机怠速与全速正常",
    "回转与行走制动可靠",
    "仪表与报警正常",
    "已向机手讲解操作与保养",
]
CHECKS_OF_CONDITIONERS = [
    "室内外机安装牢固",
    "连接管保压无泄漏",
    "绝缘与接地合格",
    "制冷制热运行正常",
    "已向用户讲解使用方法",
]
PRODUCTS = (
    ("EX-215", "履带挖掘机", "Crawler excavator", 12, CHECKS_OF_MACHINES),
    ("EX-360", "大型挖掘机", "Large excavator", 12, CHECKS_OF_MACHINES),
    ("LD-50", "轮式装载机", "Wheel loader", 12, CHECKS_OF_MACHINES),
    ("RD-280", "旋挖钻机", "Rotary drilling rig", 18, CHECKS_OF_MACHINES),
    ("AC-120", "商用空调机组", "Commercial air conditioner", 36, CHECKS_OF_CONDITIONERS),
)


@dataclass(slots=True)
class Cast:
    """Everybody the year needs at hand, by code and by username."""

    dealers: dict[str, Dealer] = field(default_factory=dict)
    quality: dict[str, float] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    desks: dict[int, User] = field(default_factory=dict)
    engineers: dict[int | None, list[ServiceStaff]] = field(default_factory=dict)
    products: list[Product] = field(default_factory=list)


def assemble(at: datetime) -> Cast:
    """Make the network as an administrator would, before the year begins at a moment."""
    cast = Cast()
    for code, name, kind, parent, quality, _ in DEALERS:
        cast.dealers[code] = Dealer.objects.create(
            code=code, name=name, kind=kind, parent=cast.dealers.get(parent)
        )
        cast.quality[code] = quality
    for username, name, role, code in ACCOUNTS:
        cast.users[username] = _account(username, name, role, dealer=cast.dealers.get(code))
    for dealer in cast.dealers.values():
        cast.desks[dealer.pk] = _desk(dealer, cast)
        cast.engineers[dealer.pk] = _staff(dealer, cast, at=at)
    cast.engineers[None] = [_headquarters_engineer(cast, at)]
    cast.products = [
        Product.objects.create(
            code=code, name_zh=name, name_en=english, warranty_months=months, self_check_items=checks
        )
        for code, name, english, months, checks in PRODUCTS
    ]
    _territories(cast)
    _regions(cast, at)
    return cast


def _account(username: str, name: str, role: Role, *, dealer: Dealer | None) -> User:
    is_staff = role == Role.ADMINISTRATOR
    user: User = User.objects.create(
        username=username, full_name=name, dealer=dealer, is_staff=is_staff, password=_password()
    )
    give_roles(user, role)
    return user


@cache
def _password() -> str:
    """Return the demonstration's password as it is stored: slow to make, so made once for all accounts."""
    return make_password(PASSWORD)


def _desk(dealer: Dealer, cast: Cast) -> User:
    """Return who sits at a dealer's desk: the demonstration's account where there is one."""
    known = {"HD01": "dealer", "XN03": "dealer2", "EAST": "centre"}.get(dealer.code)
    if known:
        return cast.users[known]
    role = Role.CENTRE_USER if dealer.kind == DealerKind.PROVINCE_CENTRE else Role.DEALER_USER
    user: User = User.objects.create(
        username=f"desk-{dealer.code.lower()}", full_name=f"{dealer.name}内勤", dealer=dealer
    )
    user.set_unusable_password()
    user.save(update_fields=["password"])
    give_roles(user, role)
    return user


def _staff(dealer: Dealer, cast: Cast, *, at: datetime) -> list[ServiceStaff]:
    """File three engineers a dealer; headquarters confirms two, the third one still waits for its word."""
    place = len(cast.engineers)
    names = [ENGINEERS[(place * 2 + step) % len(ENGINEERS)] for step in range(3)]
    if dealer.code == "HD01":
        names[0] = "赵师傅"
    filed = [
        ServiceStaff.objects.create(
            code=f"{dealer.code}-{step + 1}",
            name=name,
            dealer=dealer,
            user=_engineer_account(dealer, step, name=name, cast=cast),
        )
        for step, name in enumerate(names)
    ]
    return [confirm_filing(person, actor=cast.users["dispatcher"], at=at) for person in filed[:CONFIRMED]]


def _engineer_account(dealer: Dealer, step: int, *, name: str, cast: Cast) -> User | None:
    if (dealer.code, step) == ("HD01", 0):
        return cast.users["engineer"]
    if step >= CONFIRMED:
        return None
    user: User = User.objects.create(
        username=f"eng-{dealer.code.lower()}-{step + 1}", full_name=name, dealer=dealer
    )
    user.set_unusable_password()
    user.save(update_fields=["password"])
    give_roles(user, Role.ENGINEER)
    return user


def _headquarters_engineer(cast: Cast, at: datetime) -> ServiceStaff:
    user: User = User.objects.create(username="eng-hq-1", full_name="许工")
    user.set_unusable_password()
    user.save(update_fields=["password"])
    give_roles(user, Role.ENGINEER)
    filed = ServiceStaff.objects.create(code="HQ-1", name="许工", user=user)
    return confirm_filing(filed, actor=cast.users["dispatcher"], at=at)


def _regions(cast: Cast, at: datetime) -> None:
    cast.users["region-west"] = _silent("region-west", "高经理", Role.REGION_HEAD)
    for code, name, english, head, dealers in REGIONS:
        region = Region.objects.create(code=code, name_zh=name, name_en=english, head=cast.users[head])
        for dealer in dealers:
            join_region(cast.dealers[dealer], region, since=local_day(at), at=at)


def _silent(username: str, name: str, role: Role) -> User:
    """Return somebody who acts in the play and whom nobody signs in as."""
    user: User = User.objects.create(username=username, full_name=name)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    give_roles(user, role)
    return user


def _territories(cast: Cast) -> None:
    if not Division.objects.exists() and (settings.VENDOR_DATA_DIR / "china-division").is_dir():
        call_command("load_divisions", verbosity=0)
    known = set(Division.objects.values_list("code", flat=True))
    for code, *_, divisions in DEALERS:
        for division in divisions:
            if division in known:
                Territory.objects.create(dealer=cast.dealers[code], division_id=division)
