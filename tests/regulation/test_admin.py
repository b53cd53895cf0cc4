"""Django admin of the regulation: drafts change through the service, the rest is read (K1, L3)."""

import re

import pytest
from django.urls import reverse

from regulation.models import RegulationVersion, SpecialDay
from tests.regulation.drafts import approved, draft

pytestmark = pytest.mark.django_db


def change_url(version):
    return reverse("admin:regulation_regulationversion_change", args=[version.pk])


def form_data(version, **changes):
    clauses = list(version.clauses.in_order())
    data = {
        "in_force_from": "2026-10-01",
        "reason": "改目标",
        "parameters": version.typed.model_dump_json(),
        "clauses-TOTAL_FORMS": len(clauses),
        "clauses-INITIAL_FORMS": len(clauses),
        "events-TOTAL_FORMS": 0,
        "events-INITIAL_FORMS": 0,
    }
    for place, clause in enumerate(clauses):
        data |= {
            f"clauses-{place}-id": clause.pk,
            f"clauses-{place}-regulation_version": version.pk,
            f"clauses-{place}-text_zh": clause.text_zh,
            f"clauses-{place}-text_en": clause.text_en,
        }
    return data | changes


def test_a_draft_changed_in_the_admin_has_its_line_in_the_history(page, administrator, manager):
    version = draft(manager)
    parameters = version.typed.model_copy(update={"planning_months": 15}).model_dump_json()
    data = form_data(version, parameters=parameters) | {"clauses-0-text_en": "Eight fields, all needed."}
    answer = page(administrator).post(change_url(version), data)
    assert answer.status_code == 302, answer.context["errors"]
    fresh = RegulationVersion.objects.get(pk=version.pk)
    assert (fresh.typed.planning_months, fresh.version) == (15, 2)
    assert fresh.clauses.in_order()[0].text_en == "Eight fields, all needed."
    event = fresh.events.newest_first()[0]
    assert (event.verb, event.actor) == ("edit", administrator)
    assert event.changes["clauses"] == ["C1"]


def test_the_admin_names_what_it_shows(page, administrator, manager):
    """L4: sources in words, heads in the reader's language."""
    client = page(administrator)
    client.cookies["django_language"] = "zh-hans"
    body = client.get(change_url(draft(manager))).content.decode()
    assert "《用户服务体系建设规划》5.1" in body
    assert "KR 5.1" not in body
    assert "First call" in body
    for head in ("时间", "改动"):
        assert re.search(rf"<th[^>]*>\s*{head}\s*</th>", body), head


@pytest.mark.parametrize(
    "changes", [{"parameters": "{}"}, {"clauses-0-text_en": "{no_such}"}, {"in_force_from": ""}]
)
def test_what_the_product_could_not_work_with_is_refused(page, administrator, manager, changes):
    version = draft(manager)
    answer = page(administrator).post(change_url(version), form_data(version, **changes))
    assert answer.status_code == 200
    assert RegulationVersion.objects.get(pk=version.pk).version == 1


def test_an_approved_version_is_only_read(page, administrator, manager, deputy, director):
    version = approved(manager, deputy, director)
    client = page(administrator)
    assert client.get(change_url(version)).status_code == 200
    assert client.post(change_url(version), form_data(version)).status_code == 403
    assert client.get(reverse("admin:regulation_regulationversion_add")).status_code == 403
    delete = reverse("admin:regulation_regulationversion_delete", args=[version.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_special_days_are_kept_by_administrators(page, administrator):
    data = {"day": "2027-01-01", "name": "元旦", "is_workday": ""}
    answer = page(administrator).post(reverse("admin:regulation_specialday_add"), data)
    assert answer.status_code == 302
    assert SpecialDay.objects.get().history.get().history_user == administrator


def test_the_history_is_only_read(page, administrator, manager):
    event = draft(manager).events.get()
    client = page(administrator)
    url = reverse("admin:regulation_versionevent_change", args=[event.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"note": "x"}).status_code == 403
