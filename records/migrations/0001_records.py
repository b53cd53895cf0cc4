"""What must neither be lost nor happen twice: numbers, keys, audit, files, messages."""

import django.db.models.deletion
import django.db.models.expressions
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="StoredFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=32, unique=True)),
                        ("stored_name", models.CharField(db_index=True, max_length=100)),
                        ("digest", models.CharField(db_index=True, max_length=64)),
                        ("size", models.PositiveIntegerField(verbose_name="size")),
                        ("media_type", models.CharField(max_length=40, verbose_name="kind")),
                        ("name", models.CharField(max_length=200, verbose_name="file")),
                        ("kept_at", models.DateTimeField(db_index=True)),
                        (
                            "kept_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file",
                        "verbose_name_plural": "files",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("size__gte", 1)), name="stored_file_is_not_empty"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=16, unique=True, verbose_name="code")),
                        ("kind", models.CharField(max_length=20, verbose_name="kind")),
                        ("file_name", models.CharField(max_length=200, verbose_name="file")),
                        (
                            "stored_name",
                            models.CharField(blank=True, max_length=100, verbose_name="stored as"),
                        ),
                        ("digest", models.CharField(max_length=64, verbose_name="digest")),
                        ("once_key", models.CharField(max_length=80, verbose_name="key of the file")),
                        ("encoding", models.CharField(blank=True, max_length=20, verbose_name="encoding")),
                        ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                        ("mapping", models.JSONField(default=dict, verbose_name="columns")),
                        ("is_dry_run", models.BooleanField(default=False, verbose_name="trial run")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("mapping", "Mapping columns"),
                                    ("running", "Running"),
                                    ("done", "Done"),
                                    ("cancelled", "Cancelled"),
                                    ("failed", "Failed"),
                                ],
                                default="mapping",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="started by",
                            ),
                        ),
                        ("created_at", models.DateTimeField(verbose_name="created")),
                        (
                            "worked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="last taken up"),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        ("total_rows", models.PositiveIntegerField(default=0, verbose_name="rows")),
                        ("rows_read", models.PositiveIntegerField(default=0, verbose_name="rows read")),
                        ("rows_taken", models.PositiveIntegerField(default=0, verbose_name="rows taken")),
                        (
                            "rows_unchanged",
                            models.PositiveIntegerField(default=0, verbose_name="rows unchanged"),
                        ),
                        ("rows_refused", models.PositiveIntegerField(default=0, verbose_name="rows refused")),
                        (
                            "rows_identical",
                            models.PositiveIntegerField(default=0, verbose_name="rows identical"),
                        ),
                        ("message", models.CharField(blank=True, max_length=300, verbose_name="message")),
                        ("message_values", models.JSONField(default=dict)),
                        ("sealed_header", models.TextField(blank=True)),
                    ],
                    options={
                        "verbose_name": "import run",
                        "verbose_name_plural": "import runs",
                        "indexes": [
                            models.Index(fields=["started_by", "-created_at"], name="import_run_newest_first")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["mapping", "running", "done", "cancelled", "failed"])
                                ),
                                name="import_run_status_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "rows_read",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                models.F("rows_taken"), "+", models.F("rows_unchanged")
                                            ),
                                            "+",
                                            models.F("rows_refused"),
                                        ),
                                    )
                                ),
                                name="import_run_accounts_for_each_row",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("is_dry_run", False),
                                    models.Q(
                                        ("status", "running"),
                                        models.Q(("rows_refused", 0), ("status", "done")),
                                        _connector="OR",
                                    ),
                                ),
                                fields=("kind", "once_key"),
                                name="import_run_once_a_file",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RefusedRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="refused_rows",
                                to="records.importrun",
                            ),
                        ),
                        ("line", models.PositiveIntegerField()),
                        ("sealed_cells", models.TextField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "line"), name="refused_row_once_a_line")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRowRefusal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="refusals",
                                to="records.importrun",
                            ),
                        ),
                        ("line", models.PositiveIntegerField()),
                        ("field", models.CharField(blank=True, max_length=60)),
                        ("reason", models.CharField(max_length=300)),
                        ("values", models.JSONField(default=dict)),
                        ("is_refused", models.BooleanField(default=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["run", "line"], name="import_refusals_by_line")],
                    },
                ),
                migrations.CreateModel(
                    name="ColumnMapping",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("kind", models.CharField(max_length=20)),
                        ("columns_digest", models.CharField(max_length=64)),
                        ("mapping", models.JSONField(default=dict)),
                        ("saved_at", models.DateTimeField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "kind", "columns_digest"),
                                name="column_mapping_once_a_file_shape",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NumberSeries",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("prefix", models.CharField(max_length=4)),
                        ("year", models.PositiveSmallIntegerField()),
                        ("last", models.PositiveIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("prefix", "year"), name="number_series_once_a_year"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(db_index=True, verbose_name="when")),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("phone_revealed", "Looked at a phone number"),
                                    ("export", "Took rows as a file"),
                                    ("import", "Imported a file"),
                                    ("refused_missing", "Asked for what is missing or foreign"),
                                    ("refused_forbidden", "Asked for what is not allowed"),
                                    ("phones_alert", "Looked at unusually many phone numbers"),
                                    ("case_decided", "Decided a claimed serial number"),
                                    ("file_hostile", "Sent a harmful file"),
                                    ("robot_changed", "Changed a group robot"),
                                    ("locked_out", "Locked out at sign-in"),
                                    ("link_refused", "Opened a public link that is none"),
                                    ("scan_opened", "Opened the scan of a certificate"),
                                    ("warranty_checked", "Asked whether a unit is in warranty"),
                                ],
                                max_length=40,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "object_type",
                            models.CharField(blank=True, max_length=40, verbose_name="kind of record"),
                        ),
                        ("object_ref", models.CharField(blank=True, max_length=80, verbose_name="record")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="reason")),
                        ("path", models.CharField(blank=True, max_length=200, verbose_name="address")),
                    ],
                    options={
                        "verbose_name": "audit entry",
                        "verbose_name_plural": "audit entries",
                        "indexes": [models.Index(fields=["actor", "at"], name="audit_by_actor")],
                    },
                ),
                migrations.CreateModel(
                    name="IdempotencyKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("link", models.CharField(blank=True, max_length=64)),
                        ("key", models.CharField(max_length=80)),
                        ("method", models.CharField(max_length=8)),
                        ("path", models.CharField(max_length=300)),
                        ("body_hash", models.CharField(max_length=64)),
                        ("status", models.PositiveSmallIntegerField(default=0)),
                        ("location", models.CharField(blank=True, max_length=300)),
                        ("created_at", models.DateTimeField(db_index=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "key"), name="idempotency_key_once_a_user"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("link", ""), _negated=True),
                                fields=("link", "key"),
                                name="idempotency_key_once_a_link",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("link", ""), ("user__isnull", False)),
                                    models.Q(("user__isnull", True), models.Q(("link", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="idempotency_key_of_a_user_or_a_link",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MessageText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("template", models.CharField(max_length=60, verbose_name="message")),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh-hans", "Chinese"), ("en", "English")],
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        ("subject", models.CharField(max_length=120, verbose_name="subject")),
                        ("text", models.TextField(max_length=500, verbose_name="text")),
                    ],
                    options={
                        "verbose_name": "text of a message",
                        "verbose_name_plural": "texts of messages",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("template", "language"),
                                name="message_text_once_a_language",
                                violation_error_message="This message has a text in this language already. Change that one.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("page", models.CharField(max_length=40)),
                        ("name", models.CharField(max_length=40)),
                        ("query", models.CharField(max_length=500)),
                        ("circle", models.CharField(blank=True, max_length=20)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "page", "name"), name="saved_view_once_a_name"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TableMark",
                    fields=[
                        ("table", models.CharField(max_length=63, primary_key=True, serialize=False)),
                        ("mark", models.CharField(max_length=36)),
                    ],
                ),
                migrations.CreateModel(
                    name="OutboxMessage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=120, unique=True, verbose_name="key")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("email", "E-mail"),
                                    ("sms", "SMS"),
                                    ("robot", "Group robot"),
                                    ("page", "On the page"),
                                ],
                                max_length=8,
                                verbose_name="channel",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("sent", "Sent"),
                                    ("parked", "Stuck"),
                                    ("dropped", "Dropped"),
                                    ("skipped", "Not wished"),
                                ],
                                default="waiting",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        ("template", models.CharField(blank=True, max_length=60, verbose_name="template")),
                        ("about", models.CharField(blank=True, max_length=40, verbose_name="about")),
                        ("language", models.CharField(blank=True, max_length=10, verbose_name="language")),
                        ("masked_to", models.CharField(max_length=120, verbose_name="recipient")),
                        ("sealed_to", models.TextField(blank=True)),
                        ("sealed_subject", models.TextField(blank=True)),
                        ("sealed_text", models.TextField(blank=True)),
                        ("headers", models.JSONField(default=dict)),
                        ("sealed_unsubscribe", models.TextField(blank=True)),
                        ("code", models.CharField(max_length=32, unique=True, verbose_name="code")),
                        (
                            "provider_ref",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="number at the provider"
                            ),
                        ),
                        ("is_quiet", models.BooleanField(default=False, verbose_name="keeps quiet hours")),
                        ("created_at", models.DateTimeField(verbose_name="created")),
                        (
                            "not_before",
                            models.DateTimeField(blank=True, null=True, verbose_name="held until"),
                        ),
                        (
                            "not_after",
                            models.DateTimeField(blank=True, null=True, verbose_name="of use until"),
                        ),
                        ("next_try_at", models.DateTimeField(verbose_name="next attempt")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                        (
                            "last_fault",
                            models.CharField(blank=True, max_length=300, verbose_name="last fault"),
                        ),
                        ("fault_values", models.JSONField(default=dict)),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reader",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "message",
                        "verbose_name_plural": "messages",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "waiting")),
                                fields=["next_try_at"],
                                name="message_due_first",
                            ),
                            models.Index(fields=["status", "-created_at"], name="message_by_status"),
                            models.Index(fields=["-created_at", "-id"], name="message_newest_first"),
                            models.Index(fields=["about", "created_at"], name="message_about_a_record"),
                            models.Index(
                                condition=models.Q(("reader__isnull", False)),
                                fields=["reader", "read_at", "-created_at"],
                                name="message_of_a_reader",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["waiting", "sent", "parked", "dropped", "skipped"])
                                ),
                                name="message_status_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("channel__in", ["email", "sms", "robot", "page"])),
                                name="message_channel_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("key", ""), _negated=True), name="message_has_a_key"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sent_at__isnull", False), ("status", "sent")),
                                    models.Q(
                                        models.Q(("status", "sent"), _negated=True), ("sent_at__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="message_sent_at_iff_sent",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["parked", "skipped"]), _negated=True),
                                    models.Q(("last_fault", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="message_not_sent_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("channel", "page"), _negated=True),
                                    models.Q(("reader__isnull", False), ("status", "sent")),
                                    models.Q(("reader__isnull", True), ("status", "skipped")),
                                    _connector="OR",
                                ),
                                name="message_on_the_page_has_a_reader",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("read_at__isnull", True), ("reader__isnull", True)),
                                    ("channel", "page"),
                                    _connector="OR",
                                ),
                                name="message_is_read_on_the_page",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ["waiting", "parked"]), _negated=True),
                                    models.Q(
                                        models.Q(("sealed_to", ""), _negated=True),
                                        models.Q(("sealed_text", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="message_keeps_what_is_to_be_sent",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutboxEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "message",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="records.outboxmessage",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("send", "Sent"),
                                    ("fail", "Not sent, tried again later"),
                                    ("park", "Stuck"),
                                    ("expire", "Dropped, its time had passed"),
                                    ("retry", "Tried again by hand"),
                                    ("drop", "Dropped by hand"),
                                    ("skip", "Not sent, not wished"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("sent", "Sent"),
                                    ("parked", "Stuck"),
                                    ("dropped", "Dropped"),
                                    ("skipped", "Not wished"),
                                ],
                                max_length=8,
                            ),
                        ),
                        (
                            "target",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("sent", "Sent"),
                                    ("parked", "Stuck"),
                                    ("dropped", "Dropped"),
                                    ("skipped", "Not wished"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("note_values", models.JSONField(default=dict)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["message", "id"], name="message_events_in_order")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("source__in", ["waiting", "sent", "parked", "dropped", "skipped"]),
                                    ("target__in", ["waiting", "sent", "parked", "dropped", "skipped"]),
                                    ("verb__in", ["send", "fail", "park", "expire", "retry", "drop", "skip"]),
                                ),
                                name="message_event_step_is_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Robot",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("wecom", "WeCom"), ("dingtalk", "DingTalk"), ("feishu", "Feishu")],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("sealed_address", models.TextField()),
                        ("sealed_secret", models.TextField(blank=True)),
                        ("events", models.JSONField(blank=True, default=list, verbose_name="told of")),
                        ("is_active", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "verbose_name": "group robot",
                        "verbose_name_plural": "group robots",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["wecom", "dingtalk", "feishu"])),
                                name="robot_kind_is_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMessageText",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("template", models.CharField(max_length=60, verbose_name="message")),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh-hans", "Chinese"), ("en", "English")],
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        ("subject", models.CharField(max_length=120, verbose_name="subject")),
                        ("text", models.TextField(max_length=500, verbose_name="text")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical text of a message",
                        "verbose_name_plural": "historical texts of messages",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ]
        )
    ]
