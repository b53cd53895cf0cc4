"""What is wrong and who puts it right: tickets, service records, faults, referrals, day plans."""

import django.db.models.deletion
import django.db.models.expressions
import simple_history.models
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables


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
        Tables(
            [
                migrations.CreateModel(
                    name="FaultClass",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=60, unique=True, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="can be chosen")),
                        (
                            "import_run",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.importrun",
                                verbose_name="made by import",
                            ),
                        ),
                        (
                            "products",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Leave it empty where it holds for every model.",
                                related_name="+",
                                to="equipment.product",
                                verbose_name="models",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "fault class",
                        "verbose_name_plural": "fault classes",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("code__contains", "/"), _negated=True),
                                name="faultclass_code_fits_an_address",
                                violation_error_message="A code has no slash: addresses are made of it.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FaultCause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=60, unique=True, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="can be chosen")),
                        (
                            "fault_class",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="causes",
                                to="tickets.faultclass",
                                verbose_name="fault class",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cause of a fault",
                        "verbose_name_plural": "causes of faults",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("code__contains", "/"), _negated=True),
                                name="faultcause_code_fits_an_address",
                                violation_error_message="A code has no slash: addresses are made of it.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FaultRemedy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=60, unique=True, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="can be chosen")),
                        (
                            "cause",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="remedies",
                                to="tickets.faultcause",
                                verbose_name="cause",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "remedy of a cause",
                        "verbose_name_plural": "remedies of causes",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("code__contains", "/"), _negated=True),
                                name="faultremedy_code_fits_an_address",
                                violation_error_message="A code has no slash: addresses are made of it.",
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
                                    ("plan", "Maintenance plan"),
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
                            "serial_number",
                            models.CharField(blank=True, max_length=40, verbose_name="serial number"),
                        ),
                        (
                            "warranty_ends_on",
                            models.DateField(blank=True, null=True, verbose_name="warranty ends on"),
                        ),
                        (
                            "product_text",
                            models.CharField(blank=True, max_length=120, verbose_name="product"),
                        ),
                        ("unit_text", models.CharField(blank=True, max_length=120, verbose_name="unit")),
                        ("place_text", models.CharField(blank=True, max_length=160, verbose_name="place")),
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
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="equipment.customercontact",
                            ),
                        ),
                        ("contact_name", models.CharField(blank=True, max_length=40, verbose_name="contact")),
                        (
                            "contract",
                            models.CharField(blank=True, max_length=20, verbose_name="service contract"),
                        ),
                        (
                            "fault_class",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tickets",
                                to="tickets.faultclass",
                                verbose_name="fault class",
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
                        ("opened_at", models.DateTimeField(verbose_name="opened")),
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
                        ("origin", models.CharField(blank=True, max_length=20, verbose_name="opened out of")),
                        ("outcome", models.CharField(blank=True, max_length=60, verbose_name="outcome")),
                        ("cause", models.CharField(blank=True, max_length=160, verbose_name="cause")),
                        (
                            "cost",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="cost"
                            ),
                        ),
                        (
                            "external_id",
                            models.CharField(blank=True, max_length=80, verbose_name="number elsewhere"),
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
                        ("import_line", models.PositiveIntegerField(blank=True, null=True)),
                        ("import_columns", models.JSONField(blank=True, default=dict)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "ticket",
                        "verbose_name_plural": "tickets",
                        "indexes": [
                            models.Index(fields=["status", "-opened_at"], name="ticket_by_status"),
                            models.Index(
                                fields=["dealer", "status", "-opened_at"], name="ticket_of_a_dealer"
                            ),
                            models.Index(fields=["engineer", "status"], name="ticket_of_an_engineer"),
                            models.Index(
                                condition=models.Q(("fault_class__isnull", False)),
                                fields=["equipment", "fault_class", "opened_at"],
                                name="ticket_faults_of_a_unit",
                            ),
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
                                condition=models.Q(("status", "closed")),
                                fields=["closed_at"],
                                name="ticket_closed",
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
                                            "plan",
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
                                        models.Q(("level", ""), _negated=True),
                                        ("regulation_version__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="ticket_level_is_of_a_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("due_at__isnull", True), ("due_clock", "")),
                                    models.Q(
                                        ("due_at__isnull", False), models.Q(("due_clock", ""), _negated=True)
                                    ),
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
                                        models.Q(("status", "closed"), _negated=True),
                                        ("closed_at__isnull", True),
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
                                    models.Q(
                                        ("status", "waiting"), ("waiting_from__in", ["accepted", "assigned"])
                                    ),
                                    models.Q(
                                        models.Q(("status", "waiting"), _negated=True), ("waiting_from", "")
                                    ),
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
                                    ("channel", "import"),
                                    ("cost__isnull", True),
                                    ("cost__gte", 0),
                                    _connector="OR",
                                ),
                                name="ticket_cost_not_negative_unless_imported",
                                violation_error_message="The cost can't be negative.",
                            ),
                            models.UniqueConstraint(
                                fields=("import_run", "import_line"), name="ticket_once_an_imported_line"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("channel", "import"), models.Q(("level", ""), _negated=True)
                                ),
                                fields=("external_id",),
                                name="ticket_once_a_replayed_case",
                            ),
                        ],
                    },
                ),
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
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links",
                                to="tickets.ticket",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("progress", "Progress"),
                                    ("stop", "No more messages"),
                                    ("number", "Number confirmed"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("made_at", models.DateTimeField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("expires_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(null=True)),
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
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("purpose__in", ["progress", "stop", "number"])),
                                name="customer_link_purpose_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("made_at"))),
                                name="customer_link_ends_after_its_making",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="customer_link_revoked_by_iff_revoked",
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
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="tickets.ticket",
                                verbose_name="ticket",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="when")),
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
                                    ("depart", "On the way"),
                                    ("arrive", "Arrived"),
                                    ("record", "Service recorded"),
                                    ("solve", "Solved without a trip"),
                                    ("reopen", "Reopened"),
                                    ("close", "Closed"),
                                    ("cancel", "Cancelled"),
                                    ("prioritize", "Priority set"),
                                    ("classify", "Fault class set"),
                                    ("merge", "Merged into another"),
                                    ("quote", "Quote sent"),
                                    ("agree", "Quote agreed to"),
                                    ("decline", "Quote declined"),
                                    ("withdraw", "Quote withdrawn"),
                                    ("expire", "Quote not answered in time"),
                                    ("refer", "Referred to headquarters"),
                                    ("advise", "Headquarters' advice"),
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
                        ("note", models.TextField(blank=True)),
                        ("about", models.CharField(blank=True, max_length=80, verbose_name="about")),
                        (
                            "link",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="tickets.customerlink",
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
                                            "depart",
                                            "arrive",
                                            "record",
                                            "solve",
                                            "reopen",
                                            "close",
                                            "cancel",
                                            "prioritize",
                                            "classify",
                                            "merge",
                                            "quote",
                                            "agree",
                                            "decline",
                                            "withdraw",
                                            "expire",
                                            "refer",
                                            "advise",
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
                    name="TicketWait",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="waits",
                                to="tickets.ticket",
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
                                    (
                                        "reason__in",
                                        ["customer", "site", "quote", "day", "part", "support", "others"],
                                    ),
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
                    name="TicketPromise",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        ("until", models.DateTimeField()),
                        (
                            "made",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="makes_promise",
                                to="tickets.ticketevent",
                            ),
                        ),
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
                        ("late_minutes", models.PositiveIntegerField(blank=True, null=True)),
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
                    name="TicketLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links_from",
                                to="tickets.ticket",
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
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                        ("made_at", models.DateTimeField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("first", "second"), name="link_once_a_pair"),
                            models.CheckConstraint(
                                condition=models.Q(("first__lt", models.F("second"))),
                                name="link_older_ticket_first",
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
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alerts",
                                to="tickets.ticket",
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
                            "promise",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="alerts",
                                to="tickets.ticketpromise",
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
                            "event",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="alerts",
                                to="tickets.ticketevent",
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
                            models.UniqueConstraint(
                                fields=("promise", "step"), name="alert_once_a_promise_and_step"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("basis__in", ["working", "calendar"]),
                                        ("minutes__gte", 1),
                                        ("promise__isnull", True),
                                        models.Q(("kind", "promise"), _negated=True),
                                    ),
                                    models.Q(
                                        ("basis", ""),
                                        ("kind", "promise"),
                                        ("minutes", 0),
                                        ("promise__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="alert_of_a_clock_or_a_promise",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("step__in", ["warn", "desk", "centre", "manager"])),
                                name="alert_step_is_known",
                            ),
                        ],
                    },
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
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="appointments",
                                to="tickets.ticket",
                            ),
                        ),
                        ("begins_at", models.DateTimeField(verbose_name="from")),
                        ("ends_at", models.DateTimeField(verbose_name="until")),
                        (
                            "agreed_with",
                            models.CharField(blank=True, max_length=40, verbose_name="agreed with"),
                        ),
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
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(blank=True, null=True)),
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
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        ("reason", models.CharField(blank=True, max_length=200)),
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
                                        ("ended_at__isnull", False),
                                        ("state__in", ["changed", "called_off", "kept"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="appointment_ended_at_iff_over",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                                    models.Q(
                                        ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                                    ),
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
                    name="TicketClock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="clocks",
                                to="tickets.ticket",
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
                                choices=[("working", "working hours"), ("calendar", "day and night")],
                                max_length=8,
                            ),
                        ),
                        ("started_at", models.DateTimeField()),
                        ("due_at", models.DateTimeField(null=True)),
                        ("met_at", models.DateTimeField(null=True)),
                        ("stopped_at", models.DateTimeField(null=True)),
                        ("paused_minutes", models.PositiveIntegerField(default=0)),
                        ("late_minutes", models.PositiveIntegerField(null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("due_at__isnull", False),
                                    ("met_at__isnull", True),
                                    ("stopped_at__isnull", True),
                                ),
                                fields=["due_at"],
                                name="clock_running_by_due",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("ticket", "kind"), name="clock_once_a_ticket_and_kind"
                            ),
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
                                            ("met_at__isnull", False),
                                            ("stopped_at__isnull", False),
                                            _connector="OR",
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
                    name="PhoneCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "equipment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="equipment.equipment",
                            ),
                        ),
                        ("phone_hash", models.CharField(max_length=64)),
                        ("code_hash", models.CharField(max_length=64)),
                        ("sent_at", models.DateTimeField()),
                        ("expires_at", models.DateTimeField()),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("used_at", models.DateTimeField(null=True)),
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
                    name="CustomerRating",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DayPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="day_plans",
                                to="dealers.servicestaff",
                                verbose_name="engineer",
                            ),
                        ),
                        (
                            "dealer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="dealers.dealer",
                                verbose_name="dealer",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="day")),
                        ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="closed by",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "day plan",
                        "verbose_name_plural": "day plans",
                        "indexes": [
                            models.Index(fields=["-on", "-id"], name="day_plan_newest_first"),
                            models.Index(
                                condition=models.Q(("closed_at__isnull", True)),
                                fields=["on"],
                                name="day_plan_open_by_day",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("staff", "on"), name="day_plan_once_a_person_and_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_at__isnull", False), ("closed_by__isnull", True), _connector="OR"
                                ),
                                name="day_plan_closed_by_iff_closed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DayPlanItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="tickets.dayplan",
                            ),
                        ),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="day_items",
                                to="tickets.ticket",
                                verbose_name="ticket",
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("agreed", "Agreed time"),
                                    ("carried", "From an earlier day"),
                                    ("due", "Due"),
                                    ("added", "Came in that day"),
                                    ("worked", "Done beside the plan"),
                                ],
                                max_length=8,
                                verbose_name="why it is planned",
                            ),
                        ),
                        (
                            "carried_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="carried_into",
                                to="tickets.dayplanitem",
                            ),
                        ),
                        ("begins_at", models.DateTimeField(blank=True, null=True, verbose_name="from")),
                        ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Open"),
                                    ("done", "Done"),
                                    ("carried_over", "Carried over"),
                                    ("dropped", "Dropped"),
                                ],
                                default="planned",
                                max_length=12,
                                verbose_name="state",
                            ),
                        ),
                        ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("earlier_job", "An earlier job took longer"),
                                    ("part", "A part is missing"),
                                    ("customer", "The customer asked for another time"),
                                    ("site", "No access to the machine"),
                                    ("support", "Technical support is needed"),
                                    ("urgent", "An urgent job came between"),
                                    ("weather", "Weather or road"),
                                    ("other", "Something else"),
                                    ("none_given", "No reason given"),
                                    ("given_away", "Given to somebody else"),
                                    ("cancelled", "The ticket was cancelled"),
                                    ("done_before", "Done on an earlier day"),
                                ],
                                max_length=12,
                                verbose_name="reason",
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=200, verbose_name="in words")),
                        (
                            "carried_to",
                            models.DateField(blank=True, null=True, verbose_name="carried over to"),
                        ),
                        (
                            "explained_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="reason given later at"),
                        ),
                    ],
                    options={
                        "verbose_name": "job of a day plan",
                        "verbose_name_plural": "jobs of day plans",
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "ticket"), name="day_item_once_a_plan"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("origin__in", ["agreed", "carried", "due", "added", "worked"])
                                ),
                                name="day_item_origin_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("carried_to", None),
                                        ("done_at", None),
                                        ("reason", ""),
                                        ("state", "planned"),
                                    ),
                                    models.Q(("done_at__isnull", False), ("state", "done")),
                                    models.Q(
                                        ("carried_to__isnull", False),
                                        ("done_at", None),
                                        (
                                            "reason__in",
                                            [
                                                "earlier_job",
                                                "part",
                                                "customer",
                                                "site",
                                                "support",
                                                "urgent",
                                                "weather",
                                                "other",
                                                "none_given",
                                            ],
                                        ),
                                        ("state", "carried_over"),
                                    ),
                                    models.Q(
                                        ("carried_to", None),
                                        ("done_at", None),
                                        ("reason__in", ["given_away", "cancelled", "done_before"]),
                                        ("state", "dropped"),
                                    ),
                                    _connector="OR",
                                ),
                                name="day_item_says_what_its_state_asks",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("begins_at", None), ("ends_at", None)),
                                    ("ends_at__gt", models.F("begins_at")),
                                    _connector="OR",
                                ),
                                name="day_item_window_is_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DayPlanEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="tickets.dayplanitem",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("join", "Put into the plan"),
                                    ("finish", "Done"),
                                    ("reopen", "Taken up again"),
                                    ("carry", "Carried over"),
                                    ("drop", "Dropped"),
                                    ("find", "Found done that day, told later"),
                                    ("explain", "Reason given later"),
                                ],
                                max_length=8,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("planned", "Open"),
                                    ("done", "Done"),
                                    ("carried_over", "Carried over"),
                                    ("dropped", "Dropped"),
                                ],
                                max_length=12,
                                verbose_name="from state",
                            ),
                        ),
                        (
                            "target",
                            models.CharField(
                                choices=[
                                    ("planned", "Open"),
                                    ("done", "Done"),
                                    ("carried_over", "Carried over"),
                                    ("dropped", "Dropped"),
                                ],
                                max_length=12,
                                verbose_name="to state",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("earlier_job", "An earlier job took longer"),
                                    ("part", "A part is missing"),
                                    ("customer", "The customer asked for another time"),
                                    ("site", "No access to the machine"),
                                    ("support", "Technical support is needed"),
                                    ("urgent", "An urgent job came between"),
                                    ("weather", "Weather or road"),
                                    ("other", "Something else"),
                                    ("none_given", "No reason given"),
                                    ("given_away", "Given to somebody else"),
                                    ("cancelled", "The ticket was cancelled"),
                                    ("done_before", "Done on an earlier day"),
                                ],
                                max_length=12,
                                verbose_name="reason",
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=200, verbose_name="in words")),
                        ("at", models.DateTimeField(verbose_name="when")),
                        ("received_at", models.DateTimeField(verbose_name="received")),
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
                    ],
                    options={
                        "verbose_name": "step of a day plan",
                        "verbose_name_plural": "steps of day plans",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("target__in", ["planned", "done", "carried_over", "dropped"]),
                                    (
                                        "verb__in",
                                        ["join", "finish", "reopen", "carry", "drop", "find", "explain"],
                                    ),
                                ),
                                name="day_event_step_is_known",
                            )
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
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_feeds",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("holder_mark", models.CharField(max_length=64)),
                        ("made_at", models.DateTimeField()),
                        ("revoked_at", models.DateTimeField(null=True)),
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
                        ],
                    },
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
                        (
                            "masked_sender",
                            models.CharField(blank=True, max_length=120, verbose_name="sender"),
                        ),
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
                        (
                            "ticket",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="mails",
                                to="tickets.ticket",
                            ),
                        ),
                        (
                            "returned",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.outboxmessage",
                            ),
                        ),
                        ("refused_files", models.JSONField(default=list)),
                        ("is_acknowledged", models.BooleanField(default=False)),
                    ],
                    options={
                        "verbose_name": "mail",
                        "verbose_name_plural": "mails",
                        "indexes": [
                            models.Index(fields=["mailbox", "uid_validity", "-uid"], name="mail_last_taken"),
                            models.Index(fields=["outcome", "id"], name="mail_by_outcome"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("mailbox", "message_id"), name="mail_taken_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["opened", "added", "bounced", "ignored", "aside"])
                                ),
                                name="mail_outcome_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome__in", ["opened", "added"]), _negated=True),
                                    ("ticket__isnull", False),
                                    _connector="OR",
                                ),
                                name="mail_that_was_placed_has_a_ticket",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "aside"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="mail_set_aside_says_why",
                            ),
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
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="files",
                                to="tickets.ticket",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.storedfile",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="added")),
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
                            "mail",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="tickets.incomingmail",
                            ),
                        ),
                        (
                            "is_shown_to_customer",
                            models.BooleanField(default=False, verbose_name="shown to the customer"),
                        ),
                    ],
                    options={
                        "verbose_name": "file of a ticket",
                        "verbose_name_plural": "files of tickets",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("ticket", "file"), name="ticket_file_once_a_ticket"
                            ),
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
                    name="MailDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        ("reason", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), ("ticket__isnull", False)),
                                    models.Q(
                                        ("ticket__isnull", True), models.Q(("reason", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="mail_decision_is_a_ticket_or_a_reason",
                            )
                        ],
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
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replies",
                                to="tickets.ticket",
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
                        ("at", models.DateTimeField()),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("sealed_subject", models.TextField()),
                        ("sealed_text", models.TextField()),
                    ],
                    options={
                        "verbose_name": "reply by mail",
                        "verbose_name_plural": "replies by mail",
                    },
                ),
                migrations.CreateModel(
                    name="MaintenanceTurn",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "maintenance",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="turns",
                                to="equipment.maintenance",
                            ),
                        ),
                        ("counted_on", models.DateField(verbose_name="counted from")),
                        ("times", models.PositiveIntegerField()),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="maintenance_turns",
                                to="tickets.ticket",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "turn of a maintenance",
                        "verbose_name_plural": "turns of maintenance",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("maintenance", "counted_on", "times"),
                                name="maintenance_turn_has_one_ticket",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("times__gt", 0)), name="maintenance_turn_is_counted"
                            ),
                        ],
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
                                fields=("product", "kind", "qualification"),
                                name="need_once_a_product_and_kind",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("product__isnull", True)),
                                fields=("kind", "qualification"),
                                name="need_once_a_kind_of_every_product",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PreparationItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="preparation",
                                to="tickets.ticket",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("check", "Check"), ("part", "Part"), ("tool", "Tool")],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="what")),
                        (
                            "part_number",
                            models.CharField(blank=True, max_length=40, verbose_name="part number"),
                        ),
                        (
                            "quantity",
                            models.DecimalField(
                                decimal_places=2, default=1, max_digits=6, verbose_name="quantity"
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=12, verbose_name="unit")),
                        ("is_needed", models.BooleanField(default=True, verbose_name="must be on hand")),
                        ("is_ready", models.BooleanField(default=False, verbose_name="on hand")),
                        ("source", models.CharField(blank=True, max_length=120, verbose_name="where from")),
                        ("cases", models.PositiveIntegerField(blank=True, null=True, verbose_name="cases")),
                        ("of_cases", models.PositiveIntegerField(blank=True, null=True)),
                        ("added_at", models.DateTimeField()),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ready_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "ready_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "item of a preparation",
                        "verbose_name_plural": "items of preparations",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("ticket", "name"), name="preparation_once_a_name"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["check", "part", "tool"])),
                                name="preparation_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0)),
                                name="preparation_quantity_above_zero",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("is_ready", True), ("ready_at__isnull", False)),
                                    models.Q(
                                        ("is_ready", False),
                                        ("ready_at__isnull", True),
                                        ("ready_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="preparation_ready_at_iff_ready",
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
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="quotes",
                                to="tickets.ticket",
                            ),
                        ),
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
                        (
                            "note",
                            models.CharField(blank=True, max_length=500, verbose_name="note to the customer"),
                        ),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2, default=Decimal("0.00"), max_digits=14, verbose_name="total"
                            ),
                        ),
                        ("drafted_at", models.DateTimeField()),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
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
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                        ("remind_on", models.DateField(blank=True, null=True)),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
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
                        ("said_by", models.CharField(blank=True, max_length=40, verbose_name="who said so")),
                        (
                            "declined_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="reason"),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
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
                                    (
                                        "status__in",
                                        ["drafted", "sent", "agreed", "declined", "lapsed", "withdrawn"],
                                    )
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
                                    models.Q(
                                        ("decided_at__isnull", True), ("status__in", ("drafted", "sent"))
                                    ),
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
                                        models.Q(("answered", "link"), _negated=True),
                                        ("answered_link__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="quote_answered_online_by_a_link",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answered__in", ["", "link"]),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        models.Q(("said_by", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="quote_answer_put_down_names_both",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "drafted"),
                                    ("status", "withdrawn"),
                                    ("total__gt", 0),
                                    _connector="OR",
                                ),
                                name="quote_sent_over_something",
                            ),
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
                        (
                            "quote",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="tickets.quote",
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
                        (
                            "quantity",
                            models.DecimalField(decimal_places=2, max_digits=6, verbose_name="quantity"),
                        ),
                        ("unit", models.CharField(blank=True, max_length=12, verbose_name="unit")),
                        (
                            "unit_price",
                            models.DecimalField(decimal_places=2, max_digits=8, verbose_name="price"),
                        ),
                        (
                            "amount",
                            models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("quote", "position"), name="quote_line_once_a_place"
                            ),
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
                        ],
                    },
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
                    name="ServiceRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="tickets.ticket",
                                verbose_name="ticket",
                            ),
                        ),
                        (
                            "engineer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="dealers.servicestaff",
                                verbose_name="engineer",
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
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "Being written"),
                                    ("written", "Not signed yet"),
                                    ("signed", "Signed, to be audited"),
                                    ("passed", "Passed"),
                                    ("returned", "Returned"),
                                    ("abnormal", "Abnormal"),
                                    ("invalid", "Invalid"),
                                    ("broken_off", "Trip broken off"),
                                ],
                                db_index=True,
                                default="open",
                                max_length=12,
                                verbose_name="status",
                            ),
                        ),
                        ("began_at", models.DateTimeField(verbose_name="begun")),
                        ("departed_at", models.DateTimeField(blank=True, null=True, verbose_name="departed")),
                        ("arrived_at", models.DateTimeField(blank=True, null=True, verbose_name="arrived")),
                        (
                            "recorded_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="recorded at"),
                        ),
                        ("work_done", models.TextField(blank=True, verbose_name="work done")),
                        (
                            "minutes_worked",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="minutes worked"),
                        ),
                        (
                            "minutes_travelled",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="minutes travelled"
                            ),
                        ),
                        (
                            "meter",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="hour meter"),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("fixed", "Fixed"),
                                    ("temporary", "Fixed for the time being"),
                                    ("not_fixed", "Not fixed"),
                                ],
                                max_length=10,
                                verbose_name="result",
                            ),
                        ),
                        (
                            "cause",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="tickets.faultcause",
                                verbose_name="cause",
                            ),
                        ),
                        (
                            "remedy",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="records",
                                to="tickets.faultremedy",
                                verbose_name="remedy",
                            ),
                        ),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2, default=0, max_digits=14, verbose_name="to pay"
                            ),
                        ),
                        (
                            "unsigned_because",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="why there is no signature"
                            ),
                        ),
                        ("signed_version", models.PositiveSmallIntegerField(default=0)),
                        ("back_by", models.DateField(verbose_name="to be back by")),
                        ("chased_on", models.DateField(blank=True, null=True)),
                        ("audited_at", models.DateTimeField(blank=True, null=True, verbose_name="audited")),
                        (
                            "audited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "audit_reason",
                            models.CharField(blank=True, max_length=400, verbose_name="reason of the audit"),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "service record",
                        "verbose_name_plural": "service records",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status__in", ("open", "written", "returned"))),
                                fields=["back_by", "id"],
                                name="record_owed_next_first",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        [
                                            "open",
                                            "written",
                                            "signed",
                                            "passed",
                                            "returned",
                                            "abnormal",
                                            "invalid",
                                            "broken_off",
                                        ],
                                    )
                                ),
                                name="record_status_is_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("recorded_at__isnull", True), ("status", "open")),
                                fields=("ticket",),
                                name="record_one_trip_under_way_a_ticket",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("recorded_at__isnull", True), ("status__in", ["open", "broken_off"])
                                    ),
                                    models.Q(
                                        ("minutes_worked__isnull", False),
                                        ("recorded_at__isnull", False),
                                        ("result__in", ["fixed", "temporary", "not_fixed"]),
                                        models.Q(("work_done", ""), _negated=True),
                                        models.Q(("status", "broken_off"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="record_told_iff_written",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "signed"), _negated=True),
                                    ("signed_version__gte", 1),
                                    _connector="OR",
                                ),
                                name="record_signed_has_a_version",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minutes_worked__isnull", True),
                                    ("minutes_worked__lte", 44640),
                                    _connector="OR",
                                ),
                                name="record_minutes_believable",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("total__gte", 0)), name="record_total_not_negative"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("audited_at__isnull", False),
                                        ("audited_by__isnull", False),
                                        ("status__in", ["passed", "returned", "abnormal", "invalid"]),
                                        models.Q(("audit_reason", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("status__in", ["passed", "returned", "abnormal", "invalid"]),
                                            _negated=True,
                                        ),
                                        ("audited_at__isnull", True),
                                        ("audited_by__isnull", True),
                                        ("audit_reason", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="record_audited_iff_found_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "passed"), _negated=True),
                                    ("signed_version__gte", 1),
                                    _connector="OR",
                                ),
                                name="record_passed_was_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="tickets.servicerecord",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("replaced", "Replaced"),
                                    ("bought", "Bought on the spot"),
                                    ("needed", "Still needed"),
                                    ("labour", "Labour"),
                                    ("travel", "Travel"),
                                    ("other", "Other"),
                                ],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        ("text", models.CharField(max_length=120, verbose_name="what")),
                        (
                            "part_number",
                            models.CharField(blank=True, max_length=40, verbose_name="part number"),
                        ),
                        (
                            "quantity",
                            models.DecimalField(decimal_places=2, max_digits=6, verbose_name="quantity"),
                        ),
                        ("unit", models.CharField(blank=True, max_length=12, verbose_name="unit")),
                        (
                            "unit_price",
                            models.DecimalField(decimal_places=2, max_digits=8, verbose_name="price"),
                        ),
                        (
                            "amount",
                            models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                        ),
                        (
                            "old_part",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("brought_back", "Brought back"),
                                    ("left", "Left with the customer"),
                                ],
                                max_length=12,
                                verbose_name="old part",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("record", "position"), name="record_line_once_a_place"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["replaced", "bought", "needed", "labour", "travel", "other"],
                                    )
                                ),
                                name="record_line_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gt", 0), ("unit_price__gte", 0)),
                                name="record_line_never_negative",
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
                                name="record_line_amount_is_quantity_times_price",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "replaced"), ("old_part__in", ["brought_back", "left"])
                                    ),
                                    models.Q(models.Q(("kind", "replaced"), _negated=True), ("old_part", "")),
                                    _connector="OR",
                                ),
                                name="record_line_old_part_iff_replaced",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordReading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readings",
                                to="tickets.servicerecord",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("name", models.CharField(max_length=40, verbose_name="what was measured")),
                        ("value", models.CharField(max_length=40, verbose_name="value")),
                        ("unit", models.CharField(blank=True, max_length=12, verbose_name="unit")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("record", "position"), name="record_reading_once_a_place"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordPhoto",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="photos",
                                to="tickets.servicerecord",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.storedfile",
                            ),
                        ),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("before", "Before"),
                                    ("during", "During the work"),
                                    ("after", "After"),
                                ],
                                max_length=8,
                                verbose_name="taken",
                            ),
                        ),
                        ("taken_at", models.DateTimeField(verbose_name="taken at")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("record", "file"), name="record_photo_once_a_record"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("step__in", ["before", "during", "after"])),
                                name="record_photo_step_is_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RecordEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="tickets.servicerecord",
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("depart", "On the way"),
                                    ("arrive", "Arrived"),
                                    ("begin", "Begun"),
                                    ("write", "Written down"),
                                    ("sign", "Signed by the customer"),
                                    ("leave", "Left without a signature"),
                                    ("amend", "Opened to be changed"),
                                    ("break_off", "Broken off"),
                                    ("pass", "Passed by the audit"),
                                    ("return", "Returned by the audit"),
                                    ("suspect", "Found abnormal by the audit"),
                                    ("invalidate", "Declared invalid by the audit"),
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
                                    ("open", "Being written"),
                                    ("written", "Not signed yet"),
                                    ("signed", "Signed, to be audited"),
                                    ("passed", "Passed"),
                                    ("returned", "Returned"),
                                    ("abnormal", "Abnormal"),
                                    ("invalid", "Invalid"),
                                    ("broken_off", "Trip broken off"),
                                ],
                                max_length=12,
                                verbose_name="from state",
                            ),
                        ),
                        (
                            "target",
                            models.CharField(
                                choices=[
                                    ("open", "Being written"),
                                    ("written", "Not signed yet"),
                                    ("signed", "Signed, to be audited"),
                                    ("passed", "Passed"),
                                    ("returned", "Returned"),
                                    ("abnormal", "Abnormal"),
                                    ("invalid", "Invalid"),
                                    ("broken_off", "Trip broken off"),
                                ],
                                max_length=12,
                                verbose_name="to state",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="when")),
                        ("received_at", models.DateTimeField(verbose_name="received")),
                        ("device_at", models.DateTimeField(null=True, verbose_name="by the device's clock")),
                        (
                            "clock_off_seconds",
                            models.IntegerField(default=0, verbose_name="device's clock ahead, seconds"),
                        ),
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
                        ("note", models.CharField(blank=True, max_length=1000)),
                    ],
                    options={
                        "verbose_name": "step of a service record",
                        "verbose_name_plural": "steps of service records",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "target__in",
                                        [
                                            "open",
                                            "written",
                                            "signed",
                                            "passed",
                                            "returned",
                                            "abnormal",
                                            "invalid",
                                            "broken_off",
                                        ],
                                    ),
                                    (
                                        "verb__in",
                                        [
                                            "depart",
                                            "arrive",
                                            "begin",
                                            "write",
                                            "sign",
                                            "leave",
                                            "amend",
                                            "break_off",
                                            "pass",
                                            "return",
                                            "suspect",
                                            "invalidate",
                                        ],
                                    ),
                                ),
                                name="record_event_step_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("received_at__gte", models.F("at"))),
                                name="record_event_received_after_it_happened",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Referral",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="referrals",
                                to="tickets.ticket",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("drafted", "Being put together"),
                                    ("referred", "With headquarters"),
                                    ("answered", "Answered"),
                                    ("ended", "Ended with the ticket"),
                                ],
                                default="drafted",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "wanted",
                            models.CharField(
                                choices=[
                                    ("remote", "Remotely"),
                                    ("on_site", "Advice on site"),
                                    ("repair", "Repair by headquarters' engineer"),
                                ],
                                default="remote",
                                max_length=8,
                                verbose_name="help wanted",
                            ),
                        ),
                        ("diagnosis", models.TextField(blank=True, verbose_name="diagnosis so far")),
                        ("question", models.TextField(blank=True, verbose_name="question")),
                        ("drafted_at", models.DateTimeField()),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("dossier", models.JSONField(default=dict, verbose_name="dossier")),
                        ("referred_at", models.DateTimeField(blank=True, null=True, verbose_name="referred")),
                        (
                            "referred_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "asker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="dealers.dealer",
                            ),
                        ),
                        (
                            "territory",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="dealers.dealer",
                            ),
                        ),
                        ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="answer due")),
                        ("overdue_told_at", models.DateTimeField(blank=True, null=True)),
                        ("answer", models.TextField(blank=True, verbose_name="answer")),
                        (
                            "given",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("remote", "Remotely"),
                                    ("on_site", "Advice on site"),
                                    ("repair", "Repair by headquarters' engineer"),
                                ],
                                max_length=8,
                                verbose_name="help given",
                            ),
                        ),
                        ("days", models.PositiveSmallIntegerField(default=0, verbose_name="days on site")),
                        (
                            "charging",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("charged", "Charged to the dealer"),
                                    ("free", "Free of charge by the tariff"),
                                    ("outside", "Not charged: outside the dealer's territory"),
                                    ("own", "Not charged: headquarters serves it itself"),
                                    ("excluded", "Not charged: headquarters' own matter"),
                                ],
                                max_length=8,
                                verbose_name="charging",
                            ),
                        ),
                        ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "referral to headquarters",
                        "verbose_name_plural": "referrals to headquarters",
                        "indexes": [
                            models.Index(fields=["status", "due_at"], name="referral_by_status_and_due"),
                            models.Index(fields=["-drafted_at", "-id"], name="referral_newest_first"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["drafted", "referred", "answered", "ended"]),
                                    ("wanted__in", ["remote", "on_site", "repair"]),
                                ),
                                name="referral_status_is_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("drafted", "referred"))),
                                fields=("ticket",),
                                name="referral_one_open_a_ticket",
                                violation_error_message="The ticket has an open referral already. Go on with that one.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("due_at__isnull", True),
                                        ("referred_at__isnull", True),
                                        ("referred_by__isnull", True),
                                        ("status__in", ["drafted", "ended"]),
                                    ),
                                    models.Q(
                                        ("due_at__isnull", False),
                                        ("referred_at__isnull", False),
                                        ("referred_by__isnull", False),
                                        models.Q(("status", "drafted"), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="referral_referred_by_somebody_until",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "answered"),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                        ("charging__in", ["charged", "free", "outside", "own", "excluded"]),
                                        ("given__in", ["remote", "on_site", "repair"]),
                                    ),
                                    models.Q(
                                        models.Q(("status", "answered"), _negated=True),
                                        ("answer", ""),
                                        ("answered_at__isnull", True),
                                        ("answered_by__isnull", True),
                                        ("charging", ""),
                                        ("given", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="referral_answered_iff_answered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("days__gt", 0), ("given__in", ("on_site", "repair"))),
                                    models.Q(
                                        models.Q(("given__in", ("on_site", "repair")), _negated=True),
                                        ("days", 0),
                                    ),
                                    _connector="OR",
                                ),
                                name="referral_days_iff_on_site",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_at__isnull", False), ("status", "ended")),
                                    models.Q(
                                        models.Q(("status", "ended"), _negated=True),
                                        ("ended_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="referral_ended_at_iff_ended",
                            ),
                        ],
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
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="offers",
                                to="tickets.ticket",
                                verbose_name="ticket",
                            ),
                        ),
                        (
                            "dealer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="dealers.dealer",
                                verbose_name="dealer",
                            ),
                        ),
                        ("offered_at", models.DateTimeField(verbose_name="offered at")),
                        ("due_at", models.DateTimeField(null=True)),
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
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300)),
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
                                        models.Q(("answer", "pending"), _negated=True),
                                        ("answered_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="offer_answered_at_iff_answered",
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
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assignments",
                                to="tickets.ticket",
                                verbose_name="ticket",
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
                        ("assigned_at", models.DateTimeField(verbose_name="assigned at")),
                        (
                            "assigned_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="assigned by",
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended at")),
                    ],
                    options={
                        "verbose_name": "assignment to an engineer",
                        "verbose_name_plural": "assignments to engineers",
                        "indexes": [
                            models.Index(fields=["engineer", "ended_at"], name="assignment_of_an_engineer")
                        ],
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
                    name="SignedRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signed",
                                to="tickets.servicerecord",
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                        ("signer_name", models.CharField(max_length=40, verbose_name="signed by")),
                        (
                            "signer_role",
                            models.CharField(
                                choices=[
                                    ("owner", "Owner"),
                                    ("contact", "Contact"),
                                    ("operator", "Operator"),
                                    ("other", "Somebody else there"),
                                ],
                                max_length=8,
                                verbose_name="signs as",
                            ),
                        ),
                        ("signed_at", models.DateTimeField(verbose_name="signed")),
                        ("place", models.CharField(blank=True, max_length=160, verbose_name="place")),
                        (
                            "latitude",
                            models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True),
                        ),
                        (
                            "longitude",
                            models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True),
                        ),
                        ("accuracy", models.PositiveIntegerField(blank=True, null=True)),
                        ("strokes", models.JSONField()),
                        ("content", models.JSONField()),
                        ("digests", models.JSONField()),
                        ("previous_hash", models.CharField(blank=True, max_length=64)),
                        ("hash", models.CharField(max_length=64, verbose_name="hash")),
                        ("seal", models.CharField(max_length=64)),
                        ("code_hash", models.CharField(max_length=64, unique=True)),
                        ("sealed_code", models.CharField(max_length=200)),
                    ],
                    options={
                        "verbose_name": "signed version of a service record",
                        "verbose_name_plural": "signed versions of service records",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("record", "version"), name="signed_record_once_a_version"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signer_role__in", ["owner", "contact", "operator", "other"])
                                ),
                                name="signed_record_role_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("previous_hash", ""), ("version", 1)),
                                    models.Q(
                                        ("version__gt", 1), models.Q(("previous_hash", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="signed_record_chained_to_the_one_before",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                                    models.Q(
                                        ("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))
                                    ),
                                    _connector="OR",
                                ),
                                name="signed_record_stands_on_earth",
                            ),
                        ],
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
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="choices",
                                to="equipment.customercontact",
                                verbose_name="contact",
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
                                    ("language__in", ["zh-hans", "en"]),
                                    ("told_by__in", ["sms", "email", "page"]),
                                ),
                                name="contact_choice_is_known",
                            )
                        ],
                    },
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
                        (
                            "ticket",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="stops",
                                to="tickets.ticket",
                                verbose_name="ticket",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="since")),
                        (
                            "link",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="tickets.customerlink",
                            ),
                        ),
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
                    name="HistoricalFaultClass",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(db_index=True, max_length=60, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="can be chosen")),
                        (
                            "import_run",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.importrun",
                                verbose_name="made by import",
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
                    ],
                    options={
                        "verbose_name": "historical fault class",
                        "verbose_name_plural": "historical fault classes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFaultClass_products",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "faultclass",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="tickets.faultclass",
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="equipment.product",
                            ),
                        ),
                        (
                            "history",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                to="tickets.historicalfaultclass",
                            ),
                        ),
                        ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                    ],
                    options={
                        "verbose_name": "HistoricalFaultClass_products",
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFaultCause",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(db_index=True, max_length=60, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="can be chosen")),
                        (
                            "fault_class",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="tickets.faultclass",
                                verbose_name="fault class",
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
                    ],
                    options={
                        "verbose_name": "historical cause of a fault",
                        "verbose_name_plural": "historical causes of faults",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFaultRemedy",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(db_index=True, max_length=60, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="can be chosen")),
                        (
                            "cause",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="tickets.faultcause",
                                verbose_name="cause",
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
                    ],
                    options={
                        "verbose_name": "historical remedy of a cause",
                        "verbose_name_plural": "historical remedies of causes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalServiceNeed",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
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
                        "verbose_name": "historical need of a qualification",
                        "verbose_name_plural": "historical needs of qualifications",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ]
        )
    ]
