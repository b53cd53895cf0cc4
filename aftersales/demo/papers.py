"""What the demonstration's people can do, and which certificates they hold: some end, one has ended."""

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from aftersales.demo.guides import one_page
from dealers.choices import QualificationKind
from dealers.models import Qualification, ServiceStaff, StaffQualification
from dealers.qualifications import confirm_qualification, file_qualification
from records.files.keeping import SentFile
from tickets.choices import TicketKind
from tickets.models import ServiceNeed

if TYPE_CHECKING:
    from aftersales.demo.cast import Cast

SKILL, CERTIFICATE = QualificationKind.SKILL, QualificationKind.CERTIFICATE
QUALIFICATIONS = (
    ("HYDRAULICS", SKILL, "液压系统", "Hydraulics"),
    ("REFRIGERATION", SKILL, "制冷维修", "Refrigeration"),
    ("HEIGHT", CERTIFICATE, "登高证", "Work at height"),
    ("ELECTRICITY", CERTIFICATE, "电工证", "Electrician's licence"),
)
# which models of machine, or which kind of ticket, ask for what
NEEDS = (
    ("EX-215", "", "HYDRAULICS"),
    ("EX-360", "", "HYDRAULICS"),
    ("RD-280", "", "HYDRAULICS"),
    ("AC-120", "", "REFRIGERATION"),
    ("AC-120", TicketKind.REPAIR.value, "HEIGHT"),
)
# of each dealer's people in turn: how many days from now on the certificate is valid
HEIGHT_ENDS_IN = (420, -5)
FAR = timedelta(days=3 * 365)


def file_papers(cast: "Cast", *, at: datetime, until: datetime) -> None:
    """File what everybody holds as the year begins and headquarters confirms; one paper still waits."""
    kinds = {
        code: Qualification.objects.create(code=code, kind=kind, name_zh=name_zh, name_en=name_en)
        for code, kind, name_zh, name_en in QUALIFICATIONS
    }
    products = {product.code: product for product in cast.products}
    for product, kind, code in NEEDS:
        ServiceNeed.objects.create(product=products[product], kind=kind, qualification=kinds[code])
    for people in cast.engineers.values():
        for place, person in enumerate(people):
            for code in ("HYDRAULICS", "REFRIGERATION"):
                _hold(person, kinds[code], cast=cast, at=at)
            ends_on = until.date() + timedelta(days=HEIGHT_ENDS_IN[place])
            _hold(person, kinds["HEIGHT"], cast=cast, at=at, ends_on=ends_on)
    waits = cast.engineers[cast.dealers["HD01"].pk][0]
    _file(waits, kinds["ELECTRICITY"], cast=cast, at=until - timedelta(hours=5), ends_on=(until + FAR).date())


def _hold(
    person: ServiceStaff,
    kind: Qualification,
    *,
    cast: "Cast",
    at: datetime,
    ends_on: date | None = None,
) -> None:
    paper = _file(person, kind, cast=cast, at=at, ends_on=ends_on)
    confirm_qualification(paper, actor=cast.users["dispatcher"], at=at)


def _file(
    person: ServiceStaff,
    kind: Qualification,
    *,
    cast: "Cast",
    at: datetime,
    ends_on: date | None = None,
) -> StaffQualification:
    """File a paper as the person's own desk does; three years are the usual term."""
    desk = cast.users["dispatcher"] if person.dealer_id is None else cast.desks[person.dealer_id]
    return file_qualification(
        person,
        actor=desk,
        at=at,
        qualification=kind,
        certificate_number=f"T{person.code}" if ends_on else "",
        valid_from=ends_on - FAR if ends_on else None,
        valid_until=ends_on,
        scan=_scan(person, kind) if ends_on else None,
    )


def _scan(person: ServiceStaff, kind: Qualification) -> SentFile:
    page = one_page((kind.name_zh, person.name, f"T{person.code}"))
    return SentFile(BytesIO(page), f"{kind.code}-{person.code}.pdf")
