"""What every command that imports a file does: the same engine as the page, with its progress printed."""

from argparse import RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from time import sleep
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from records.choices import ImportRunStatus
from records.imports import importer_of, work_through
from records.imports.fields import DateFormat, DecimalMark
from records.imports.mapping import ColumnMap
from records.imports.runs import (
    FileAlreadyImported,
    begin_import,
    begin_trial,
    cancel_run,
    discard_run,
    look_into,
    read_as,
    receive_file,
    taken_before,
)
from records.models import ImportRowRefusal, ImportRun
from records.refusals import Refusal
from records.tabular import ENCODINGS

TURN_SECONDS = 3.0
NOTES = """
Without --map the columns are matched by their headings and by what was said for the last such file.
Each bad row is printed with its line, field and reason and stops no other row; one that changes nothing is
named likewise where that needs a reason. Exit status: 0 when the
file was read to its end, even if rows were refused, and when the same file was imported whole before
(nothing changes); 1 when it could not be read or the import stopped. A file of which rows were refused may
come again for those: what was taken of it stays as it is.
"""


class ImportCommand(BaseCommand):
    """A command for one kind of file; a subclass names the kind and its help."""

    kind = ""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        fields = ", ".join(field.code for field in importer_of(self.kind).fields(_Anybody()))
        return super().create_parser(
            prog_name,
            subcommand,
            epilog=f"{NOTES}\nfields: {fields}\n",
            formatter_class=RawDescriptionHelpFormatter,
            **kwargs,
        )

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("file", metavar="FILE", type=Path, help="a CSV file or an Excel workbook (.xlsx)")
        add(
            "--map",
            metavar="FIELD=COLUMN",
            nargs="+",
            action="extend",
            default=[],
            help="which column fills it",
        )
        add(
            "--set",
            metavar="FIELD=VALUE",
            nargs="+",
            action="extend",
            default=[],
            help="the same in every row",
        )
        add(
            "--value",
            metavar="FIELD:WRITTEN=CODE",
            nargs="+",
            action="extend",
            default=[],
            help="what a word in the column of a closed choice stands for",
        )
        add("--date-format", choices=DateFormat.values, help="how days are written; else seen from the file")
        add("--decimal-mark", choices=DecimalMark.values, default=DecimalMark.POINT)
        add("--encoding", choices=ENCODINGS, help="of a CSV file; else found from its bytes")
        add("--dry-run", action="store_true", help="read and check every row, keep nothing")
        add("--as", dest="username", metavar="USERNAME", help="under whose name; else the first who may")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = self._actor(options["username"])
        path: Path = options["file"]
        if not path.is_file():
            message = f"There is no file {path}."
            raise CommandError(message)
        try:
            with path.open("rb") as file:
                run = receive_file(actor=actor, at=timezone.now(), kind=self.kind, file=file, name=path.name)
            self._import(run, actor, options)
        except FileAlreadyImported as refusal:
            self.stdout.write(str(refusal))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def _actor(self, username: str | None) -> Any:  # noqa: ANN401 (records knows no user model)
        """Return who imports: the one named, else the first of headquarters who may."""
        importer = importer_of(self.kind)
        users = get_user_model()._default_manager.filter(is_active=True).order_by("-is_superuser", "pk")  # noqa: SLF001 (Django and its kin have no public way)
        if username:
            actor = users.filter(username=username).first()
            if actor is None or not importer.may_import(actor):
                message = f"{username} is nobody who may import files of this kind."
                raise CommandError(message)
            return actor
        actor = next((user for user in users if user.is_head_office and importer.may_import(user)), None)
        if actor is None:
            message = "Nobody at headquarters may import files of this kind: name somebody with --as."
            raise CommandError(message)
        return actor

    def _import(self, run: ImportRun, actor: Any, options: dict[str, Any]) -> None:  # noqa: ANN401 (whatever the registered kind brings)
        before = taken_before(run)
        if before:
            self.stdout.write(before)
        try:
            if options["encoding"]:
                run = read_as(run, encoding=options["encoding"])
            mapping = self._mapping(run, actor, options)
            begin = begin_trial if options["dry_run"] else begin_import
            run = begin(run, actor=actor, at=timezone.now(), mapping=mapping)
        except (Refusal, CommandError):
            discard_run(run)
            raise
        self._work(run)
        self._tell(run, actor)
        if options["dry_run"]:
            discard_run(run)

    def _mapping(self, run: ImportRun, actor: Any, options: dict[str, Any]) -> ColumnMap:  # noqa: ANN401 (whatever the registered kind brings)
        seen = look_into(run, actor=actor).suggested
        values: dict[str, dict[str, str]] = {}
        for name, meant in _pairs(options["value"]):
            field, _colon, written = name.partition(":")
            values.setdefault(field, {})[written] = meant
        columns = dict(_pairs(options["map"])) or seen.columns
        constants = {code: value for code, value in seen.constants.items() if code not in columns}
        mapping = ColumnMap(
            columns=columns,
            constants=constants | dict(_pairs(options["set"])),
            values=values or seen.values,
            date_format=options["date_format"] or seen.date_format,
            decimal_mark=options["decimal_mark"],
        )
        for field, column in mapping.columns.items():
            self.stdout.write(f"{field} = {column}")
        return mapping

    def _work(self, run: ImportRun) -> None:
        """Take the file in, turn by turn; Ctrl-C stops between two chunks."""
        try:
            while run.status == ImportRunStatus.RUNNING:
                is_unfinished = work_through(run.pk, at=timezone.now(), seconds=TURN_SECONDS)
                run.refresh_from_db()
                self.stdout.write(f"{run.rows_read}/{run.total_rows}")
                if run.status == ImportRunStatus.RUNNING and not is_unfinished:
                    sleep(1)  # a worker has taken it over
        except KeyboardInterrupt:
            cancel_run(run, at=timezone.now())

    def _tell(self, run: ImportRun, actor: Any) -> None:  # noqa: ANN401 (whatever the registered kind brings)
        labels = {field.code: str(field.label) for field in importer_of(run.kind).fields(actor)}
        for named in ImportRowRefusal.objects.filter(run=run).order_by("line", "pk").iterator():
            label = labels.get(named.field, named.field)
            sign = "" if named.is_refused else "unchanged · "
            self.stdout.write(f"line {named.line} · {sign}{named.field or '-'} ({label}) · {named.says}")
        if run.message:
            self.stdout.write(run.says)
        self.stdout.write(
            f"{run.get_status_display()}: {run.rows_read} rows · taken {run.rows_taken} · "
            f"unchanged {run.rows_unchanged} · refused {run.rows_refused} · identical {run.rows_identical}"
        )
        if run.status != ImportRunStatus.DONE:
            raise CommandError(run.says or "The import stopped before its last row.")


class _Anybody:
    """Stands for headquarters where only the names of all fields are wanted."""

    is_head_office = True


def _pairs(written: Sequence[str]) -> list[tuple[str, str]]:
    """Split NAME=VALUE at the first equals sign."""
    pairs = []
    for pair in written:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            message = f"“{pair}” must have the form NAME=VALUE."
            raise CommandError(message)
        pairs.append((name.strip(), value.strip()))
    return pairs
