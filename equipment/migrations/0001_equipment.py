"""Which machine stands where, owned by whom, covered by what, and what it needs when."""

import django.db.models.deletion
import django.db.models.functions.text
import equipment.fields
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("dealers", "0001_people"),
        ("records", "0001_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="Customer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=80, verbose_name="customer")),
                        (
                            "dealer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="customers",
                                to="dealers.dealer",
                                verbose_name="dealer",
                            ),
                        ),
                        ("is_caller", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "customer",
                        "verbose_name_plural": "customers",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_caller", False)),
                                fields=("dealer", "name"),
                                name="customer_once_a_dealer",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("dealer__isnull", True), ("is_caller", False)),
                                fields=("name",),
                                name="customer_once_at_headquarters",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CustomerContact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="equipment.customer",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="contact")),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("owner", "Owner"),
                                    ("contact", "Contact"),
                                    ("operator", "Operator"),
                                ],
                                default="contact",
                                max_length=10,
                                verbose_name="role",
                            ),
                        ),
                        ("phone_cipher", models.CharField(blank=True, max_length=200)),
                        ("phone_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                        ("last_four_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                        ("email_cipher", models.TextField(blank=True)),
                        ("email_hash", models.CharField(blank=True, db_index=True, max_length=64)),
                        (
                            "told_by",
                            models.CharField(
                                blank=True,
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
                                blank=True,
                                choices=[("zh-hans", "Chinese"), ("en", "English")],
                                max_length=10,
                                verbose_name="language of messages",
                            ),
                        ),
                        (
                            "replaced_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaces",
                                to="equipment.customercontact",
                                verbose_name="stands in its place now",
                            ),
                        ),
                        (
                            "is_unconfirmed",
                            models.BooleanField(default=False, verbose_name="number not confirmed"),
                        ),
                        ("created_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "contact",
                        "verbose_name_plural": "contacts",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("customer", "name", "phone_hash", "email_hash"),
                                name="contact_once_a_customer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("role__in", ["owner", "contact", "operator"])),
                                name="contact_role_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("phone_cipher", ""), _negated=True),
                                        models.Q(("phone_hash", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("email_cipher", ""), _negated=True),
                                        models.Q(("email_hash", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="contact_has_phone_or_email",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("replaced_by__isnull", True),
                                    models.Q(("replaced_by", models.F("pk")), _negated=True),
                                    _connector="OR",
                                ),
                                name="contact_never_replaced_by_itself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("told_by__in", ["", "sms", "email", "page"]),
                                    ("language__in", ["", "zh-hans", "en"]),
                                ),
                                name="contact_wish_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_unconfirmed", False),
                                    models.Q(("phone_cipher", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="contact_unconfirmed_has_a_number",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Product",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=80, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        (
                            "warranty_months",
                            models.PositiveSmallIntegerField(default=12, verbose_name="warranty in months"),
                        ),
                        (
                            "warranty_hours",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="Empty: only the months count.",
                                null=True,
                                verbose_name="at most operating hours",
                            ),
                        ),
                        (
                            "self_check_items",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="A list of the points to check, each a text.",
                                verbose_name="self-check list",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="is sold or served")),
                    ],
                    options={
                        "verbose_name": "product",
                        "verbose_name_plural": "products",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("warranty_months__gt", 0)),
                                name="product_warranty_has_months",
                                violation_error_message="A warranty has at least one month.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("warranty_hours__isnull", True),
                                    ("warranty_hours__gt", 0),
                                    _connector="OR",
                                ),
                                name="product_warranty_hours_above_zero",
                                violation_error_message="Leave the operating hours empty, or write a number above 0.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Equipment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "serial_number",
                            equipment.fields.SerialNumberField(
                                max_length=40, unique=True, verbose_name="serial number"
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="units",
                                to="equipment.product",
                                verbose_name="model",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="units",
                                to="equipment.customer",
                                verbose_name="customer",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="equipment.customercontact",
                                verbose_name="contact",
                            ),
                        ),
                        (
                            "dealer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="units",
                                to="dealers.dealer",
                                verbose_name="dealer",
                            ),
                        ),
                        (
                            "first_place_of_use",
                            models.CharField(max_length=120, verbose_name="first place of use"),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="dealers.division",
                                verbose_name="division",
                            ),
                        ),
                        (
                            "gps_terminal",
                            models.CharField(blank=True, max_length=40, verbose_name="GPS terminal"),
                        ),
                        ("project_name", models.CharField(max_length=80, verbose_name="project")),
                        ("planned_installation_on", models.DateField(verbose_name="planned installation")),
                        ("delivered_on", models.DateField(verbose_name="delivered on")),
                        (
                            "is_delivery_assumed",
                            models.BooleanField(default=False, verbose_name="delivery day is assumed"),
                        ),
                        ("factory_on", models.DateField(blank=True, null=True, verbose_name="factory date")),
                        ("registered_at", models.DateTimeField()),
                        (
                            "registered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                                verbose_name="import",
                            ),
                        ),
                        (
                            "installed_on",
                            models.DateField(blank=True, null=True, verbose_name="installed on"),
                        ),
                        ("in_use_from", models.DateField(blank=True, null=True, verbose_name="in use from")),
                        ("installation_recorded_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "installation_recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="confirmed by the customer"
                            ),
                        ),
                        (
                            "warranty_ends_on",
                            models.DateField(blank=True, null=True, verbose_name="warranty ends on"),
                        ),
                        (
                            "taken_over_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="taken over"),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "unit",
                        "verbose_name_plural": "units",
                        "indexes": [
                            models.Index(
                                fields=["dealer", "-registered_at"], name="unit_of_a_dealer_newest_first"
                            ),
                            models.Index(fields=["-registered_at"], name="unit_newest_first"),
                            models.Index(
                                condition=models.Q(("installed_on__isnull", True)),
                                fields=["planned_installation_on"],
                                name="unit_awaiting_installation",
                            ),
                            models.Index(fields=["-installed_on"], name="unit_by_installation"),
                            models.Index(fields=["warranty_ends_on"], name="unit_by_end_of_warranty"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.text.Upper("serial_number"),
                                name="unit_serial_number_once_in_any_case",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("in_use_from__isnull", True),
                                        ("installation_recorded_at__isnull", True),
                                        ("installed_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("in_use_from__gte", models.F("installed_on")),
                                        ("in_use_from__isnull", False),
                                        ("installation_recorded_at__isnull", False),
                                        ("installed_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="unit_in_use_from_never_before_installed",
                                violation_error_message="The start of use can't lie before the installation.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("installed_on__isnull", True), ("warranty_ends_on__isnull", True)
                                    ),
                                    models.Q(
                                        ("installed_on__isnull", False), ("warranty_ends_on__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="unit_warranty_iff_installed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("installed_on__isnull", True),
                                    ("installed_on__gte", models.F("delivered_on")),
                                    _connector="OR",
                                ),
                                name="unit_never_installed_before_delivered",
                                violation_error_message="The installation can't lie before the delivery.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SelfCheckResult",
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
                                related_name="self_check",
                                to="equipment.equipment",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("item", models.CharField(max_length=120)),
                        ("passed", models.BooleanField()),
                        ("note", models.CharField(blank=True, max_length=200)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("equipment", "item"), name="self_check_item_once_a_unit"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EquipmentEvent",
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
                                related_name="events",
                                to="equipment.equipment",
                            ),
                        ),
                        (
                            "dealer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="dealers.dealer",
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
                                    ("registered", "Registered on delivery"),
                                    ("installed", "Installed and commissioned"),
                                    ("corrected", "Installation corrected"),
                                    ("contact", "Contact corrected"),
                                    ("facts", "Data corrected"),
                                    ("transferred", "Taken over from another dealer"),
                                    ("label", "Label printed"),
                                    ("code_revoked", "Code on the label revoked"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("changes", models.JSONField(default=dict)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["equipment", "at"], name="unit_events_in_order")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "verb__in",
                                        [
                                            "registered",
                                            "installed",
                                            "corrected",
                                            "contact",
                                            "facts",
                                            "transferred",
                                            "label",
                                            "code_revoked",
                                        ],
                                    )
                                ),
                                name="unit_event_verb_is_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SerialNumberCase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                        (
                            "equipment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="equipment.equipment",
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "claimed_by_dealer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="dealers.dealer",
                                verbose_name="claimed by",
                            ),
                        ),
                        (
                            "claimed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("claimed_at", models.DateTimeField(verbose_name="claimed at")),
                        ("claim", models.JSONField(default=dict)),
                        ("phone_cipher", models.CharField(blank=True, max_length=200)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "To be decided"),
                                    ("mistyped", "Number mistyped"),
                                    ("transferred", "Unit taken over"),
                                    ("settled", "Settled"),
                                ],
                                default="open",
                                max_length=12,
                                verbose_name="status",
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
                        ("decided_at", models.DateTimeField(blank=True, null=True)),
                        ("decision", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "verbose_name": "serial number case",
                        "verbose_name_plural": "serial number cases",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("open", "mistyped"))),
                                fields=("equipment", "claimed_by_dealer"),
                                name="serial_number_case_unsettled_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["open", "mistyped", "transferred", "settled"])
                                ),
                                name="serial_number_case_status_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("status", "open"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "open"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="serial_number_case_decided_at_iff_decided",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SerialNumberCaseEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="equipment.serialnumbercase",
                            ),
                        ),
                        ("at", models.DateTimeField()),
                        (
                            "actor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("claim", "Claimed"),
                                    ("return", "Returned: number mistyped"),
                                    ("transfer", "Unit handed over"),
                                    ("settle", "Settled by the dealer"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("open", "To be decided"),
                                    ("mistyped", "Number mistyped"),
                                    ("transferred", "Unit taken over"),
                                    ("settled", "Settled"),
                                ],
                                max_length=12,
                            ),
                        ),
                        (
                            "target",
                            models.CharField(
                                choices=[
                                    ("open", "To be decided"),
                                    ("mistyped", "Number mistyped"),
                                    ("transferred", "Unit taken over"),
                                    ("settled", "Settled"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300)),
                        ("changes", models.JSONField(default=dict)),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("verb__in", ["claim", "return", "transfer", "settle"])),
                                name="case_event_verb_is_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnitCode",
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
                                related_name="codes",
                                to="equipment.equipment",
                            ),
                        ),
                        ("token_hash", models.CharField(max_length=64, unique=True)),
                        ("sealed_token", models.CharField(max_length=200)),
                        ("made_at", models.DateTimeField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("revoked_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "revoked_by",
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
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("equipment",),
                                name="unit_code_valid_once_a_unit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                                    models.Q(("revoked_at__isnull", False), ("revoked_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="unit_code_revoked_by_iff_revoked",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProductTerms",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="terms",
                                to="equipment.product",
                                verbose_name="model",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("covers_zh", models.TextField(verbose_name="what the warranty covers, in Chinese")),
                        (
                            "covers_en",
                            models.TextField(blank=True, verbose_name="what the warranty covers, in English"),
                        ),
                        (
                            "respond_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="we call back within hours"
                            ),
                        ),
                        (
                            "attend_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="we are there within hours"
                            ),
                        ),
                        (
                            "repair_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="it works again within hours"
                            ),
                        ),
                        (
                            "process_zh",
                            models.TextField(blank=True, verbose_name="how service goes, in Chinese"),
                        ),
                        (
                            "process_en",
                            models.TextField(blank=True, verbose_name="how service goes, in English"),
                        ),
                    ],
                    options={
                        "verbose_name": "published terms",
                        "verbose_name_plural": "published terms",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("product", "valid_from"),
                                name="terms_once_a_model_and_day",
                                violation_error_message="This model has terms from that day already. Choose another day.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TermsCharge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "terms",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="charges",
                                to="equipment.productterms",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=1, verbose_name="place in the list"),
                        ),
                        ("name_zh", models.CharField(max_length=80, verbose_name="what for, in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="what for, in English"),
                        ),
                        (
                            "amount",
                            models.DecimalField(decimal_places=2, max_digits=10, verbose_name="amount"),
                        ),
                    ],
                    options={
                        "verbose_name": "charge",
                        "verbose_name_plural": "charges",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)),
                                name="terms_charge_never_negative",
                                violation_error_message="A charge can't be negative.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ContractPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=20, unique=True, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=40, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="is sold")),
                    ],
                    options={
                        "verbose_name": "plan of service contracts",
                        "verbose_name_plural": "plans of service contracts",
                    },
                ),
                migrations.CreateModel(
                    name="ServiceContract",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts",
                                to="equipment.contractplan",
                                verbose_name="plan",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts",
                                to="equipment.customer",
                                verbose_name="customer",
                            ),
                        ),
                        (
                            "equipment",
                            models.ForeignKey(
                                blank=True,
                                help_text="Empty: it is for all units of the customer.",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contracts",
                                to="equipment.equipment",
                                verbose_name="unit",
                            ),
                        ),
                        ("begins_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(verbose_name="until")),
                    ],
                    options={
                        "verbose_name": "service contract",
                        "verbose_name_plural": "service contracts",
                        "indexes": [
                            models.Index(fields=["customer", "ends_on"], name="contracts_of_a_customer")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                                name="contract_ends_after_it_begins",
                                violation_error_message="A contract can't end before it begins. Look at the days.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProductGuide",
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
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="guides",
                                to="equipment.product",
                                verbose_name="model",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh-hans", "Chinese"), ("en", "English")],
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="title")),
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="records.storedfile",
                                verbose_name="file",
                            ),
                        ),
                        ("open_from", models.DateField(verbose_name="open from")),
                        (
                            "open_until",
                            models.DateField(blank=True, null=True, verbose_name="withdrawn after"),
                        ),
                    ],
                    options={
                        "verbose_name": "guide",
                        "verbose_name_plural": "guides",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("language__in", ["zh-hans", "en"])),
                                name="guide_language_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("open_until__isnull", True),
                                    ("open_until__gte", models.F("open_from")),
                                    _connector="OR",
                                ),
                                name="guide_withdrawn_after_it_opened",
                                violation_error_message="A guide is withdrawn on the day it opens or later.",
                            ),
                            models.UniqueConstraint(
                                fields=("product", "language", "title", "open_from"),
                                name="guide_once_a_title_and_day",
                                violation_error_message="This model has a guide of this title from that day already.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProductMaintenance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=40, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        (
                            "is_first",
                            models.BooleanField(
                                default=False,
                                help_text="It is done once, counted from the start of use.",
                                verbose_name="first maintenance",
                            ),
                        ),
                        (
                            "months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="every so many months"
                            ),
                        ),
                        (
                            "hours",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="every so many operating hours"
                            ),
                        ),
                        (
                            "counts",
                            models.CharField(
                                choices=[
                                    ("last_done", "From the last one done"),
                                    ("plan", "By the plan, whenever it was done"),
                                ],
                                default="last_done",
                                max_length=10,
                                verbose_name="counted",
                            ),
                        ),
                        (
                            "checks_zh",
                            models.TextField(
                                blank=True,
                                help_text="One point a line, each once.",
                                verbose_name="what is done, in Chinese",
                            ),
                        ),
                        ("checks_en", models.TextField(blank=True, verbose_name="what is done, in English")),
                        (
                            "product",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="maintenance",
                                to="equipment.product",
                                verbose_name="model",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "maintenance of a model",
                        "verbose_name_plural": "maintenance plan",
                        "abstract": False,
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("months__isnull", False), ("hours__isnull", False), _connector="OR"
                                ),
                                name="productmaintenance_by_months_or_hours",
                                violation_error_message="Write after how many months or operating hours it is due.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("months__isnull", True), ("months__range", (1, 120)), _connector="OR"
                                ),
                                name="productmaintenance_months_can_be_meant",
                                violation_error_message="Months are from 1 to 120, or left empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hours__isnull", True), ("hours__range", (10, 100000)), _connector="OR"
                                ),
                                name="productmaintenance_hours_can_be_meant",
                                violation_error_message="Operating hours are from 10 to 100,000, or left empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("counts__in", ["last_done", "plan"])),
                                name="productmaintenance_counts_as_known",
                            ),
                            models.UniqueConstraint(
                                fields=("product", "code"),
                                name="product_maintenance_once",
                                violation_error_message="This model has a maintenance of that code already.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_first", True)),
                                fields=("product",),
                                name="product_maintenance_one_first",
                                violation_error_message="A model has one first maintenance. Make the other a regular one.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Maintenance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=40, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        (
                            "is_first",
                            models.BooleanField(
                                default=False,
                                help_text="It is done once, counted from the start of use.",
                                verbose_name="first maintenance",
                            ),
                        ),
                        (
                            "months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="every so many months"
                            ),
                        ),
                        (
                            "hours",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="every so many operating hours"
                            ),
                        ),
                        (
                            "counts",
                            models.CharField(
                                choices=[
                                    ("last_done", "From the last one done"),
                                    ("plan", "By the plan, whenever it was done"),
                                ],
                                default="last_done",
                                max_length=10,
                                verbose_name="counted",
                            ),
                        ),
                        (
                            "checks_zh",
                            models.TextField(
                                blank=True,
                                help_text="One point a line, each once.",
                                verbose_name="what is done, in Chinese",
                            ),
                        ),
                        ("checks_en", models.TextField(blank=True, verbose_name="what is done, in English")),
                        (
                            "equipment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="maintenance",
                                to="equipment.equipment",
                            ),
                        ),
                        ("copied_at", models.DateTimeField(verbose_name="recorded")),
                        ("counted_on", models.DateField(blank=True, null=True, verbose_name="counted from")),
                        ("times", models.PositiveIntegerField(default=0)),
                        (
                            "hours_limit",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="due at operating hours"
                            ),
                        ),
                        (
                            "opens_on",
                            models.DateField(blank=True, null=True, verbose_name="may be done from"),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="due")),
                        ("closes_on", models.DateField(blank=True, null=True, verbose_name="to be done by")),
                        ("editions", models.PositiveSmallIntegerField(default=0)),
                    ],
                    options={
                        "verbose_name": "maintenance of a unit",
                        "verbose_name_plural": "maintenance of units",
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("opens_on__isnull", False)),
                                fields=["opens_on", "id"],
                                name="maintenance_in_order",
                            ),
                            models.Index(
                                condition=models.Q(("closes_on__isnull", False)),
                                fields=["closes_on", "id"],
                                name="maintenance_overdue_first",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("months__isnull", False), ("hours__isnull", False), _connector="OR"
                                ),
                                name="maintenance_by_months_or_hours",
                                violation_error_message="Write after how many months or operating hours it is due.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("months__isnull", True), ("months__range", (1, 120)), _connector="OR"
                                ),
                                name="maintenance_months_can_be_meant",
                                violation_error_message="Months are from 1 to 120, or left empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hours__isnull", True), ("hours__range", (10, 100000)), _connector="OR"
                                ),
                                name="maintenance_hours_can_be_meant",
                                violation_error_message="Operating hours are from 10 to 100,000, or left empty.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("counts__in", ["last_done", "plan"])),
                                name="maintenance_counts_as_known",
                            ),
                            models.UniqueConstraint(
                                fields=("equipment", "code"), name="maintenance_copied_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("counted_on__isnull", True),
                                        ("due_on__isnull", True),
                                        ("hours_limit__isnull", True),
                                        ("opens_on__isnull", True),
                                        ("times", 0),
                                    ),
                                    models.Q(("counted_on__isnull", False), ("times__gt", 0)),
                                    _connector="OR",
                                ),
                                name="maintenance_turn_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closes_on__isnull", True), ("due_on__isnull", True)),
                                    models.Q(
                                        ("closes_on__gte", models.F("due_on")),
                                        ("closes_on__isnull", False),
                                        ("due_on__isnull", False),
                                        ("opens_on__isnull", False),
                                        ("opens_on__lte", models.F("due_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="maintenance_window_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MaintenanceDone",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="done",
                                to="equipment.maintenance",
                            ),
                        ),
                        ("done_on", models.DateField(verbose_name="done on")),
                        ("ticket", models.CharField(blank=True, max_length=20, verbose_name="ticket")),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="by whom, and how it is known"
                            ),
                        ),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="withdrawn"),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "withdrawn_because",
                            models.CharField(blank=True, max_length=300, verbose_name="why it was withdrawn"),
                        ),
                    ],
                    options={
                        "verbose_name": "maintenance done",
                        "verbose_name_plural": "maintenance done",
                        "indexes": [
                            models.Index(fields=["-done_on", "-id"], name="maintenance_done_newest_first"),
                            models.Index(
                                condition=models.Q(("ticket", ""), _negated=True),
                                fields=["ticket"],
                                name="maintenance_done_by_ticket",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("maintenance", "done_on"),
                                name="maintenance_done_once_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ticket", ""), _negated=True),
                                    models.Q(
                                        models.Q(("note", ""), _negated=True), ("recorded_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="maintenance_done_by_hand_says_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("withdrawn_at__isnull", True),
                                        ("withdrawn_because", ""),
                                        ("withdrawn_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        models.Q(("withdrawn_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="maintenance_done_withdrawn_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProductPart",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts",
                                to="equipment.product",
                                verbose_name="model",
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=40, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        ("months", models.PositiveSmallIntegerField(verbose_name="warranty in months")),
                        (
                            "hours",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="at most operating hours"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "part with its own warranty",
                        "verbose_name_plural": "parts with their own warranty",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("product", "code"),
                                name="product_part_once",
                                violation_error_message="This model has a part of that code already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("months__gt", 0)),
                                name="product_part_has_months",
                                violation_error_message="A warranty has at least one month.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hours__isnull", True), ("hours__gt", 0), _connector="OR"
                                ),
                                name="product_part_hours_above_zero",
                                violation_error_message="Leave the operating hours empty, or write a number above 0.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Warranty",
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
                                related_name="warranties",
                                to="equipment.equipment",
                            ),
                        ),
                        (
                            "part",
                            models.CharField(blank=True, max_length=40, verbose_name="code of the part"),
                        ),
                        (
                            "name_zh",
                            models.CharField(blank=True, max_length=120, verbose_name="name in Chinese"),
                        ),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        ("months", models.PositiveSmallIntegerField(verbose_name="months")),
                        (
                            "hours",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="at most operating hours"
                            ),
                        ),
                        ("copied_at", models.DateTimeField(verbose_name="recorded")),
                        (
                            "replaced_on",
                            models.DateField(blank=True, null=True, verbose_name="part replaced on"),
                        ),
                        (
                            "replaced_at_hours",
                            models.PositiveIntegerField(
                                default=0, verbose_name="operating hours at the replacement"
                            ),
                        ),
                        (
                            "replaced_in",
                            models.CharField(
                                blank=True, max_length=20, verbose_name="service record of the replacement"
                            ),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="withdrawn"),
                        ),
                    ],
                    options={
                        "verbose_name": "warranty of a unit",
                        "verbose_name_plural": "warranties of units",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("replaced_on__isnull", True)),
                                fields=("equipment", "part"),
                                name="warranty_copied_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("replaced_on__isnull", False), ("withdrawn_at__isnull", True)
                                ),
                                fields=("equipment", "part", "replaced_in"),
                                name="warranty_of_a_replaced_part_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("months__gt", 0)), name="warranty_has_months"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("hours__isnull", True), ("hours__gt", 0), _connector="OR"
                                ),
                                name="warranty_hours_above_zero",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("replaced_at_hours", 0),
                                        ("replaced_in", ""),
                                        ("replaced_on__isnull", True),
                                        ("withdrawn_at__isnull", True),
                                    ),
                                    models.Q(
                                        ("replaced_on__isnull", False),
                                        models.Q(("replaced_in", ""), _negated=True),
                                        models.Q(("part", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="warranty_replaced_part_is_named",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RepairTime",
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
                                related_name="repair_times",
                                to="equipment.equipment",
                            ),
                        ),
                        ("number", models.CharField(max_length=20, verbose_name="ticket")),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("until_on", models.DateField(verbose_name="until")),
                    ],
                    options={
                        "verbose_name": "time in repair",
                        "verbose_name_plural": "times in repair",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("equipment", "number"), name="repair_time_once_a_ticket"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until_on__gte", models.F("from_on"))),
                                name="repair_time_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HourReading",
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
                                related_name="hour_readings",
                                to="equipment.equipment",
                            ),
                        ),
                        ("read_on", models.DateField(verbose_name="read on")),
                        ("meter", models.PositiveIntegerField(verbose_name="meter shows")),
                        ("hours", models.PositiveIntegerField(verbose_name="operating hours")),
                        ("is_new_meter", models.BooleanField(default=False, verbose_name="new meter")),
                        ("taken_in", models.CharField(blank=True, max_length=20)),
                        ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="withdrawn"),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "withdrawn_because",
                            models.CharField(blank=True, max_length=300, verbose_name="why it was withdrawn"),
                        ),
                    ],
                    options={
                        "verbose_name": "reading of operating hours",
                        "verbose_name_plural": "readings of operating hours",
                        "indexes": [
                            models.Index(fields=["equipment", "read_on"], name="hour_readings_in_order")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_at__isnull", True)),
                                fields=("equipment", "read_on", "hours"),
                                name="hour_reading_once_a_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("withdrawn_at__isnull", True),
                                        ("withdrawn_because", ""),
                                        ("withdrawn_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("withdrawn_at__isnull", False),
                                        ("withdrawn_by__isnull", False),
                                        models.Q(("withdrawn_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="hour_reading_withdrawn_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("hours__gte", models.F("meter"))),
                                name="hour_reading_never_below_its_meter",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCustomer",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                        ("name", models.CharField(max_length=80, verbose_name="customer")),
                        ("is_caller", models.BooleanField(default=False)),
                        ("created_at", models.DateTimeField()),
                        (
                            "dealer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="dealers.dealer",
                                verbose_name="dealer",
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
                        "verbose_name": "historical customer",
                        "verbose_name_plural": "historical customers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalProduct",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(db_index=True, max_length=40, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=80, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        (
                            "warranty_months",
                            models.PositiveSmallIntegerField(default=12, verbose_name="warranty in months"),
                        ),
                        (
                            "warranty_hours",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="Empty: only the months count.",
                                null=True,
                                verbose_name="at most operating hours",
                            ),
                        ),
                        (
                            "self_check_items",
                            models.JSONField(
                                blank=True,
                                default=list,
                                help_text="A list of the points to check, each a text.",
                                verbose_name="self-check list",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="is sold or served")),
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
                        "verbose_name": "historical product",
                        "verbose_name_plural": "historical products",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalProductTerms",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("covers_zh", models.TextField(verbose_name="what the warranty covers, in Chinese")),
                        (
                            "covers_en",
                            models.TextField(blank=True, verbose_name="what the warranty covers, in English"),
                        ),
                        (
                            "respond_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="we call back within hours"
                            ),
                        ),
                        (
                            "attend_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="we are there within hours"
                            ),
                        ),
                        (
                            "repair_hours",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="it works again within hours"
                            ),
                        ),
                        (
                            "process_zh",
                            models.TextField(blank=True, verbose_name="how service goes, in Chinese"),
                        ),
                        (
                            "process_en",
                            models.TextField(blank=True, verbose_name="how service goes, in English"),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="equipment.product",
                                verbose_name="model",
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
                        "verbose_name": "historical published terms",
                        "verbose_name_plural": "historical published terms",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalContractPlan",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=20, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=40, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="is sold")),
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
                        "verbose_name": "historical plan of service contracts",
                        "verbose_name_plural": "historical plans of service contracts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalServiceContract",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(db_index=True, max_length=40, verbose_name="number")),
                        ("begins_on", models.DateField(verbose_name="from")),
                        ("ends_on", models.DateField(verbose_name="until")),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="equipment.contractplan",
                                verbose_name="plan",
                            ),
                        ),
                        (
                            "customer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="equipment.customer",
                                verbose_name="customer",
                            ),
                        ),
                        (
                            "equipment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="Empty: it is for all units of the customer.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="equipment.equipment",
                                verbose_name="unit",
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
                        "verbose_name": "historical service contract",
                        "verbose_name_plural": "historical service contracts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalProductGuide",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh-hans", "Chinese"), ("en", "English")],
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="title")),
                        ("open_from", models.DateField(verbose_name="open from")),
                        (
                            "open_until",
                            models.DateField(blank=True, null=True, verbose_name="withdrawn after"),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="equipment.product",
                                verbose_name="model",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.storedfile",
                                verbose_name="file",
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
                        "verbose_name": "historical guide",
                        "verbose_name_plural": "historical guides",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalProductMaintenance",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=40, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        (
                            "is_first",
                            models.BooleanField(
                                default=False,
                                help_text="It is done once, counted from the start of use.",
                                verbose_name="first maintenance",
                            ),
                        ),
                        (
                            "months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="every so many months"
                            ),
                        ),
                        (
                            "hours",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="every so many operating hours"
                            ),
                        ),
                        (
                            "counts",
                            models.CharField(
                                choices=[
                                    ("last_done", "From the last one done"),
                                    ("plan", "By the plan, whenever it was done"),
                                ],
                                default="last_done",
                                max_length=10,
                                verbose_name="counted",
                            ),
                        ),
                        (
                            "checks_zh",
                            models.TextField(
                                blank=True,
                                help_text="One point a line, each once.",
                                verbose_name="what is done, in Chinese",
                            ),
                        ),
                        ("checks_en", models.TextField(blank=True, verbose_name="what is done, in English")),
                        (
                            "product",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="equipment.product",
                                verbose_name="model",
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
                        "verbose_name": "historical maintenance of a model",
                        "verbose_name_plural": "historical maintenance plan",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalProductPart",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=40, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=40, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=80, verbose_name="name in English"),
                        ),
                        ("months", models.PositiveSmallIntegerField(verbose_name="warranty in months")),
                        (
                            "hours",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="at most operating hours"
                            ),
                        ),
                        (
                            "product",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="equipment.product",
                                verbose_name="model",
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
                        "verbose_name": "historical part with its own warranty",
                        "verbose_name_plural": "historical parts with their own warranty",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ]
        )
    ]
