import django.db.models.deletion
import django.db.models.expressions
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("dealers", "0001_people"),
        ("equipment", "0001_equipment"),
        ("records", "0001_records"),
        ("regulation", "0001_regulation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="CustomerLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("progress", "Progress"), ("stop", "No more messages")], max_length=10
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalServiceNeed",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("installation_guidance", "Installation guidance"),
                            ("installation", "Installation"),
                            ("repair", "Repair on site"),
                            ("carry_in_repair", "Carry-in repair"),
                            ("remote_support", "Remote support"),
                            ("maintenance", "Maintenance"),
                            ("consultation", "Consultation"),
                            ("operator_training", "Operator training"),
                            ("upgrade", "System upgrade"),
                            ("inspection", "Inspection"),
                            ("complaint", "Complaint"),
                            ("quality_problem", "Major quality problem"),
                            ("safety_incident", "Safety incident"),
                            ("return_or_exchange", "Return or exchange"),
                        ],
                        help_text="Leave it out where it holds for every kind of ticket.",
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
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
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Leave it out where it holds for every model.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="equipment.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "qualification",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="dealers.qualification",
                        verbose_name="qualification",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical need of a qualification",
                "verbose_name_plural": "historical needs of qualifications",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="IncomingMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=32, unique=True)),
                ("mailbox", models.CharField(max_length=120, verbose_name="mailbox")),
                ("message_id", models.CharField(max_length=250)),
                ("uid_validity", models.BigIntegerField()),
                ("uid", models.BigIntegerField()),
                ("taken_at", models.DateTimeField(verbose_name="taken")),
                ("masked_sender", models.CharField(blank=True, max_length=120, verbose_name="sender")),
                ("sender_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                ("sealed_sender", models.TextField(blank=True)),
                ("sealed_name", models.TextField(blank=True)),
                ("sealed_subject", models.TextField(blank=True)),
                ("sealed_text", models.TextField(blank=True)),
                ("sealed_folded", models.TextField(blank=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("opened", "Ticket opened"),
                            ("added", "Added to its ticket"),
                            ("bounced", "Not delivered"),
                            ("ignored", "Let be"),
                            ("aside", "Set aside for a person"),
                        ],
                        max_length=10,
                        verbose_name="what became of it",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("refused_files", models.JSONField(default=list)),
                ("is_acknowledged", models.BooleanField(default=False)),
                (
                    "returned",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.outboxmessage",
                    ),
                ),
            ],
            options={"verbose_name": "mail", "verbose_name_plural": "mails"},
        ),
        migrations.CreateModel(
            name="Reckoning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True, verbose_name="number")),
                ("first_day", models.DateField(verbose_name="from the day")),
                ("entered", models.JSONField(default=dict)),
                ("published_until", models.PositiveSmallIntegerField()),
                ("begun_at", models.DateTimeField(verbose_name="begun")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                ("last", models.BigIntegerField(default=0)),
                ("read", models.PositiveIntegerField(default=0, verbose_name="tickets read")),
                ("moved", models.PositiveIntegerField(default=0, verbose_name="of them changed")),
            ],
            options={
                "verbose_name": "working calendar read anew",
                "verbose_name_plural": "working calendar read anew",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("moved__lte", models.F("read"))),
                        name="reckoning_moves_what_it_reads",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("installation_guidance", "Installation guidance"),
                            ("installation", "Installation"),
                            ("repair", "Repair on site"),
                            ("carry_in_repair", "Carry-in repair"),
                            ("remote_support", "Remote support"),
                            ("maintenance", "Maintenance"),
                            ("consultation", "Consultation"),
                            ("operator_training", "Operator training"),
                            ("upgrade", "System upgrade"),
                            ("inspection", "Inspection"),
                            ("complaint", "Complaint"),
                            ("quality_problem", "Major quality problem"),
                            ("safety_incident", "Safety incident"),
                            ("return_or_exchange", "Return or exchange"),
                        ],
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("hotline", "Hotline"),
                            ("dealer", "Dealer online"),
                            ("qr", "QR code"),
                            ("email", "E-mail"),
                            ("letter", "Letter"),
                            ("walk_in", "Walk-in"),
                            ("social", "Social account"),
                            ("visit", "Our call"),
                            ("import", "Import"),
                        ],
                        max_length=10,
                        verbose_name="channel",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("offered", "Offered"),
                            ("accepted", "Accepted"),
                            ("assigned", "Assigned"),
                            ("waiting", "Waiting"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("description", models.TextField(blank=True, verbose_name="description")),
                ("serial_number", models.CharField(blank=True, max_length=40, verbose_name="serial number")),
                (
                    "warranty_ends_on",
                    models.DateField(blank=True, null=True, verbose_name="warranty ends on"),
                ),
                ("product_text", models.CharField(blank=True, max_length=120, verbose_name="product")),
                ("unit_text", models.CharField(blank=True, max_length=120, verbose_name="unit")),
                ("place_text", models.CharField(blank=True, max_length=160, verbose_name="place")),
                ("contact_name", models.CharField(blank=True, max_length=40, verbose_name="contact")),
                ("opened_at", models.DateTimeField(verbose_name="opened")),
                (
                    "priority",
                    models.CharField(
                        choices=[
                            ("low", "Low"),
                            ("normal", "Normal"),
                            ("high", "High"),
                            ("urgent", "Urgent"),
                        ],
                        default="normal",
                        max_length=8,
                        verbose_name="priority",
                    ),
                ),
                ("level", models.CharField(blank=True, max_length=20, verbose_name="service level")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="due next")),
                (
                    "due_clock",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("respond", "Respond"),
                            ("attend", "Attend"),
                            ("fix", "Fix"),
                            ("complete", "Complete"),
                            ("answer", "Answer"),
                            ("plan", "Assign"),
                            ("promise", "Promised answer"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "alert",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("warn", "Warned"),
                            ("desk", "Overdue"),
                            ("centre", "Escalated to the centre"),
                            ("manager", "Escalated to the manager"),
                        ],
                        max_length=8,
                        verbose_name="alert",
                    ),
                ),
                ("next_alert_at", models.DateTimeField(blank=True, null=True)),
                ("moved_at", models.DateTimeField(verbose_name="last moved")),
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="resolved")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                ("waiting_from", models.CharField(blank=True, max_length=10)),
                (
                    "wait_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("customer", "the customer's answer"),
                            ("site", "access to the site"),
                            ("quote", "agreement to a quote"),
                            ("day", "an agreed day"),
                            ("part", "a part"),
                            ("support", "technical support"),
                            ("others", "somebody else's work"),
                        ],
                        max_length=10,
                        verbose_name="waiting for",
                    ),
                ),
                ("chase_on", models.DateField(blank=True, null=True)),
                ("promised_until", models.DateTimeField(blank=True, null=True)),
                ("origin", models.CharField(blank=True, max_length=20, verbose_name="opened out of")),
                ("outcome", models.CharField(blank=True, max_length=60, verbose_name="outcome")),
                ("cause", models.CharField(blank=True, max_length=160, verbose_name="cause")),
                (
                    "cost",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="cost"
                    ),
                ),
                ("external_id", models.CharField(blank=True, max_length=80, verbose_name="number elsewhere")),
                ("import_line", models.PositiveIntegerField(blank=True, null=True)),
                ("import_columns", models.JSONField(blank=True, default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="equipment.customercontact",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="equipment.customer",
                    ),
                ),
                (
                    "dealer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="dealers.dealer",
                        verbose_name="dealer",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealers.division",
                    ),
                ),
                (
                    "engineer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="dealers.servicestaff",
                        verbose_name="engineer",
                    ),
                ),
                (
                    "equipment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="equipment.equipment",
                        verbose_name="unit",
                    ),
                ),
                (
                    "import_run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="records.importrun",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="tickets.ticket",
                        verbose_name="goes on in",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returned_as",
                        to="tickets.ticket",
                        verbose_name="earlier ticket of the same fault",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="equipment.product",
                    ),
                ),
                (
                    "regulation_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regulation.regulationversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "ticket",
                "verbose_name_plural": "tickets",
                "indexes": [
                    models.Index(fields=["status", "-opened_at"], name="ticket_by_status"),
                    models.Index(fields=["dealer", "status", "-opened_at"], name="ticket_of_a_dealer"),
                    models.Index(fields=["engineer", "status"], name="ticket_of_an_engineer"),
                    models.Index(fields=["-opened_at", "-id"], name="ticket_newest_first"),
                    models.Index(fields=["-moved_at", "-id"], name="ticket_last_moved_first"),
                    models.Index(
                        condition=models.Q(("due_at__isnull", False)),
                        fields=["due_at", "id"],
                        name="ticket_due_next_first",
                    ),
                    models.Index(
                        condition=models.Q(("next_alert_at__isnull", False)),
                        fields=["next_alert_at", "id"],
                        name="ticket_next_alert_first",
                    ),
                    models.Index(
                        condition=models.Q(("alert", ""), _negated=True),
                        fields=["alert", "dealer"],
                        name="ticket_with_alert",
                    ),
                    models.Index(
                        condition=models.Q(("status", "closed")), fields=["closed_at"], name="ticket_closed"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "new",
                                    "offered",
                                    "accepted",
                                    "assigned",
                                    "waiting",
                                    "resolved",
                                    "closed",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="ticket_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "installation_guidance",
                                    "installation",
                                    "repair",
                                    "carry_in_repair",
                                    "remote_support",
                                    "maintenance",
                                    "consultation",
                                    "operator_training",
                                    "upgrade",
                                    "inspection",
                                    "complaint",
                                    "quality_problem",
                                    "safety_incident",
                                    "return_or_exchange",
                                ],
                            )
                        ),
                        name="ticket_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel__in",
                                [
                                    "hotline",
                                    "dealer",
                                    "qr",
                                    "email",
                                    "letter",
                                    "walk_in",
                                    "social",
                                    "visit",
                                    "import",
                                ],
                            )
                        ),
                        name="ticket_channel_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("priority__in", ["low", "normal", "high", "urgent"])),
                        name="ticket_priority_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", ""), ("regulation_version__isnull", True)),
                            models.Q(
                                models.Q(("level", ""), _negated=True), ("regulation_version__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="ticket_level_is_of_a_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_at__isnull", True), ("due_clock", "")),
                            models.Q(("due_at__isnull", False), models.Q(("due_clock", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="ticket_due_at_iff_a_clock_is",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("alert", ""), ("next_alert_at__isnull", True)),
                            models.Q(
                                ("alert__in", ["", "warn", "desk", "centre", "manager"]),
                                (
                                    "status__in",
                                    ("new", "offered", "accepted", "assigned", "waiting", "resolved"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_alert_only_while_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("status", "closed")),
                            models.Q(
                                models.Q(("status", "closed"), _negated=True), ("closed_at__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="ticket_closed_at_iff_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("engineer__isnull", False), ("status", "assigned")),
                            models.Q(("status", "assigned"), _negated=True),
                            _connector="OR",
                        ),
                        name="ticket_assigned_has_engineer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "waiting"), ("waiting_from__in", ["accepted", "assigned"])),
                            models.Q(models.Q(("status", "waiting"), _negated=True), ("waiting_from", "")),
                            _connector="OR",
                        ),
                        name="ticket_waiting_from_iff_waiting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "waiting"),
                                (
                                    "wait_reason__in",
                                    ["customer", "site", "quote", "day", "part", "support", "others"],
                                ),
                            ),
                            models.Q(
                                models.Q(("status", "waiting"), _negated=True),
                                ("chase_on__isnull", True),
                                ("wait_reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_wait_reason_iff_waiting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("promised_until__isnull", True),
                            ("status__in", ("new", "offered", "accepted", "assigned", "waiting")),
                            _connector="OR",
                        ),
                        name="ticket_promised_only_while_unsolved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("merged_into__isnull", True), ("status", "cancelled"), _connector="OR"
                        ),
                        name="ticket_merged_is_cancelled",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel", "import"), ("cost__isnull", True), ("cost__gte", 0), _connector="OR"
                        ),
                        name="ticket_cost_not_negative_unless_imported",
                        violation_error_message="The cost can't be negative.",
                    ),
                    models.UniqueConstraint(
                        fields=("import_run", "import_line"), name="ticket_once_an_imported_line"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("channel", "import"), models.Q(("level", ""), _negated=True)),
                        fields=("external_id",),
                        name="ticket_once_a_replayed_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Quote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                ("ordinal", models.PositiveSmallIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("drafted", "Being written"),
                            ("sent", "Sent, unanswered"),
                            ("agreed", "Agreed to"),
                            ("declined", "Declined"),
                            ("lapsed", "Not answered in time"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="drafted",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="why the customer pays in warranty"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note to the customer")),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2, default=Decimal("0.00"), max_digits=14, verbose_name="total"
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("remind_on", models.DateField(blank=True, null=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "answered",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("link", "online, by the link"),
                            ("phone", "by phone"),
                            ("writing", "in writing"),
                        ],
                        max_length=10,
                        verbose_name="answered",
                    ),
                ),
                ("said_by", models.CharField(blank=True, max_length=40, verbose_name="who said so")),
                ("declined_reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "answered_link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.customerlink",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotes",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "quote",
                "verbose_name_plural": "quotes",
                "indexes": [
                    models.Index(fields=["status", "valid_until"], name="quote_by_status_and_day"),
                    models.Index(fields=["-drafted_at", "-id"], name="quote_newest_first"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["drafted", "sent", "agreed", "declined", "lapsed", "withdrawn"])
                        ),
                        name="quote_status_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("ticket", "ordinal"), name="quote_once_an_ordinal_of_a_ticket"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("drafted", "sent"))),
                        fields=("ticket", "status"),
                        name="quote_one_drafted_one_sent_a_ticket",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("sent_at__isnull", True),
                                ("sent_by__isnull", True),
                                ("valid_until__isnull", True),
                                ("status__in", ["drafted", "withdrawn"]),
                            ),
                            models.Q(
                                ("sent_at__isnull", False),
                                ("sent_by__isnull", False),
                                ("valid_until__isnull", False),
                                models.Q(("status", "drafted"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="quote_sent_by_somebody_until_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("status__in", ("drafted", "sent"))),
                            models.Q(
                                models.Q(("status__in", ("drafted", "sent")), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="quote_decided_at_iff_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered__in", ["link", "phone", "writing"]),
                                ("status__in", ("agreed", "declined")),
                            ),
                            models.Q(
                                models.Q(("status__in", ("agreed", "declined")), _negated=True),
                                ("answered", ""),
                            ),
                            _connector="OR",
                        ),
                        name="quote_answered_by_a_way_iff_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered", "link"),
                                ("answered_link__isnull", False),
                                ("decided_by__isnull", True),
                            ),
                            models.Q(
                                models.Q(("answered", "link"), _negated=True), ("answered_link__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="quote_answered_online_by_a_link",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered__in", ["", "link"]),
                            models.Q(("decided_by__isnull", False), models.Q(("said_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="quote_answer_put_down_names_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "drafted"), ("status", "withdrawn"), ("total__gt", 0), _connector="OR"
                        ),
                        name="quote_sent_over_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "mail",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="tickets.incomingmail",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("ticket__isnull", False)),
                            models.Q(("ticket__isnull", True), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="mail_decision_is_a_ticket_or_a_reason",
                    )
                ]
            },
        ),
        migrations.AddField(
            model_name="incomingmail",
            name="ticket",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mails",
                to="tickets.ticket",
            ),
        ),
        migrations.CreateModel(
            name="CustomerRating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.PositiveSmallIntegerField(verbose_name="content")),
                ("process", models.PositiveSmallIntegerField(verbose_name="process")),
                ("attitude", models.PositiveSmallIntegerField(verbose_name="attitude")),
                ("comment", models.CharField(blank=True, max_length=300, verbose_name="word")),
                ("rated_at", models.DateTimeField()),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.customerlink",
                    ),
                ),
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rating",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("attitude__range", (1, 5)),
                            ("content__range", (1, 5)),
                            ("process__range", (1, 5)),
                        ),
                        name="customer_rating_in_range",
                    )
                ]
            },
        ),
        migrations.AddField(
            model_name="customerlink",
            name="ticket",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="links", to="tickets.ticket"
            ),
        ),
        migrations.CreateModel(
            name="TicketAppointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("agreed_with", models.CharField(blank=True, max_length=40, verbose_name="agreed with")),
                ("to_bring", models.CharField(blank=True, max_length=200, verbose_name="to bring")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("agreed", "Agreed"),
                            ("changed", "Changed"),
                            ("called_off", "Called off"),
                            ("kept", "Kept"),
                        ],
                        default="agreed",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appointments",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "agreed")),
                        fields=["begins_at"],
                        name="appointment_open_by_begin",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("begins_at"))),
                        name="appointment_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "agreed")),
                            models.Q(
                                ("ended_at__isnull", False), ("state__in", ["changed", "called_off", "kept"])
                            ),
                            _connector="OR",
                        ),
                        name="appointment_ended_at_iff_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="appointment_confirmed_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "agreed")),
                        fields=("ticket",),
                        name="appointment_open_once_a_ticket",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("assigned_at", models.DateTimeField(verbose_name="assigned at")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                (
                    "assigned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned by",
                    ),
                ),
                (
                    "engineer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="dealers.servicestaff",
                        verbose_name="engineer",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment to an engineer",
                "verbose_name_plural": "assignments to engineers",
                "indexes": [models.Index(fields=["engineer", "ended_at"], name="assignment_of_an_engineer")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("ticket",),
                        name="assignment_open_once_a_ticket",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketClock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("respond", "Respond"),
                            ("attend", "Attend"),
                            ("fix", "Fix"),
                            ("complete", "Complete"),
                            ("answer", "Answer"),
                            ("plan", "Assign"),
                            ("promise", "Promised answer"),
                        ],
                        max_length=8,
                    ),
                ),
                ("minutes", models.PositiveIntegerField()),
                (
                    "basis",
                    models.CharField(
                        choices=[("working", "working hours"), ("calendar", "day and night")], max_length=8
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("met_at", models.DateTimeField(null=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("paused_minutes", models.PositiveIntegerField(default=0)),
                ("late_minutes", models.PositiveIntegerField(null=True)),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clocks",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("due_at__isnull", False), ("met_at__isnull", True), ("stopped_at__isnull", True)
                        ),
                        fields=["due_at"],
                        name="clock_running_by_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "kind"), name="clock_once_a_ticket_and_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("basis__in", ["working", "calendar"]),
                            ("kind__in", ("respond", "attend", "fix", "complete", "plan")),
                            ("minutes__gte", 1),
                        ),
                        name="clock_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("met_at__isnull", True), ("stopped_at__isnull", True), _connector="OR"
                        ),
                        name="clock_met_or_stopped_not_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("late_minutes__isnull", True),
                                ("met_at__isnull", True),
                                ("stopped_at__isnull", True),
                            ),
                            models.Q(
                                models.Q(
                                    ("met_at__isnull", False), ("stopped_at__isnull", False), _connector="OR"
                                ),
                                ("due_at__isnull", False),
                                ("late_minutes__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="clock_late_minutes_iff_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("open", "Opened"),
                            ("offer", "Offered"),
                            ("accept", "Accepted"),
                            ("refuse", "Refused"),
                            ("lapse", "Not answered in time"),
                            ("assign", "Assigned"),
                            ("appoint", "Appointment agreed"),
                            ("confirm", "Appointment confirmed"),
                            ("call_off", "Appointment called off"),
                            ("wait", "Waiting"),
                            ("chase", "Asked after"),
                            ("resume", "Resumed"),
                            ("promise", "Answer promised"),
                            ("answer", "Answer given"),
                            ("record", "Service recorded"),
                            ("solve", "Solved without a trip"),
                            ("reopen", "Reopened"),
                            ("close", "Closed"),
                            ("cancel", "Cancelled"),
                            ("prioritize", "Priority set"),
                            ("merge", "Merged into another"),
                            ("quote", "Quote sent"),
                            ("agree", "Quote agreed to"),
                            ("decline", "Quote declined"),
                            ("withdraw", "Quote withdrawn"),
                            ("expire", "Quote not answered in time"),
                            ("warn", "Warned"),
                            ("escalate", "Escalated"),
                            ("import", "Imported"),
                        ],
                        max_length=10,
                        verbose_name="what",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "New"),
                            ("offered", "Offered"),
                            ("accepted", "Accepted"),
                            ("assigned", "Assigned"),
                            ("waiting", "Waiting"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                        verbose_name="from state",
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("offered", "Offered"),
                            ("accepted", "Accepted"),
                            ("assigned", "Assigned"),
                            ("waiting", "Waiting"),
                            ("resolved", "Resolved"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=10,
                        verbose_name="to state",
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("about", models.CharField(blank=True, max_length=80, verbose_name="about")),
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
                    "dealer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealers.dealer",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.customerlink",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a ticket",
                "verbose_name_plural": "steps of tickets",
                "indexes": [models.Index(fields=["ticket", "id"], name="ticket_events_in_order")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "target__in",
                                [
                                    "new",
                                    "offered",
                                    "accepted",
                                    "assigned",
                                    "waiting",
                                    "resolved",
                                    "closed",
                                    "cancelled",
                                ],
                            ),
                            (
                                "verb__in",
                                [
                                    "open",
                                    "offer",
                                    "accept",
                                    "refuse",
                                    "lapse",
                                    "assign",
                                    "appoint",
                                    "confirm",
                                    "call_off",
                                    "wait",
                                    "chase",
                                    "resume",
                                    "promise",
                                    "answer",
                                    "record",
                                    "solve",
                                    "reopen",
                                    "close",
                                    "cancel",
                                    "prioritize",
                                    "merge",
                                    "quote",
                                    "agree",
                                    "decline",
                                    "withdraw",
                                    "expire",
                                    "warn",
                                    "escalate",
                                    "import",
                                ],
                            ),
                        ),
                        name="ticket_event_step_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="added")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("staff", "Staff"),
                            ("customer", "Customer"),
                            ("email", "Customer by e-mail"),
                        ],
                        max_length=10,
                        verbose_name="came by",
                    ),
                ),
                (
                    "is_shown_to_customer",
                    models.BooleanField(default=False, verbose_name="shown to the customer"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dealer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealers.dealer",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.storedfile"
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="tickets.incomingmail",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a ticket",
                "verbose_name_plural": "files of tickets",
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "file"), name="ticket_file_once_a_ticket"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by__isnull", False), ("source", "staff")),
                            models.Q(("by__isnull", True), ("source__in", ["customer", "email"])),
                            _connector="OR",
                        ),
                        name="ticket_file_by_staff_iff_of_staff",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="reason")),
                ("made_at", models.DateTimeField()),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_from",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_to",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="link_once_a_pair"),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))), name="link_older_ticket_first"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="TicketOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("offered_at", models.DateTimeField(verbose_name="offered at")),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("pending", "Not answered"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("lapsed", "Not answered in time"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="answer of the dealer",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "dealer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="dealers.dealer",
                        verbose_name="dealer",
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="offered by",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "offer to a dealer",
                "verbose_name_plural": "offers to dealers",
                "indexes": [
                    models.Index(
                        condition=models.Q(("answer", "pending"), ("due_at__isnull", False)),
                        fields=["due_at"],
                        name="offer_open_by_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "pending")),
                        fields=("ticket",),
                        name="offer_open_once_a_ticket",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "pending"), ("answered_at__isnull", True)),
                            models.Q(
                                models.Q(("answer", "pending"), _negated=True), ("answered_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="offer_answered_at_iff_answered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketPromise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField()),
                ("late_minutes", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "ended",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ends_promise",
                        to="tickets.ticketevent",
                    ),
                ),
                (
                    "made",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="makes_promise",
                        to="tickets.ticketevent",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promises",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["until"], name="promise_by_moment")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended__isnull", True)),
                        fields=("ticket",),
                        name="promise_open_once_a_ticket",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended__isnull", True), ("late_minutes__isnull", True)),
                            models.Q(("ended__isnull", False), ("late_minutes__isnull", False)),
                            _connector="OR",
                        ),
                        name="promise_late_minutes_iff_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketAlert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("respond", "Respond"),
                            ("attend", "Attend"),
                            ("fix", "Fix"),
                            ("complete", "Complete"),
                            ("answer", "Answer"),
                            ("plan", "Assign"),
                            ("promise", "Promised answer"),
                        ],
                        max_length=8,
                    ),
                ),
                ("minutes", models.PositiveIntegerField(default=0)),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        choices=[("working", "working hours"), ("calendar", "day and night")],
                        max_length=8,
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("warn", "Warned"),
                            ("desk", "Overdue"),
                            ("centre", "Escalated to the centre"),
                            ("manager", "Escalated to the manager"),
                        ],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="tickets.ticket",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="tickets.ticketevent",
                    ),
                ),
                (
                    "promise",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="tickets.ticketpromise",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("promise__isnull", True)),
                        fields=("ticket", "kind", "minutes", "basis", "step"),
                        name="alert_once_a_clock_and_step",
                    ),
                    models.UniqueConstraint(fields=("promise", "step"), name="alert_once_a_promise_and_step"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("basis__in", ["working", "calendar"]),
                                ("minutes__gte", 1),
                                ("promise__isnull", True),
                                models.Q(("kind", "promise"), _negated=True),
                            ),
                            models.Q(
                                ("basis", ""), ("kind", "promise"), ("minutes", 0), ("promise__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="alert_of_a_clock_or_a_promise",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("step__in", ["warn", "desk", "centre", "manager"])),
                        name="alert_step_is_known",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="TicketReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("sealed_subject", models.TextField()),
                ("sealed_text", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reply",
                        to="records.outboxmessage",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={"verbose_name": "reply by mail", "verbose_name_plural": "replies by mail"},
        ),
        migrations.CreateModel(
            name="TicketStop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="since")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "ended_link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.customerlink",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.customerlink",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stops",
                        to="tickets.ticket",
                        verbose_name="ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "stop of messages",
                "verbose_name_plural": "stops of messages",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("ticket",),
                        name="ticket_stopped_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_link__isnull", True)),
                            models.Q(
                                ("ended_at__isnull", False),
                                ("ended_link__isnull", False),
                                ("ended_at__gte", models.F("at")),
                            ),
                            _connector="OR",
                        ),
                        name="ticket_stop_ends_by_a_link",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketWait",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("customer", "the customer's answer"),
                            ("site", "access to the site"),
                            ("quote", "agreement to a quote"),
                            ("day", "an agreed day"),
                            ("part", "a part"),
                            ("support", "technical support"),
                            ("others", "somebody else's work"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("pauses", models.BooleanField()),
                ("chase_every", models.PositiveSmallIntegerField()),
                ("chased", models.PositiveSmallIntegerField(default=0)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                (
                    "began",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="begins_wait",
                        to="tickets.ticketevent",
                    ),
                ),
                (
                    "ended",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ends_wait",
                        to="tickets.ticketevent",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="waits", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended__isnull", True), ("ends_at__isnull", False)),
                        fields=["ends_at"],
                        name="wait_open_by_its_end",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended__isnull", True)),
                        fields=("ticket",),
                        name="wait_open_once_a_ticket",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__in", ["customer", "site", "quote", "day", "part", "support", "others"]),
                            models.Q(
                                models.Q(("reason", "day"), _negated=True),
                                ("ends_at__isnull", False),
                                _connector="OR",
                            ),
                        ),
                        name="wait_for_a_day_names_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("holder_mark", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at__isnull", True)),
                        fields=("user",),
                        name="calendar_feed_open_once_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("revoked_at__isnull", True),
                            ("revoked_at__gte", models.F("made_at")),
                            _connector="OR",
                        ),
                        name="calendar_feed_revoked_after_its_making",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ContactChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "told_by",
                    models.CharField(
                        choices=[
                            ("sms", "SMS"),
                            ("email", "E-mail"),
                            ("page", "Only on the page of the repair"),
                        ],
                        max_length=5,
                        verbose_name="told by",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "Chinese"), ("en", "English")],
                        max_length=10,
                        verbose_name="language of messages",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="equipment.customercontact",
                        verbose_name="contact",
                    ),
                ),
                (
                    "link",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tickets.customerlink",
                    ),
                ),
            ],
            options={
                "verbose_name": "choice of a contact",
                "verbose_name_plural": "choices of contacts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("language__in", ["zh-hans", "en"]), ("told_by__in", ["sms", "email", "page"])
                        ),
                        name="contact_choice_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone_hash", models.CharField(max_length=64)),
                ("code_hash", models.CharField(max_length=64)),
                ("sent_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "equipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="equipment.equipment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["equipment", "sent_at"], name="phone_code_of_a_unit"),
                    models.Index(fields=["phone_hash", "sent_at"], name="phone_code_of_a_phone"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tries__lte", 5)), name="phone_code_tried_so_often"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuoteLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("labour", "Labour"),
                            ("part", "Part"),
                            ("travel", "Travel"),
                            ("other", "Other"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("text", models.CharField(max_length=120, verbose_name="what for")),
                ("quantity", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="quantity")),
                ("unit", models.CharField(blank=True, max_length=12, verbose_name="unit")),
                ("unit_price", models.DecimalField(decimal_places=2, max_digits=8, verbose_name="price")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount")),
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="tickets.quote"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("quote", "position"), name="quote_line_once_a_place"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["labour", "part", "travel", "other"])),
                        name="quote_line_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quantity__gt", 0), ("unit_price__gte", 0)),
                        name="quote_line_never_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "amount__gt",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("quantity"), "*", models.F("unit_price")
                                    ),
                                    "-",
                                    models.Value(Decimal("0.0051")),
                                ),
                            ),
                            (
                                "amount__lt",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("quantity"), "*", models.F("unit_price")
                                    ),
                                    "+",
                                    models.Value(Decimal("0.0051")),
                                ),
                            ),
                        ),
                        name="quote_line_amount_is_quantity_times_price",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="ServiceNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("installation_guidance", "Installation guidance"),
                            ("installation", "Installation"),
                            ("repair", "Repair on site"),
                            ("carry_in_repair", "Carry-in repair"),
                            ("remote_support", "Remote support"),
                            ("maintenance", "Maintenance"),
                            ("consultation", "Consultation"),
                            ("operator_training", "Operator training"),
                            ("upgrade", "System upgrade"),
                            ("inspection", "Inspection"),
                            ("complaint", "Complaint"),
                            ("quality_problem", "Major quality problem"),
                            ("safety_incident", "Safety incident"),
                            ("return_or_exchange", "Return or exchange"),
                        ],
                        help_text="Leave it out where it holds for every kind of ticket.",
                        max_length=24,
                        verbose_name="kind",
                    ),
                ),
                (
                    "product",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leave it out where it holds for every model.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="equipment.product",
                        verbose_name="product",
                    ),
                ),
                (
                    "qualification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dealers.qualification",
                        verbose_name="qualification",
                    ),
                ),
            ],
            options={
                "verbose_name": "need of a qualification",
                "verbose_name_plural": "needs of qualifications",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", ""),
                            (
                                "kind__in",
                                [
                                    "installation_guidance",
                                    "installation",
                                    "repair",
                                    "carry_in_repair",
                                    "remote_support",
                                    "maintenance",
                                    "consultation",
                                    "operator_training",
                                    "upgrade",
                                    "inspection",
                                    "complaint",
                                    "quality_problem",
                                    "safety_incident",
                                    "return_or_exchange",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="need_kind_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("product", "kind", "qualification"), name="need_once_a_product_and_kind"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("product__isnull", True)),
                        fields=("kind", "qualification"),
                        name="need_once_a_kind_of_every_product",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="incomingmail",
            index=models.Index(fields=["mailbox", "uid_validity", "-uid"], name="mail_last_taken"),
        ),
        migrations.AddIndex(
            model_name="incomingmail", index=models.Index(fields=["outcome", "id"], name="mail_by_outcome")
        ),
        migrations.AddConstraint(
            model_name="incomingmail",
            constraint=models.UniqueConstraint(fields=("mailbox", "message_id"), name="mail_taken_once"),
        ),
        migrations.AddConstraint(
            model_name="incomingmail",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["opened", "added", "bounced", "ignored", "aside"])),
                name="mail_outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome__in", ["opened", "added"]), _negated=True),
                    ("ticket__isnull", False),
                    _connector="OR",
                ),
                name="mail_that_was_placed_has_a_ticket",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "aside"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="mail_set_aside_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="customerlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["progress", "stop"])),
                name="customer_link_purpose_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="customerlink",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("made_at"))),
                name="customer_link_ends_after_its_making",
            ),
        ),
        migrations.AddConstraint(
            model_name="customerlink",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                    _connector="OR",
                ),
                name="customer_link_revoked_by_iff_revoked",
            ),
        ),
    ]
