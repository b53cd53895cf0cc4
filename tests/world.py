"""One dealer with a row of each kind, and the addresses that name them (L2, safety.md 1)."""

import io
import re
from datetime import UTC, datetime

from equipment.models import HourReading, Maintenance, MaintenanceDone, SerialNumberCase
from equipment.services.maintenance import reckon_maintenance
from parts.services import store_of
from records import outbox
from records.files.keeping import SentFile
from records.letters import Letter
from records.models import ImportRun
from regulation.choices import RuleCode
from reports.models import DailyReport, MakerProposal
from reports.services import plan_reports
from tests.dealers.accounts import posted
from tests.factories.dealers import (
    StaffQualificationFactory,
    TerritoryFactory,
)
from tests.factories.equipment import EquipmentFactory
from tests.factories.files import PDF
from tests.factories.parts import PartFactory, stocked
from tests.factories.tickets import TicketFactory
from tests.factories.visits import VisitFactory
from tests.reports.daily import region_of
from tests.tickets.quotes import sent
from tests.tickets.referrals import complete, referred
from tests.tickets.trips import signed
from tickets import services
from tickets.models import DayPlan, Ticket
from tickets.states import TicketStatus

AT = datetime(2026, 6, 1, 2, tzinfo=UTC)
LATER = datetime(2026, 10, 30, 2, tzinfo=UTC)  # when every promised time of the ticket has passed


class World:
    """One unit with a ticket, a call, a case and a file of one dealer, and the addresses that name them."""

    def __init__(self, dealer, engineer, desk):
        self.dealer, self.engineer, self.desk = dealer, engineer, desk
        self.unit = EquipmentFactory(dealer=dealer, installed=True)
        TicketFactory(dealer=dealer, equipment=self.unit)  # which the ticket below repeats
        self.ticket = TicketFactory(
            dealer=dealer, equipment=self.unit, status=TicketStatus.ASSIGNED, engineer=engineer
        )
        self.file = services.add_files(
            self.ticket,
            actor=desk,
            at=AT,
            sent=[SentFile(io.BytesIO(PDF), "照片.pdf")],
            is_shown_to_customer=False,
        )[0].file
        StaffQualificationFactory(staff=engineer, scan=self.file)
        services.raise_alerts(LATER)
        self.quote = sent(self.ticket, desk)
        complete(self.ticket, desk)
        self.referral = referred(Ticket.objects.get(pk=self.ticket.pk), desk, done=True)
        self.entry, self.record = posted(dealer, desk, at=AT), self.signed_record(engineer)
        services.plan_days(AT)
        self.plan = DayPlan.objects.get(staff=engineer)
        self.visit, self.stock_act = VisitFactory(equipment=self.unit, rule=RuleCode.ONE_WEEK), self.stocked()
        self.case = SerialNumberCase.objects.create(
            number="Q-2026-00001",
            equipment=self.unit,
            claimed_by_dealer=dealer,
            claimed_by=desk,
            claimed_at=AT,
        )
        self.reading = HourReading.objects.create(
            equipment=self.unit, read_on=AT.date(), meter=9, hours=9, recorded_at=AT, recorded_by=desk
        )
        line = Maintenance.objects.create(
            equipment=self.unit, code="regular", name_zh="定期保养", months=6, copied_at=AT
        )
        reckon_maintenance(self.unit)
        self.done = MaintenanceDone.objects.create(
            maintenance=line, done_on=AT.date(), note="驻场人员", recorded_at=AT, recorded_by=desk
        )
        self.run = ImportRun.objects.create(
            code="a1b2c3d4e5f6", kind="equipment", file_name="设备.csv", started_by=desk, created_at=AT
        )
        self.message = outbox.put(
            "world", channel="sms", to="+8613812345678", text="您好", about=self.ticket.number, at=AT
        )
        letter = Letter("staff.offer", "zh-hans", "工单", "有新工单")
        notice = outbox.on_page("notice", letter, reader=desk, about=self.ticket.number, at=AT)
        outbox.put_all([notice])
        self.names = {
            "messages": self.message.code,
            "notices": notice.code,
            "me": notice.code,
            "equipment": self.unit.serial_number,
            "warranties": self.unit.serial_number,
            "maintenance": self.unit.serial_number,
            "tickets": self.ticket.number,
            "quotes": self.quote.number,
            "referrals": self.referral.number,
            "records": self.record.number,
            "day-plans": self.plan.code,
            "daily": self.day_of_its_region(dealer).code,
            "reports": MakerProposal.objects.create(
                number="FP-2026-00001", status="proposed", figures={}, proposed_at=AT, proposed_by=desk
            ).number,
            "calls": self.visit.number,
            "visits": self.visit.number,
            "dealer-accounts": self.entry.number,
            "account-entries": self.entry.number,
            "accounts": dealer.code,
            "parts": self.stock_place.code,
            "places": self.stock_place.code,
            "balances": str(self.stock_place.balances.get().pk),
            "movements": str(self.stock_act.pk),
            "network": dealer.code,
            "dealers": dealer.code,
            "staff": engineer.code,
            "customers": self.unit.customer.code,
            "imports": self.run.code,
            "territories": TerritoryFactory(dealer=dealer).division_id,
        }

    @property
    def stock_place(self):
        return store_of(self.dealer)

    def stocked(self):
        return stocked(PartFactory(), self.stock_place, 3, actor=self.desk, at=AT)

    def signed_record(self, engineer):
        """Let the customer sign a trip that did not put it right: the work goes on."""
        work = TicketFactory(
            dealer=self.dealer, equipment=self.unit, status=TicketStatus.ASSIGNED, engineer=engineer
        )
        return signed(work, engineer, AT).record

    def day_of_its_region(self, dealer):
        region = region_of("EAST", dealer, since=AT.date())
        plan_reports(AT)
        return DailyReport.objects.get(region=region)

    def address(self, route):
        """Fill in a route's argument with this world's row."""
        parts = route.removeprefix("api/v1/").split("/")
        section = parts[0]
        value = self.names["daily" if parts[1] == "daily" else section]
        if "serial_number" in route:
            value = self.unit.serial_number
        elif "for-ticket" in route or "ticket_number" in route:
            value = self.ticket.number
        elif route == "dealer-accounts/<str:code>/":
            value = self.dealer.code
        elif route.startswith("parts/movements/"):
            value = str(self.stock_act.pk)
        elif route.startswith("network/staff/"):
            value = self.names["staff"]
        elif route.startswith(("equipment/cases/", "equipment/claims/")):
            value = self.case.number
        route = route.replace("scans/<str:file>", f"scans/{self.file.code}")
        route = route.replace("<str:kind>", "complete").replace("<str:mark>", "complete-warn")
        route = route.replace("<str:cover>", "~").replace("<str:reading>", self.reading.mark)
        route = route.replace("<slug:code>", "regular").replace("<str:done>", self.done.mark)
        if "/files/" in route or "/photos/" in route:
            file = self.record.photos.all()[0].file if section == "records" else self.file
            route = re.sub(r"<str:code>|\(\?P<code>[^)]*\)", file.code, route)
        route = re.sub(r"\(\?P<version>[^)]*\)", "1", route)
        filled = re.sub(r"<[^>]+>", value, re.sub(r"\(\?P<(\w+)>[^)]*\)", value, route))
        return "/" + filled
