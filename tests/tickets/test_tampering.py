"""A thousand changes behind the product's back, each named by the check (D7)."""

import random
import string
from collections import Counter
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from tests.factories.tickets import FaultCauseFactory, FaultRemedyFactory
from tests.tickets.trips import signed
from tickets import choices, services
from tickets.models import RecordLine, RecordPhoto, RecordReading, ServiceRecord, SignedRecord
from tickets.onsite.checking import code_of, differences, kept_of
from tickets.onsite.evidence import digests_of, hash_of
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db
CHANGES = 1000
LETTERS = string.ascii_letters + string.digits + "更换密封圈油泵试机"
CHOICES = {
    "result": choices.RecordResult.values,
    "step": choices.PhotoStep.values,
    "old_part": choices.OldPart.values,
    "signer_role": choices.SignerRole.values,
    "kind": ["bought", "needed", "labour", "travel", "other"],
}
OF_THE_RECORD = ("work_done", "minutes_worked", "minutes_travelled", "meter", "result", "total")
MOMENTS = ("began_at", "departed_at", "arrived_at", "recorded_at")
TABLES = ("servicerecord", "recordline", "recordreading", "recordphoto", "signedrecord")


def lift_all_triggers():
    """Let the test write what the database refuses; all comes back with the end of its transaction."""
    with connection.cursor() as cursor:
        for name in TABLES:
            table = f"tickets_{name}"
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute(
                    "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [table]
                )
                drop = f"DROP TRIGGER {{}} ON {table}"
            else:
                cursor.execute(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
                )
                drop = "DROP TRIGGER {}"
            for (trigger,) in cursor.fetchall():
                cursor.execute(drop.format(trigger))


class Forger:
    """Changes one thing of a signed record, says how the check has to call it, and puts it back."""

    def __init__(self, version, other, seed):
        self.version, self.record, self.chance = version, version.record, random.Random(seed)
        self.other = other
        self.ways = [
            *(self.of_the_record for _ in range(3)),
            *(self.of_a_line for _ in range(3)),
            self.of_whose_it_is,
            self.of_what_was_found,
            self.of_a_reading,
            self.of_a_photo,
            self.of_the_picture,
            *(self.of_the_signature for _ in range(2)),
            *(self.of_a_stroke for _ in range(3)),
            *(self.of_the_content for _ in range(2)),
            self.of_the_digests,
            self.of_the_chain,
        ]

    def changed(self, value):
        """Return another value of the same kind: one character, digit or second is not what it was."""
        if value is None or isinstance(value, int):
            return (value or 0) + self.chance.choice([1, 2, 60])
        if isinstance(value, str):
            place = self.chance.randrange(len(value) + 1)
            letter = self.chance.choice([one for one in LETTERS if value[place : place + 1] != one])
            return value[:place] + letter + value[place + 1 :]
        if hasattr(value, "tzinfo"):
            return value.replace(second=(value.second + self.chance.randrange(1, 60)) % 60)
        return value + self.chance.choice([1, 2])

    def write(self, row, name, value):
        type(row).objects.filter(pk=row.pk).update(**{name: value})

    def of_a_field(self, row, name, called):
        was = getattr(row, name)
        if name in CHOICES:
            new = self.chance.choice([one for one in CHOICES[name] if one != was])
        else:
            new = self.changed(was)
        self.write(row, name, new)
        return called

    def of_the_record(self):
        name = self.chance.choice([*OF_THE_RECORD, *MOMENTS])
        row = ServiceRecord.objects.get(pk=self.record.pk)
        if name in MOMENTS and getattr(row, name) is None:
            self.write(row, name, row.arrived_at)
            return name
        return self.of_a_field(row, name, name)

    def of_whose_it_is(self):
        """Hang the record on another ticket, or put it down to somebody else."""
        name = self.chance.choice(["ticket", "engineer", "dealer"])
        other = {
            "ticket": self.other.ticket,
            "engineer": self.other.engineer,
            "dealer": self.other.engineer.dealer,
        }[name]
        self.write(self.record, name, other)
        return name

    def of_what_was_found(self):
        """Let the record name another cause or remedy, or none."""
        name = self.chance.choice(["cause", "remedy"])
        made = FaultCauseFactory() if name == "cause" else FaultRemedyFactory()
        self.write(self.record, name, self.chance.choice([None, made]))
        return name

    def of_a_line(self):
        line = self.chance.choice(list(RecordLine.objects.filter(record=self.record)))
        name = self.chance.choice(["kind", "text", "part_number", "unit", "unit_price", "gone", "more"])
        called = f"lines/{line.position}/{name}"
        if name == "gone":
            line.delete()
            return f"lines/{line.position}/text"
        if name == "more":
            line.pk, line.position = None, 40
            line.save(force_insert=True)
            return "lines/40/text"
        if name == "unit_price":
            price = line.unit_price + self.chance.randrange(1, 9)
            amount = price * line.quantity
            RecordLine.objects.filter(pk=line.pk).update(unit_price=price, amount=amount)
            return called
        if name == "kind" and line.old_part:
            RecordLine.objects.filter(pk=line.pk).update(kind="other", old_part="")
            return called
        return self.of_a_field(line, name, called)

    def of_a_reading(self):
        row = self.chance.choice(list(RecordReading.objects.filter(record=self.record)))
        name = self.chance.choice(["name", "value", "unit"])
        return self.of_a_field(row, name, f"readings/{row.position}/{name}")

    def of_a_photo(self):
        photos = list(RecordPhoto.objects.filter(record=self.record).order_by("pk"))
        place = self.chance.randrange(len(photos))
        name = self.chance.choice(["step", "taken_at"])
        return self.of_a_field(photos[place], name, f"photos/{place + 1}/{name}")

    def of_the_picture(self):
        """Change one bit of one byte of a photo, where it lies."""
        photos = list(RecordPhoto.objects.filter(record=self.record).order_by("pk"))
        place = self.chance.randrange(len(photos))
        path = Path(default_storage.path(photos[place].file.stored_name))
        content = bytearray(path.read_bytes())
        content[self.chance.randrange(len(content))] ^= 1 << self.chance.randrange(8)
        path.write_bytes(content)
        return f"photos/{place + 1}/picture"

    def of_the_signature(self):
        name = self.chance.choice(["signer_name", "signer_role", "place", "signed_at", "accuracy"])
        return self.of_a_field(self.version, name, f"signature/{name}")

    def of_a_stroke(self):
        strokes = [[[*point] for point in stroke] for stroke in self.version.strokes]
        point = self.chance.choice(self.chance.choice(strokes))
        point[self.chance.randrange(3)] += 1
        self.write(self.version, "strokes", strokes)
        return "signature/strokes"

    def of_the_content(self):
        content = {**self.version.content}
        name = self.chance.choice([name for name in content if name != "signature/strokes"])
        content[name] = self.changed(content[name])
        self.write(self.version, "content", content)
        return name

    def of_the_digests(self):
        digests = {**self.version.digests}
        name = self.chance.choice(list(digests))
        digests[name] = self.changed(digests[name])
        self.write(self.version, "digests", digests)
        return name

    def of_the_chain(self):
        name, called = self.chance.choice([("hash", "hash"), ("seal", "seal")])
        value = getattr(self.version, name)
        place = self.chance.randrange(len(value))
        self.write(
            self.version, name, value[:place] + ("0" if value[place] != "0" else "1") + value[place + 1 :]
        )
        return called


def found():
    """Return what an engineer finds: a cause with its remedy."""
    remedy = FaultRemedyFactory()
    return services.Diagnosis(cause=remedy.cause, remedy=remedy)


def trip_of_south(ticket_in, engineer, at):
    """Begin a trip of another dealer: what a forger hangs the record on."""
    ticket = ticket_in(TicketStatus.ASSIGNED, dealer=engineer.dealer, engineer=engineer)
    return services.arrive(ticket, actor=engineer.user, at=at)


def test_a_thousand_changes_are_a_thousand_found(ticket_in, norths_engineer, souths_engineer, at):
    version = signed(ticket_in(TicketStatus.ASSIGNED), norths_engineer, at, meter=2612, diagnosis=found())
    pictures = {
        photo.file.stored_name: default_storage.open(photo.file.stored_name).read()
        for photo in version.record.photos.all()
    }
    lift_all_triggers()
    elsewhere = trip_of_south(ticket_in, souths_engineer, at)
    forger, caught, tried = Forger(version, elsewhere, seed=20260915), Counter(), 0
    while caught.total() < CHANGES:
        tried += 1
        assert tried < 2 * CHANGES
        way = forger.chance.choice(forger.ways)
        try:
            with transaction.atomic():
                called = way()
                fresh = SignedRecord.objects.select_related("record__ticket").get(pk=version.pk)
                assert called in differences(fresh), f"{way.__name__}: {called}"
                caught[way.__name__] += 1
                transaction.set_rollback(True)
        except IntegrityError:
            continue  # the database itself refused it: that is no change
        finally:
            for name, content in pictures.items():
                Path(default_storage.path(name)).write_bytes(content)
    assert set(caught) == {way.__name__ for way in forger.ways}
    fresh = SignedRecord.objects.get(pk=version.pk)
    assert differences(fresh) == []


def test_a_record_rewritten_with_all_its_digests_lacks_the_seal(ticket_in, norths_engineer, at):
    """Whoever may write in the database, without the key, can't make a record that passes."""
    version = signed(ticket_in(TicketStatus.ASSIGNED), norths_engineer, at)
    lift_all_triggers()
    ServiceRecord.objects.update(work_done="什么也没做")
    content = {**version.content, "work_done": "什么也没做"}
    digests = digests_of(content)
    made = hash_of(version.record.number, 1, digests=digests, previous="")
    SignedRecord.objects.update(content=content, digests=digests, hash=made)
    fresh = SignedRecord.objects.get()
    assert kept_of(fresh).hash == made
    assert differences(fresh) == ["seal"]


def test_a_photo_that_is_gone_is_named(ticket_in, norths_engineer, at):
    version = signed(ticket_in(TicketStatus.ASSIGNED), norths_engineer, at)
    default_storage.delete(version.record.photos.order_by("pk")[0].file.stored_name)
    assert differences(version) == ["photos/1/picture"]


def test_a_later_correction_of_the_customer_is_no_change_of_the_record(ticket_in, norths_engineer, at):
    """C6: what stood beside the record when it was signed is kept as it was."""
    version = signed(ticket_in(TicketStatus.ASSIGNED), norths_engineer, at)
    ticket = version.record.ticket
    type(ticket).objects.filter(pk=ticket.pk).update(description="另一句", serial_number="X")
    assert differences(SignedRecord.objects.get()) == []


def test_the_check_shows_the_machine_that_was_signed_for(client, ticket_in, norths_engineer, at):
    """Who writes another serial number on the ticket gives the sheet to no other machine."""
    version = signed(ticket_in(TicketStatus.ASSIGNED), norths_engineer, at)
    ticket = version.record.ticket
    type(ticket).objects.filter(pk=ticket.pk).update(serial_number="ANOTHER-1")
    seen = client.get(reverse("customer:check", args=[code_of(version)])).content.decode()
    assert ticket.serial_number in seen
    assert "ANOTHER-1" not in seen


def test_a_signed_record_that_says_it_is_not_is_named(ticket_in, norths_engineer, at):
    version = signed(ticket_in(TicketStatus.ASSIGNED), norths_engineer, at)
    ServiceRecord.objects.update(status="written")
    assert differences(SignedRecord.objects.get(pk=version.pk)) == ["status"]
