"""Roles of L1 and what each may do: the one table, in code."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Stored as the name of a group, so never renamed."""

    AGENT = "agent", _("Hotline agent")
    DEALER_USER = "dealer_user", _("Dealer")
    CENTRE_USER = "centre_user", _("Centre")
    ENGINEER = "engineer", _("Engineer")
    DISPATCHER = "dispatcher", _("Dispatcher")
    TECHNICAL_SUPPORT = "technical_support", _("Technical support")
    PARTS_CLERK = "parts_clerk", _("Parts clerk")
    QUALITY_SPECIALIST = "quality_specialist", _("Quality specialist")
    FINANCE = "finance", _("Finance")
    SERVICE_MANAGER = "service_manager", _("Service manager")
    DEPUTY_IN_CHARGE = "deputy_in_charge", _("Deputy in charge")
    GENERAL_MANAGER = "general_manager", _("General manager")
    DEPARTMENT_HEAD = "department_head", _("Department head")
    SERVICE_ADMINISTRATOR = "service_administrator", _("Service administrator")
    COUNTER_CLERK = "counter_clerk", _("Counter clerk")
    WORKSHOP_TECHNICIAN = "workshop_technician", _("Workshop technician")
    LOGISTICS_CLERK = "logistics_clerk", _("Logistics clerk")
    ACCOUNTS = "accounts", _("After-sales accounts")
    REGION_HEAD = "region_head", _("Head of region")
    PROPOSAL_COMMITTEE = "proposal_committee", _("Proposal committee")
    INSPECTION_GROUP = "inspection_group", _("Inspection group")
    RENEWAL_CLERK = "renewal_clerk", _("Renewal clerk")
    ADMINISTRATOR = "administrator", _("Administrator")


# Whose people hold a role. A dealer's desk is nobody without its dealer; some trades are found at both.
DEALERS_OWN: Final = frozenset({Role.DEALER_USER, Role.CENTRE_USER})
AT_BOTH: Final = frozenset(
    {Role.ENGINEER, Role.COUNTER_CLERK, Role.WORKSHOP_TECHNICIAN, Role.LOGISTICS_CLERK}
)
# sees and answers for the dealers of a region, and for nobody else's
REGIONS_OWN: Final = frozenset({Role.REGION_HEAD})
HEADQUARTERS_OWN: Final = frozenset(Role) - DEALERS_OWN - AT_BOTH - REGIONS_OWN


class Right(models.TextChoices):
    """What can be allowed. Whose rows it covers is the scope's business, not the right's."""

    REGISTER_EQUIPMENT = "register_equipment", _("Register and install equipment")
    SEE_PRODUCTS = "see_products", _("See models of machine")
    SEE_EQUIPMENT = "see_equipment", _("See equipment and customers")
    DECIDE_SERIAL_NUMBERS = "decide_serial_numbers", _("Decide serial numbers claimed twice")
    OPEN_TICKETS = "open_tickets", _("Open tickets")
    SEE_TICKETS = "see_tickets", _("See tickets")
    DISPATCH = "dispatch", _("Offer, assign and cancel tickets")
    SERVE_AS_DESK = "serve_as_desk", _("Accept, assign and close a dealer's tickets")
    REPAIR = "repair", _("Carry out assigned tickets")
    AUDIT_RECORDS = "audit_records", _("Audit service records")
    ADVISE = "advise", _("Answer hard cases of dealers")
    WATCH_QUOTES = "watch_quotes", _("Follow up quotes to customers")
    SEE_ACCOUNTS = "see_accounts", _("See the accounts of dealers")
    SEE_STOCK = "see_stock", _("See parts and stock")
    KEEP_STOCK = "keep_stock", _("Move stock and put it right")
    WAIVE_CHARGES = "waive_charges", _("Reverse entries on accounts of dealers")
    CALL_CUSTOMERS = "call_customers", _("Call customers")
    SEE_VISITS = "see_visits", _("See calls")
    SEE_REPORTS = "see_reports", _("See reports")
    PROPOSE_TO_MAKER = "propose_to_maker", _("Put findings to the maker")
    CONFIRM_DAYS = "confirm_days", _("Confirm the daily report of a region")
    SEE_REGULATION = "see_regulation", _("Read the regulation")
    DRAFT_REGULATION = "draft_regulation", _("Draft the regulation")
    REVEAL_PHONES = "reveal_phones", _("Show a phone number")
    WATCH_REVEALS = "watch_reveals", _("See alerts about phone numbers")
    TEND_MESSAGES = "tend_messages", _("See to messages that are stuck")
    EXPORT = "export", _("Take lists away as files")
    IMPORT_HISTORY = "import_history", _("Import service history")
    ADMINISTER = "administer", _("Administer reference data and users")


R = Right
_COMMON: Final = frozenset({R.SEE_REGULATION, R.SEE_PRODUCTS})
_DESK: Final = _COMMON | {
    R.REGISTER_EQUIPMENT,
    R.SEE_EQUIPMENT,
    R.OPEN_TICKETS,
    R.SEE_TICKETS,
    R.SERVE_AS_DESK,
    R.WATCH_QUOTES,
    R.SEE_ACCOUNTS,
    R.SEE_STOCK,
    R.KEEP_STOCK,
    R.SEE_VISITS,
    R.SEE_REPORTS,
    R.REVEAL_PHONES,
    R.EXPORT,
}
_READER: Final = _COMMON | {R.SEE_EQUIPMENT, R.SEE_TICKETS, R.SEE_VISITS, R.SEE_REPORTS, R.EXPORT}

ROLE_RIGHTS: Final[Mapping[str, frozenset[Right]]] = MappingProxyType(
    {role.value: _COMMON for role in Role}
    | {
        Role.AGENT.value: _COMMON
        | {
            R.SEE_EQUIPMENT,
            R.OPEN_TICKETS,
            R.SEE_TICKETS,
            R.CALL_CUSTOMERS,
            R.SEE_VISITS,
            R.REVEAL_PHONES,
        },
        Role.DEALER_USER.value: _DESK,
        Role.CENTRE_USER.value: _DESK,
        Role.ENGINEER.value: _COMMON | {R.SEE_TICKETS, R.REPAIR, R.SEE_STOCK, R.REVEAL_PHONES},
        Role.DISPATCHER.value: _COMMON
        | {
            R.REGISTER_EQUIPMENT,
            R.SEE_EQUIPMENT,
            R.OPEN_TICKETS,
            R.SEE_TICKETS,
            R.DISPATCH,
            R.WATCH_QUOTES,
            R.SEE_STOCK,
            R.TEND_MESSAGES,
            R.SEE_VISITS,
            R.DECIDE_SERIAL_NUMBERS,
            R.REVEAL_PHONES,
            R.EXPORT,
            R.IMPORT_HISTORY,
        },
        Role.TECHNICAL_SUPPORT.value: _COMMON
        | {R.SEE_EQUIPMENT, R.SEE_TICKETS, R.ADVISE, R.SEE_STOCK, R.REVEAL_PHONES, R.EXPORT},
        Role.PARTS_CLERK.value: _COMMON | {R.SEE_STOCK, R.KEEP_STOCK, R.EXPORT},
        Role.QUALITY_SPECIALIST.value: _READER | {R.PROPOSE_TO_MAKER},
        Role.SERVICE_MANAGER.value: _READER
        | {
            R.PROPOSE_TO_MAKER,
            R.OPEN_TICKETS,
            R.DISPATCH,
            R.WATCH_QUOTES,
            R.SEE_ACCOUNTS,
            R.SEE_STOCK,
            R.WAIVE_CHARGES,
            R.TEND_MESSAGES,
            R.CALL_CUSTOMERS,
            R.DECIDE_SERIAL_NUMBERS,
            R.REVEAL_PHONES,
            R.WATCH_REVEALS,
            R.DRAFT_REGULATION,
            R.IMPORT_HISTORY,
        },
        Role.SERVICE_ADMINISTRATOR.value: _COMMON
        | {R.SEE_EQUIPMENT, R.SEE_TICKETS, R.AUDIT_RECORDS, R.EXPORT},
        Role.FINANCE.value: _COMMON | {R.WATCH_QUOTES, R.SEE_ACCOUNTS, R.EXPORT},
        Role.ACCOUNTS.value: _COMMON | {R.WATCH_QUOTES, R.SEE_ACCOUNTS, R.EXPORT},
        Role.REGION_HEAD.value: _READER | {R.CONFIRM_DAYS},
        Role.DEPUTY_IN_CHARGE.value: _READER,
        Role.GENERAL_MANAGER.value: _READER,
        Role.ADMINISTRATOR.value: _COMMON
        | {R.ADMINISTER, R.TEND_MESSAGES, R.WATCH_REVEALS, R.DRAFT_REGULATION, R.IMPORT_HISTORY},
    }
)


def rights_of(roles: frozenset[str]) -> frozenset[Right]:
    """Return what a set of roles may do: the union, for one person may hold several (L1)."""
    return frozenset().union(*(ROLE_RIGHTS.get(role, frozenset()) for role in roles))
