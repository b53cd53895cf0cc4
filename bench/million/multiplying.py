"""A few hundred tickets that the services made, multiplied by SQL to a million of the same shape."""

from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.apps import apps
from django.db import connection, models

from dealers.models import Dealer, Division, ServiceStaff, User
from dealers.roles import Role
from equipment.models import Equipment
from tests.factories.dealers import (
    DealerFactory,
    DivisionFactory,
    ServiceStaffFactory,
    TerritoryFactory,
    UserFactory,
)
from tests.factories.equipment import CustomerContactFactory, CustomerFactory, EquipmentFactory
from tickets import services
from tickets.services.opening import Intake

if TYPE_CHECKING:
    from collections.abc import Callable

AT: Final = datetime(2026, 9, 15, 1, tzinfo=UTC)
CLOSED: Final = 380  # made by the services and closed; each is multiplied
OPEN: Final = 20  # left open; multiplied so often that some thousands are open, as in a real house
MOST_OPEN: Final = 100
BETWEEN: Final = "17 hours"  # from one copy of a ticket to the next one before it
DIGEST: Final = 32  # letters of what md5 makes
STEP: Final = 1_000_000  # between the keys of copies
COMMON, RARE = "液压", "渗漏"
FAULTS: Final = (
    "液压泵异响，动作无力，停机检查",
    "发动机无法启动，仪表报警 E-217",
    "回转马达发热，司机反映油温偏高",
    "液压油管接头漏油，需要更换密封件",
    "空调不制冷，压缩机不吸合",
    "行走跑偏，左侧履带张力不足",
    "驾驶室玻璃破碎，要求报价",
    "挖掘臂抖动，怀疑主阀卡滞",
    "电瓶亏电，充电指示灯常亮",
    "例行保养，更换机油和滤芯",
)
# what belongs to a ticket and is multiplied with it, in the order of its keys
COPIED: Final = (
    "equipment.Customer",
    "equipment.CustomerContact",
    "equipment.Equipment",
    "tickets.Ticket",
    "tickets.TicketEvent",
    "tickets.TicketClock",
    "tickets.TicketOffer",
    "tickets.TicketAssignment",
    "tickets.ServiceRecord",
    "records.OutboxMessage",
)


CHECKS: Final = (
    "SELECT conrelid::regclass::text, conname FROM pg_constraint "
    "WHERE contype = 'c' AND conrelid::regclass::text = ANY(%s)"
)


class Crew(NamedTuple):
    """A dealer with its territory and its people."""

    division: Division
    dealer: Dealer
    desk: User
    engineer: ServiceStaff


def make_originals() -> None:
    """Let the services open tickets of fifty units, and bring most of them to their end."""
    agent = UserFactory(username="agent", full_name="小陈", roles=[Role.AGENT, Role.DISPATCHER])
    crews = []
    for n in range(10):
        dealer = DealerFactory(code=f"B{n}", name=f"第{n}号经销商")
        desk = UserFactory(username=f"desk{n}", dealer=dealer, roles=[Role.DEALER_USER])
        account = UserFactory(username=f"engineer{n}", dealer=dealer, roles=[Role.ENGINEER])
        staff = ServiceStaffFactory(code=f"B{n}-1", name=f"工程师{n}", dealer=dealer, user=account)
        division = DivisionFactory(code=f"32{n:02d}00")
        TerritoryFactory(dealer=dealer, division=division)
        crews.append(Crew(division, dealer, desk, staff))
    units = []
    for n, crew in zip(range(50), cycle(crews), strict=False):
        customer = CustomerFactory(name=f"{'甲乙丙丁戊'[n % 5]}建设工程公司{n}", dealer=crew.dealer)
        contact = CustomerContactFactory(customer=customer, phone=f"+86139{n:08d}")
        unit = EquipmentFactory(
            serial_number=f"RD{n:05d}",
            customer=customer,
            contact=contact,
            dealer=crew.dealer,
            division=crew.division,
            installed=True,
        )
        units.append((unit, crew))
    for n, (unit, crew) in zip(range(CLOSED + OPEN), cycle(units), strict=False):
        _one(n, unit, crew=crew, agent=agent)


def _one(n: int, unit: Equipment, *, crew: Crew, agent: User) -> None:
    at = AT - timedelta(minutes=40 * n)
    words = f"{FAULTS[n % len(FAULTS)]}；编号 {n}。" + (f"机身{RARE}。" if n == 0 else "")
    intake = Intake(
        kind="repair", channel="hotline", description=words, contact_name="", contact_phone="", equipment=unit
    )
    ticket = services.open_ticket(actor=agent, at=at, intake=intake)
    if n >= CLOSED and n % 2:
        return
    services.accept_ticket(ticket, actor=crew.desk, at=at)
    services.assign_ticket(ticket, actor=crew.desk, at=at, engineer=crew.engineer)
    if n >= CLOSED:
        return
    done = {"work_done": "更换密封件，试机正常", "minutes_worked": 90, "result": "fixed"}
    services.record_service(ticket, actor=crew.engineer.user, at=at, **done)
    services.close_ticket(ticket, actor=crew.desk, at=at)


def multiply(tickets: int) -> None:
    """Copy the originals until there are so many tickets; indexes are made once all rows stand.

    What the database checks of a row held of its original; messages are those of the newest tenth.
    """
    copies = max(tickets // (CLOSED + OPEN) - 1, 1)
    copied = [apps.get_model(name) for name in COPIED]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # rows that stood the checks once
        cursor.execute("SET maintenance_work_mem = '1GB'")
        tables = [model._meta.db_table for model in copied]  # noqa: SLF001 (Django has no public way)
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes "
            "WHERE tablename = ANY(%s) AND indexdef NOT LIKE '%%UNIQUE%%'",
            [tables],
        )
        indexes = cursor.fetchall()
        for name, _made in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        cursor.execute(CHECKS, [tables])
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for model, table in zip(copied, tables, strict=True):
            # apart from the copies: else each copy reads through all those before it
            cursor.execute(f"CREATE TEMP TABLE original AS SELECT * FROM {table} ORDER BY id")  # noqa: S608 (a name of our own)
            cursor.execute(_copy(model, copied), {"copies": copies})
            cursor.execute("DROP TABLE original")
        for _name, made in indexes:
            cursor.execute(made)
        for table in tables:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")  # noqa: S608 (a name of our own)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")


def _copy(model: type[models.Model], copied: list[type[models.Model]]) -> str:
    """Return the statement that copies a table's rows with keys, times and unique words of their own."""
    meta = model._meta  # noqa: SLF001 (Django has no public way)
    alone = [one.fields for one in meta.constraints if len(getattr(one, "fields", ())) == 1]
    unique = {name for (name,) in alone}
    columns = {
        field.column: _column(field, copied, is_unique=field.name in unique) for field in meta.concrete_fields
    }
    names = ", ".join(f'"{name}"' for name in columns)
    some = f"k <= {MOST_OPEN} OR " if model.__name__.startswith("Ticket") else ""
    mine = {"Ticket": "t.closed_at IS NOT NULL"}.get(model.__name__, "")
    if model.__name__ in {"TicketEvent", "TicketClock", "TicketOffer", "TicketAssignment"}:
        # of the originals alone: a list of all copies is looked through anew for each row
        mine = f"t.ticket_id IN (SELECT id FROM tickets_ticket WHERE closed_at IS NOT NULL AND id < {STEP})"  # noqa: S608 (a number of our own)
    if model.__name__ == "OutboxMessage":
        mine = "k <= %(copies)s / 10"
    wanted = f"WHERE {some}{mine}" if mine else ""
    # copy after copy, and not row after row: the keys rise, so that their indexes grow at one end
    return (
        f"INSERT INTO {meta.db_table} ({names}) SELECT {', '.join(columns.values())} "  # noqa: S608 (names of our own)
        "FROM generate_series(1, %(copies)s) k CROSS JOIN LATERAL "
        f"(SELECT * FROM original WHERE k > 0 ORDER BY id) t {wanted}"
    )


def _column(field: "models.Field[Any, Any]", copied: list[type[models.Model]], *, is_unique: bool) -> str:
    own = f't."{field.column}"'
    ways: dict[str, Callable[[], str]] = {
        "phone_hash": lambda: f"md5({own} || k)",
        "last_four_hash": lambda: f"md5({own} || k %% 25)",
        "about": lambda: f"{own} || '-' || k",
    }
    if field.primary_key or (field.is_relation and field.related_model in copied):
        return f"{own} + k * {STEP}::bigint"
    if field.column in ways and own != 't."about"':
        return ways[field.column]()
    if isinstance(field, models.DateTimeField):
        return f"{own} - k * interval '{BETWEEN}'"
    is_text = isinstance(field, models.CharField | models.TextField)
    if is_text and (field.unique or is_unique) and field.max_length == DIGEST:
        return f"md5({own} || k)"  # a code by which others know the row: of one length
    if is_text and (field.unique or is_unique or field.column in {"serial_number", "about"}):
        return f"CASE WHEN {own} = '' THEN '' ELSE {own} || '-' || k END"
    return own
