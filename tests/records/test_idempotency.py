"""One request, one effect: keys are claimed with the effect and freed with a refusal (safety.md, 14)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.http import HttpResponse, HttpResponseRedirect
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory, force_authenticate
from rest_framework.views import APIView

from records.audit import record_audit
from records.idempotency import IdempotentPosts, KeyReused, KeyTooLong, forget_old_keys, once
from records.models import AuditEntry, IdempotencyKey, NumberSeries

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 15, 1, tzinfo=UTC)


@pytest.fixture
def send(rf, agent):
    """Send a form to a view that leaves one trace and answers as it is told."""

    def send(key="k1", *, answer=None, path="/somewhere/", user=agent, htmx=False, headers=None, **typed):
        @once
        def view(request):
            record_audit(actor=request.user, at=AT, verb="tried", object_ref=request.POST.get("what", ""))
            return answer or HttpResponseRedirect("/result/")

        request = rf.post(path, typed | {"idempotency_key": key}, headers=headers or {})
        request.user, request.htmx = user, htmx
        return view(request)

    return send


def effects():
    return AuditEntry.objects.filter(verb="tried").count()


def test_the_same_request_twice_takes_effect_once_and_shows_the_same_result(send):
    assert [send(what="a").url, send(what="a").url] == ["/result/", "/result/"]
    assert effects() == 1


def test_a_repeated_request_of_a_script_is_led_to_the_result(send):
    send(what="a")
    assert send(what="a", htmx=True).headers["HX-Redirect"] == "/result/"
    assert effects() == 1


def test_a_key_means_one_request_alone(send):
    """Other words, another address: a key of its own is asked for."""
    send(what="a")
    for other in ({"what": "b"}, {"what": "a", "path": "/elsewhere/"}):
        with pytest.raises(KeyReused):
            send(**other)
    assert effects() == 1


def test_what_the_database_refuses_of_the_act_is_no_second_request(rf, agent):
    """The fault of the act itself comes through, and frees the key with everything else."""

    @once
    def view(request):
        for _turn in range(2):
            NumberSeries.objects.create(prefix="Z", year=2026, last=1)

    request = rf.post("/somewhere/", {"idempotency_key": "k1"})
    request.user = agent
    with pytest.raises(IntegrityError):
        view(request)
    assert not IdempotencyKey.objects.exists()
    assert not NumberSeries.objects.filter(prefix="Z").exists()


def test_a_file_is_a_part_of_the_request(send):
    """The same key with other bytes, or under another name, is another request; the same file is not."""

    def file(content=b"a,b\n", name="rows.csv"):
        return SimpleUploadedFile(name, content)

    assert [send(what="a", file=file()).url for _turn in range(2)] == ["/result/", "/result/"]
    for other in (file(b"a,c\n"), file(name="other.csv"), [file(), file()]):
        with pytest.raises(KeyReused):
            send(what="a", file=other)
    with pytest.raises(KeyReused):
        send(what="a")
    assert effects() == 1


def test_a_file_is_read_from_its_beginning_after_it_was_compared(rf, agent):
    @once
    def view(request):
        return HttpResponse(request.FILES["file"].read())

    posted = {"file": SimpleUploadedFile("rows.csv", b"a,b\n"), "idempotency_key": "k1"}
    request = rf.post("/somewhere/", posted)
    request.user = agent
    assert view(request).content == b"a,b\n"


def test_the_csrf_token_is_not_a_part_of_what_was_typed(send):
    send(what="a", csrfmiddlewaretoken="one")
    assert send(what="a", csrfmiddlewaretoken="two").url == "/result/"
    assert effects() == 1


def test_two_people_may_hold_the_same_key(send, agent, dispatcher):
    for user in (agent, dispatcher):
        send(what="a", user=user)
    assert effects() == 2


def test_without_a_key_each_request_counts(send):
    for _turn in range(2):
        send(key="", what="a")
    assert effects() == 2
    assert not IdempotencyKey.objects.exists()


def test_a_refusal_frees_the_key_and_takes_its_traces_back(send):
    assert send(what="a", answer=HttpResponse(status=422)).status_code == 422
    assert (effects(), IdempotencyKey.objects.count()) == (0, 0)
    assert send(what="a, corrected").url == "/result/"
    assert effects() == 1


@pytest.mark.parametrize("key", ["k" * 81, "k\n"])
def test_a_key_that_can_not_be_kept_is_refused(send, key):
    with pytest.raises(KeyTooLong):
        send(key=key)
    assert effects() == 0


@pytest.mark.parametrize(
    ("answered", "sent", "led_to"),
    [
        ({"HX-Redirect": "/away/"}, {}, "/away/"),
        ({"HX-Push-Url": "/pushed/"}, {}, "/pushed/"),
        ({}, {"HX-Current-URL": "http://testserver/calls/?tab=due"}, "/calls/"),
        ({}, {}, "/somewhere/"),
    ],
)
def test_where_the_result_stands_is_known_from_the_answer_or_the_page(send, answered, sent, led_to):
    for _turn in range(2):
        repeated = send(what="a", answer=HttpResponse(headers=answered), headers=sent)
    assert repeated.url == led_to


def test_keys_are_forgotten_after_a_day(send):
    send(what="a")
    IdempotencyKey.objects.update(created_at=AT)
    assert forget_old_keys(AT + timedelta(hours=24)) == 0
    assert forget_old_keys(AT + timedelta(hours=24, seconds=1)) == 1


class Tried(IdempotentPosts, APIView):
    """A view for programs that leaves a trace and answers as it is told, without an address."""

    permission_classes = ()
    answers = 201

    def post(self, request):
        record_audit(actor=request.user, at=AT, verb="tried")
        return Response({"n": 1}, status=self.answers)


def ask(user, *, answers=201):
    request = APIRequestFactory().post("/tried/", {}, format="json", headers={"Idempotency-Key": "k1"})
    force_authenticate(request, user)
    return Tried.as_view(answers=answers)(request)


def test_a_result_without_an_address_is_answered_by_its_status(agent):
    assert [ask(agent).status_code for _turn in range(2)] == [201, 201]
    assert effects() == 1


def test_a_refusal_to_a_program_frees_the_key(agent):
    assert ask(agent, answers=409).status_code == 409
    assert (effects(), IdempotencyKey.objects.count()) == (0, 0)
    assert ask(agent).status_code == 201
