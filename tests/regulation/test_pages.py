"""The regulation's pages: reading, comparing, drafting, deciding; what was typed is kept (K1, K2)."""

import pytest
import time_machine
from django.urls import reverse

from regulation import services
from regulation.models import RegulationVersion
from tests.factories.dealers import UserFactory
from tests.regulation.drafts import AT, TODAY, approved, draft, edit, parameters_of, reviewed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def form_of(client, version):
    """Return the edit page's fields as a browser would send them."""
    form = client.get(reverse("regulation:edit", args=[version.number])).context["form"]
    data = {"version": version.version}
    for name in form.fields:
        value = form[name].value()
        if name != "version" and value is not None and value is not False:
            data[name] = value
    return data


def test_the_current_version_is_read_with_its_numbers_filled_in(page, agent):
    body = page(agent).get(reverse("regulation:current")).content.decode()
    assert "自安装之日起满" in body
    assert reverse("regulation:clause", args=[1, "F1"]) + "?parameter=calls.one_week.after_days" in body
    assert "{calls" not in body


def test_a_reader_sees_no_draft_and_its_makers_do(page, agent, manager, deputy, director, norths_desk):
    version = draft(manager)
    for reader in (agent, norths_desk):
        assert page(reader).get(version.get_absolute_url()).status_code == 404
        body = page(reader).get(reverse("regulation:versions")).content.decode()
        assert version.get_absolute_url() not in body
    for maker in (manager, deputy, director):
        assert page(maker).get(version.get_absolute_url()).status_code == 200


def test_who_has_no_role_reads_nothing(page, db):
    nobody = UserFactory()
    for name in ("regulation:current", "regulation:versions"):
        assert page(nobody).get(reverse(name)).status_code == 403


def test_the_changes_of_a_version_are_shown_and_the_rest_left_out(page, manager, deputy, director):
    version = edit(draft(manager), manager, attempts__limit=4)
    body = page(manager).get(reverse("regulation:changes", args=[version.number])).content.decode()
    assert '<del class="diff-old">3</del><ins class="diff-new">4</ins>' in body
    assert 'id="F7"' in body
    assert 'id="F1"' not in body


@pytest.mark.parametrize(
    ("language", "texts", "changed"),
    [
        ("zh-hans", ("至少提前 {planning_months} 个月排好。", None), True),
        ("zh-hans", (None, "Calls are planned at the last moment."), True),
        ("en", ("回访临时安排。", None), True),
        ("en", (None, None), False),
    ],
)
def test_a_wording_changed_in_one_language_is_shown_to_the_readers_of_the_other(
    page, manager, *, language, texts, changed
):
    """K1: who approves a version approves both texts."""
    version = draft(manager)
    clause = version.clauses.get(code="F6")
    said = (texts[0] or clause.text_zh, texts[1] or clause.text_en)
    services.edit_version(
        version,
        actor=manager,
        at=AT,
        parameters=parameters_of(version),
        in_force_from=version.in_force_from,
        reason="措辞",
        clauses={"F6": said},
    )
    client = page(manager)
    client.cookies["django_language"] = language
    body = client.get(reverse("regulation:changes", args=[version.number])).content.decode()
    assert ('id="F6"' in body, 'class="diff-new"' in body) == (changed, changed)


def test_a_changed_number_is_no_change_of_the_other_languages_wording(page, manager):
    version = edit(draft(manager), manager, attempts__limit=4)
    (chapter,) = page(manager).get(reverse("regulation:changes", args=[version.number])).context["chapters"]
    (row,) = chapter["rows"]
    assert (row["clause"].code, bool(row["stretches"]), row["foreign"]) == ("F7", True, [])


def test_the_reason_of_a_draft_stands_once_on_its_changes(page, manager):
    version = edit(draft(manager, reason="只说一次"), manager, attempts__limit=4)
    body = page(manager).get(reverse("regulation:changes", args=[version.number])).content.decode()
    before_history = body.split('id="history"')[0]
    assert before_history.count("只说一次") == 1


def test_a_clause_is_explained_as_a_panel_and_as_a_page(page, agent):
    url = reverse("regulation:clause", args=[1, "F1"])
    client = page(agent)
    whole = client.get(url, {"parameter": "calls.one_week.after_days"})
    panel = client.get(url, {"parameter": "calls.one_week.after_days"}, headers={"HX-Request": "true"})
    assert b"<html" in whole.content
    assert b"<html" not in panel.content
    assert "自安装之日起满" in panel.content.decode()
    assert client.get(url, {"parameter": "no.such"}).status_code == 200
    assert client.get(reverse("regulation:clause", args=[1, "Z9"])).status_code == 404


@pytest.mark.parametrize(
    ("language", "name", "source", "foreign"),
    [
        ("zh-hans", "首次回访", "出处：《用户服务体系建设规划》5.2", "First call"),
        ("en", "First call", "Source: Plan for the user service system 5.2", "首次回访"),
    ],
)
def test_a_clause_is_named_in_the_readers_language_wherever_it_stands(
    page, manager, *, language, name, source, foreign
):
    """L4: in the document, in its panel, in the form."""
    version, client = draft(manager), page(manager)
    client.cookies["django_language"] = language
    panel = reverse("regulation:clause", args=[version.number, "F1"])
    for address in (version.get_absolute_url(), panel, reverse("regulation:edit", args=[version.number])):
        body = client.get(address).content.decode()
        assert name in body, address
        assert foreign not in body, address
    assert source in client.get(panel).content.decode()


@pytest.mark.parametrize(
    ("language", "unit", "heading"),
    [("zh-hans", "<span>天</span>", "首次回访"), ("en", "<span>days</span>", "First call")],
)
def test_the_form_speaks_the_readers_language_and_says_what_it_counts(
    page, manager, *, language, unit, heading
):
    version, client = draft(manager), page(manager)
    client.cookies["django_language"] = language
    body = client.get(reverse("regulation:edit", args=[version.number])).content.decode()
    assert unit in body
    assert f"<b>F1</b> {heading}" in body


def test_drafting_by_page_leads_to_the_form_of_its_numbers(page, manager):
    client = page(manager)
    assert client.get(reverse("regulation:draft")).status_code == 200
    data = {"in_force_from": "2026-10-01", "reason": "目标提高", "idempotency_key": "k1"}
    first, again = (client.post(reverse("regulation:draft"), data) for _ in range(2))
    assert first.url == again.url == reverse("regulation:edit", args=[2])
    assert RegulationVersion.objects.count() == 2


def test_a_day_that_is_over_is_refused_and_what_was_typed_stays(page, manager):
    data = {"in_force_from": TODAY.isoformat(), "reason": "目标提高到 92"}
    answer = page(manager).post(reverse("regulation:draft"), data)
    assert answer.status_code == 422
    assert "目标提高到 92" in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()


def test_the_form_saves_numbers_and_clauses(page, manager):
    version, client = draft(manager), page(manager)
    data = form_of(client, version) | {
        "satisfaction.target": 92,
        "F6.zh": "至少提前 {planning_months} 个月。",
    }
    answer = client.post(reverse("regulation:edit", args=[version.number]), data)
    assert answer.status_code == 302, answer.context["form"].errors
    version.refresh_from_db()
    fresh = RegulationVersion.objects.get(pk=version.pk)
    assert fresh.typed.satisfaction.target == 92
    assert fresh.typed.attempts.on_another_half_day
    assert fresh.clauses.get(code="F6").text_zh == "至少提前 {planning_months} 个月。"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("satisfaction.target", 101),
        ("planning_months", ""),
        ("F6.en", "{no_such}"),
        ("warn_last_share", "much"),
        ("calls.one_week.after_days", 0),
    ],
)
def test_a_wrong_value_is_named_at_its_field_and_the_rest_is_kept(page, manager, field, value):
    version, client = draft(manager), page(manager)
    data = form_of(client, version) | {field: value, "attempts.limit": 7}
    answer = client.post(reverse("regulation:edit", args=[version.number]), data)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert field in form.errors or form.non_field_errors()
    assert form["attempts.limit"].value() == "7"
    assert RegulationVersion.objects.get(pk=version.pk).version == 1


def test_a_stale_form_is_answered_with_what_was_done_meanwhile(page, manager):
    version, client = draft(manager), page(manager)
    data = form_of(client, version) | {"satisfaction.target": 80}
    edit(version, manager, attempts__limit=5)
    answer = client.post(reverse("regulation:edit", args=[version.number]), data)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert answer.context["form"]["satisfaction.target"].value() == "80"
    assert "3" in body
    assert answer.context["moved"][0]["icon"] == "pencil"
    assert client.post(reverse("regulation:edit", args=[2]), data | {"version": 2}).status_code == 302


def decide(client, version, step, **data):
    seen = {"version": version.version, "note": ""} | data
    return client.post(reverse(f"regulation:{step}", args=[version.number]), seen)


def test_the_deputy_reviews_and_the_general_manager_approves(page, manager, deputy, director):
    version = draft(manager)
    assert decide(page(deputy), version, "review").status_code == 302
    version.refresh_from_db()
    assert decide(page(director), version, "approve", note="同意").status_code == 302
    version.refresh_from_db()
    assert version.is_approved
    body = page(director).get(version.get_absolute_url()).content.decode()
    assert "同意" in body


def test_a_version_is_returned_only_with_a_reason(page, manager, deputy, director):
    version = reviewed(manager, deputy)
    assert decide(page(director), version, "return").status_code == 422
    assert decide(page(director), version, "return", note="理由不足").status_code == 302
    version.refresh_from_db()
    assert version.status == "draft"


def test_the_deputy_returns_a_draft_and_its_drafter_reads_why(page, manager, deputy):
    version = draft(manager)
    answer = page(deputy).get(version.get_absolute_url())
    assert reverse("regulation:return", args=[version.number]) in answer.content.decode()
    assert decide(page(deputy), version, "return").status_code == 422
    assert decide(page(deputy), version, "return", note="目标缺依据").status_code == 302
    for address in (version.get_absolute_url(), reverse("regulation:edit", args=[version.number])):
        answer = page(manager).get(address)
        assert answer.context["returned"]["note"] == "目标缺依据"
        assert "“目标缺依据”" in answer.content.decode()


def test_who_may_not_decide_is_refused(page, manager, deputy, director, agent):
    version = draft(manager)
    assert decide(page(manager), version, "review").status_code == 403
    assert decide(page(manager), version, "approve").status_code == 403
    assert decide(page(director), version, "approve").status_code == 409
    assert decide(page(agent), version, "review").status_code == 404
    assert page(deputy).get(reverse("regulation:edit", args=[2])).status_code == 403


def test_approving_in_two_tabs_has_one_effect(page, manager, deputy, director):
    """safety.md, F2."""
    version = reviewed(manager, deputy)
    client = page(director)
    assert decide(client, version, "approve").status_code == 302
    assert decide(client, version, "approve").status_code == 409
    assert version.events.filter(verb="approve").count() == 1


def test_too_early_and_taken_days_are_said_on_the_page(page, manager, deputy, director):
    late = reviewed(manager, deputy, in_force_from=TODAY)
    assert decide(page(director), late, "approve").status_code == 422
    approved(manager, deputy, director)
    same = reviewed(manager, deputy)
    answer = decide(page(director), same, "approve")
    assert answer.status_code == 422
    assert "2026-10-01" in answer.content.decode()


def test_the_list_says_how_each_version_stands(page, manager, deputy, director, django_assert_num_queries):
    approved(manager, deputy, director)
    draft(manager)
    client = page(manager)
    client.get(reverse("regulation:versions"))
    rows = client.get(reverse("regulation:versions")).context["rows"]
    assert [(row["version"].number, row["sign"]["code"]) for row in rows] == [
        (3, "draft"),
        (2, "scheduled"),
        (1, "in_force"),
    ]


PAGES = {"regulation:detail": 14, "regulation:changes": 17, "regulation:edit": 12}


@pytest.mark.parametrize(("name", "statements"), PAGES.items())
def test_pages_take_the_same_statements_at_two_versions_and_at_fifty(
    page, manager, name, statements, django_assert_num_queries
):
    version, client = draft(manager), page(manager)
    url = reverse(name, args=[version.number])
    client.get(url)
    with django_assert_num_queries(statements):
        client.get(url)
    for _ in range(48):
        draft(manager)
    with django_assert_num_queries(statements):
        client.get(url)


def test_a_version_on_its_way_is_no_longer_edited(page, manager, deputy):
    version = reviewed(manager, deputy)
    url = reverse("regulation:edit", args=[version.number])
    assert page(manager).get(url).url == version.get_absolute_url()
    form = page(manager).post(url, {"version": "x"})
    assert form.status_code == 422


def test_a_decision_without_the_version_seen_is_refused(page, manager, deputy):
    version = draft(manager)
    url = reverse("regulation:review", args=[version.number])
    assert page(deputy).post(url, {"note": "同意"}).status_code == 422


def test_what_cannot_work_is_said_at_its_group(page, manager):
    """A rule about several numbers stands above the form, with the name of the call."""
    version, client = draft(manager), page(manager)
    data = form_of(client, version) | {"calls.annual.counted_from": "closing"}
    answer = client.post(reverse("regulation:edit", args=[version.number]), data)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors()


def test_the_time_line_says_what_an_edit_changed(page, manager):
    version, client = draft(manager), page(manager)
    data = form_of(client, version) | {"in_force_from": "2026-11-01", "attempts.limit": 4, "F6.zh": "改"}
    client.post(reverse("regulation:edit", args=[version.number]), data)
    said = client.get(version.get_absolute_url()).context["history"][0]["say"]
    for words in ("2026-10-01 → 2026-11-01", "3", "4", "F6"):
        assert words in said
