"""Every role of L1 is a group; what each may do is one table (L1)."""

import pytest
from django.contrib.auth.models import Group

from dealers.backends import RoleBackend
from dealers.roles import ROLE_RIGHTS, Right, Role, rights_of
from dealers.services import give_roles
from tests.factories.dealers import UserFactory

R = Right
# the roles of L1 in the catalogue's order, with what each may do beyond reading the regulation and the models
TABLE = {
    Role.AGENT: "see_equipment open_tickets see_tickets call_customers see_visits reveal_phones",
    Role.DEALER_USER: "register_equipment see_equipment open_tickets see_tickets serve_as_desk watch_quotes "
    "see_accounts see_stock keep_stock see_visits see_reports reveal_phones export",
    Role.CENTRE_USER: "register_equipment see_equipment open_tickets see_tickets serve_as_desk watch_quotes "
    "see_accounts see_stock keep_stock see_visits see_reports reveal_phones export",
    Role.ENGINEER: "see_tickets repair see_stock reveal_phones",
    Role.DISPATCHER: "register_equipment see_equipment open_tickets see_tickets dispatch watch_quotes "
    "see_stock see_visits tend_messages decide_serial_numbers reveal_phones export import_history",
    Role.TECHNICAL_SUPPORT: "see_equipment see_tickets advise see_stock reveal_phones export",
    Role.PARTS_CLERK: "see_stock keep_stock export",
    Role.QUALITY_SPECIALIST: "see_equipment see_tickets see_visits see_reports export propose_to_maker",
    Role.FINANCE: "watch_quotes see_accounts export",
    Role.SERVICE_MANAGER: "see_equipment see_tickets see_visits see_reports export open_tickets dispatch "
    "propose_to_maker watch_quotes see_accounts see_stock waive_charges tend_messages call_customers "
    "decide_serial_numbers reveal_phones watch_reveals draft_regulation import_history",
    Role.DEPUTY_IN_CHARGE: "see_equipment see_tickets see_visits see_reports export",
    Role.GENERAL_MANAGER: "see_equipment see_tickets see_visits see_reports export",
    Role.DEPARTMENT_HEAD: "",
    Role.SERVICE_ADMINISTRATOR: "see_equipment see_tickets audit_records export",
    Role.COUNTER_CLERK: "",
    Role.WORKSHOP_TECHNICIAN: "",
    Role.LOGISTICS_CLERK: "",
    Role.ACCOUNTS: "watch_quotes see_accounts export",
    Role.REGION_HEAD: "see_equipment see_tickets see_visits see_reports export confirm_days",
    Role.PROPOSAL_COMMITTEE: "",
    Role.INSPECTION_GROUP: "",
    Role.RENEWAL_CLERK: "",
    Role.ADMINISTRATOR: "administer tend_messages watch_reveals draft_regulation import_history",
}


@pytest.mark.parametrize(("role", "rights"), TABLE.items())
def test_each_role_may_exactly_what_the_table_says(role, rights):
    assert ROLE_RIGHTS[role] == {
        R.SEE_REGULATION,
        R.SEE_PRODUCTS,
        *(Right(right) for right in rights.split()),
    }


def test_the_table_names_every_role_and_no_other():
    assert list(TABLE) == list(Role)
    assert set(ROLE_RIGHTS) == set(Role.values)


def test_rights_of_several_roles_are_their_union_and_of_none_nothing():
    both = rights_of(frozenset({Role.ENGINEER.value, Role.FINANCE.value}))
    assert both == ROLE_RIGHTS[Role.ENGINEER] | ROLE_RIGHTS[Role.FINANCE]
    assert rights_of(frozenset({"unknown"})) == frozenset()


@pytest.mark.django_db
def test_every_role_exists_as_a_group_from_the_first_migration():
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)


@pytest.mark.django_db
def test_a_person_holds_exactly_the_roles_given():
    user = UserFactory(roles=[Role.AGENT])
    assert user.may(R.CALL_CUSTOMERS)
    give_roles(user, Role.ENGINEER, Role.FINANCE)
    assert user.roles == {"engineer", "finance"}
    assert not user.may(R.CALL_CUSTOMERS)
    assert user.may(R.REPAIR)
    assert user.role_names.count(" · ") == 1


@pytest.mark.django_db
def test_who_left_may_nothing(administrator):
    administrator.is_active = False
    administrator.save()
    fresh = type(administrator).objects.get(pk=administrator.pk)
    assert fresh.rights == frozenset()
    assert not RoleBackend().has_perm(fresh, "dealers.view_user")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_pass_the_admins_gate(role, administrator, client):
    backend = RoleBackend()
    assert backend.has_perm(administrator, "dealers.change_user")
    assert backend.has_module_perms(administrator, "dealers")
    other = UserFactory(roles=[role])
    assert not backend.has_perm(other, "dealers.change_user")
    assert not backend.has_module_perms(other, "dealers")
    client.force_login(other, backend="dealers.backends.RoleBackend")
    assert client.get("/admin/").status_code == 302
