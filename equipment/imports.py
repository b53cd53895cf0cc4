"""Units on delivery out of a file: each row goes through the service that registers one unit (C1)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dealers.models import Dealer
from equipment import permissions, phones
from equipment.models import Equipment, Product
from equipment.rules import clean_code, clean_serial_number, fold_serial_number, is_serial_number
from equipment.services import (
    FieldNotValid,
    Registration,
    SerialNumberElsewhere,
    keep_claim,
    register_equipment,
)
from records.imports import Importer, Job, Outcome, Problem, ReadRow
from records.imports.fields import Field, FieldType
from records.refusals import Refusal

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from dealers.models import User

PHONE_NOT_READABLE = _("This is not a phone number. Give 11 digits for a mobile, or area code and number.")
SERIAL_NOT_READABLE = _("A serial number has neither blanks nor slashes. Type it as it stands on the plate.")
TWICE = _("This number stands in line %(line)s already, with other values. Keep the right one of the two.")
NO_PRODUCT = _("There is no model %(code)s on sale or in service.")
NO_DEALER = _("There is no serving dealer %(code)s.")


def _check_phone(written: str) -> None:
    """Refuse what is no phone number, without repeating it: reasons are kept, phones are not (C10)."""
    try:
        phones.normalise(written)
    except Refusal as refusal:
        raise FieldNotValid(PHONE_NOT_READABLE, field="phone") from refusal


def _check_serial_number(written: str) -> None:
    if not is_serial_number(clean_serial_number(written)):
        raise FieldNotValid(SERIAL_NOT_READABLE, field="serial_number")


FIELDS = (
    Field(
        "serial_number",
        _("Serial number"),
        FieldType.CODE,
        is_required=True,
        longest=40,
        check=_check_serial_number,
        can_lose_zeros=True,
        aliases=("机号", "序列号", "出厂编号", "整机编号", "serial", "serial no", "sn", "machine number"),
    ),
    Field(
        "product",
        _("Model"),
        FieldType.CODE,
        is_required=True,
        longest=40,
        can_lose_zeros=True,
        aliases=("机型", "型号", "产品型号", "产品", "model code", "product code", "type"),
    ),
    Field(
        "customer_name",
        _("Customer"),
        is_required=True,
        longest=80,
        aliases=("客户", "客户单位", "客户名称", "用户单位", "用户", "customer name", "owner", "company"),
    ),
    Field(
        "contact_name",
        _("Contact"),
        is_required=True,
        longest=40,
        aliases=("联系人", "联系人姓名", "contact person", "contact name"),
    ),
    Field(
        "phone",
        _("Phone"),
        FieldType.CODE,
        is_required=True,
        longest=40,
        check=_check_phone,
        aliases=(
            "电话",
            "手机",
            "手机号",
            "联系电话",
            "电话号码",
            "mobile",
            "tel",
            "telephone",
            "phone number",
        ),
    ),
    Field(
        "first_place_of_use",
        _("First place of use"),
        is_required=True,
        longest=120,
        aliases=("首次使用地", "使用地", "使用地点", "首次使用地点", "地址", "place", "site", "address"),
    ),
    Field(
        "project_name",
        _("Project"),
        is_required=True,
        longest=80,
        aliases=("工程", "工程名称", "项目", "项目名称", "project name"),
    ),
    Field(
        "planned_installation_on",
        _("Planned installation"),
        FieldType.DATE,
        is_required=True,
        aliases=("计划安装日期", "计划安装日", "安装日期", "计划安装", "planned installation date"),
    ),
    Field(
        "delivered_on",
        _("Delivered on"),
        FieldType.DATE,
        aliases=("交付日期", "到货日期", "交机日期", "发货日期", "delivery date", "delivered"),
    ),
)
DEALER = Field(
    "dealer",
    _("Dealer's code"),
    FieldType.CODE,
    is_required=True,
    longest=20,
    aliases=("经销商", "经销商编号", "经销商代码", "网点", "网点编号", "dealer code"),
)


def fields_for(actor: "User") -> tuple[Field, ...]:
    """Return what a file can fill; whose unit it is only for headquarters: a dealer's are its own (I2)."""
    return (*FIELDS, DEALER) if actor.is_head_office else FIELDS


def look(rows: Sequence[ReadRow], job: Job) -> list[Problem]:
    """Name every model and dealer code that does not exist, also in rows with other faults."""
    problems = _unknown(rows, "product", Product.objects.active(), reason=NO_PRODUCT)
    if job.actor.is_head_office:
        problems += _unknown(rows, "dealer", Dealer.objects.active(), reason=NO_DEALER)
    return problems


def _unknown(
    rows: Sequence[ReadRow], field: str, known: "QuerySet[Any]", *, reason: "Promise"
) -> list[Problem]:
    codes = {row.line: clean_code(row.values[field]) for row in rows if row.values.get(field)}
    found = set(known.filter(code__in=set(codes.values())).values_list("code", flat=True))
    return [
        Problem(line, field, reason, {"code": code[:40]}) for line, code in codes.items() if code not in found
    ]


def take(rows: Sequence[ReadRow], job: Job) -> Outcome:
    """Register each unit by itself; one that is registered so already is unchanged (C1)."""
    numbers = Equipment.objects.visible_to(job.actor).filter(serial_number__in=[_number(row) for row in rows])
    standing = {fold_serial_number(number) for number in numbers.values_list("serial_number", flat=True)}
    outcome = Outcome()
    earlier: dict[str, tuple[int, Registration]] = job.memory.setdefault("registered", {})
    for row in rows:
        registration = _registration(row)
        number = _number(row)
        line, same = earlier.get(number, (0, registration))
        if replace(same, serial_number=registration.serial_number) != registration:
            outcome.refused.append(Problem(row.line, "serial_number", TWICE, {"line": line}))
            continue
        try:
            with transaction.atomic():
                register_equipment(
                    actor=job.actor, at=job.at, registration=registration, import_run_id=job.run_id
                )
        except SerialNumberElsewhere as refusal:
            keep_claim(refusal.claim)
            outcome.refused.append(Problem.of(row.line, refusal))
        except Refusal as refusal:
            outcome.refused.append(Problem.of(row.line, refusal))
        else:
            is_new = number not in standing and not line
            earlier.setdefault(number, (row.line, registration))
            outcome.taken += is_new
            outcome.unchanged += not is_new
    return outcome


def _number(row: ReadRow) -> str:
    return fold_serial_number(clean_serial_number(row.values["serial_number"]))


def _registration(row: ReadRow) -> Registration:
    values = row.values
    return Registration(
        serial_number=clean_serial_number(row.values["serial_number"]),
        product_code=values["product"],
        customer_name=values["customer_name"],
        contact_name=values["contact_name"],
        phone=values["phone"],
        first_place_of_use=values["first_place_of_use"],
        project_name=values["project_name"],
        planned_installation_on=values["planned_installation_on"],
        delivered_on=values["delivered_on"],
        dealer_code=values.get("dealer") or "",
    )


IMPORTER = Importer(
    kind="equipment",
    label=_("Units on delivery"),
    hint=_(
        "The eight fields of each delivered unit: number, model, customer, contact, place, project, date."
    ),
    icon="backhoe",
    may_import=permissions.may_register,
    fields=fields_for,
    take=take,
    look=look,
    chunk_rows=50,
    list_page="equipment:units",
    list_filter="import_run",
)
