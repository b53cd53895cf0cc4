"""Head office sets robots and texts; what was secret stays so (D20, F10)."""

import pytest

from records.choices import AuditVerb
from records.models import AuditEntry, MessageText, Robot

pytestmark = pytest.mark.django_db
ADDRESS, SECRET = "https://oapi.dingtalk.example/robot/send?access_token=abc123", "SEC42"
ADD, TEXTS = "/admin/records/robot/add/", "/admin/records/messagetext/add/"
FIELDS = {
    "code": "desk",
    "name": "值班群",
    "kind": "dingtalk",
    "address": ADDRESS,
    "secret": SECRET,
    "events": ["staff.open", "staff.offer"],
    "is_active": "on",
}


@pytest.fixture
def admin(page, administrator):
    return page(administrator)


def text_of(response):
    return response.content.decode()


def test_a_robots_address_and_secret_are_kept_sealed_and_never_shown_back(admin):
    assert admin.post(ADD, FIELDS).status_code == 302
    robot = Robot.objects.get()
    assert (robot.address, robot.secret, robot.events) == (ADDRESS, SECRET, ["staff.open", "staff.offer"])
    assert ADDRESS not in robot.sealed_address
    page = text_of(admin.get(f"/admin/records/robot/{robot.pk}/change/"))
    assert "abc123" not in page
    assert SECRET not in page
    assert str(robot) == "值班群"


def test_empty_fields_keep_what_is_there_and_a_change_is_recorded_by_marks(admin, administrator):
    admin.post(ADD, FIELDS)
    robot = Robot.objects.get()
    change = f"/admin/records/robot/{robot.pk}/change/"
    admin.post(change, {**FIELDS, "name": "调度群", "address": "", "secret": ""})
    robot.refresh_from_db()
    assert (robot.name, robot.address, robot.secret) == ("调度群", ADDRESS, SECRET)
    admin.post(change, {**FIELDS, "address": "", "secret": "SEC43"})
    robot.refresh_from_db()
    assert (robot.address, robot.secret) == (ADDRESS, "SEC43")
    first, same, changed = AuditEntry.objects.filter(verb=AuditVerb.ROBOT_CHANGED).order_by("pk")
    before, after = same.reason.split(" → ")
    assert before == after
    before, after = changed.reason.split(" → ")
    assert before.split("/")[0] == after.split("/")[0]
    assert before.split("/")[1] != after.split("/")[1]
    assert first.reason.startswith("–/– → ")
    for entry in (first, same, changed):
        assert entry.actor == administrator
        assert "abc123" not in entry.reason
        assert "SEC" not in entry.reason


@pytest.mark.parametrize("address", ["", "http://robot.example/x", "https://", "robot"])
def test_an_address_is_needed_and_begins_with_https(admin, address):
    response = admin.post(ADD, {**FIELDS, "address": address})
    assert response.status_code == 200
    assert "address" in response.context["adminform"].form.errors
    assert not Robot.objects.exists()


def test_a_robot_is_taken_out_of_use_and_not_deleted(admin):
    admin.post(ADD, FIELDS)
    assert (
        admin.post(f"/admin/records/robot/{Robot.objects.get().pk}/delete/", {"post": "yes"}).status_code
        == 403
    )


def test_a_text_is_worded_anew_and_an_unknown_placeholder_is_refused_with_a_sentence(admin):
    words = {
        "template": "customer.open",
        "language": "zh-hans",
        "subject": " {number}\n收到 ",
        "text": "收到 {number}",
    }
    response = admin.post(TEXTS, {**words, "text": "收到 {phone}"})
    assert "这种消息没有 {phone}" in text_of(response)
    assert admin.post(TEXTS, words).status_code == 302
    kept = MessageText.objects.get()
    assert kept.subject == "{number} 收到"
    assert kept.history.count() == 1
    again = text_of(admin.post(TEXTS, words))
    assert "在该语言下已有文本" in again
    assert "客户：已受理" in text_of(admin.get("/admin/records/messagetext/"))


def test_a_text_of_no_message_is_refused(admin):
    words = {"template": "customer.gone", "language": "en", "subject": "x", "text": "y"}
    assert admin.post(TEXTS, words).status_code == 200
    assert not MessageText.objects.exists()


@pytest.mark.parametrize("path", [ADD, TEXTS])
def test_who_does_not_administer_sets_neither(page, dispatcher, path):
    assert page(dispatcher).get(path).status_code in {302, 403}
