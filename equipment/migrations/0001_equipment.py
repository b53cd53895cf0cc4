import django.db.models.deletion
import django.db.models.functions.text
import equipment.fields
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        ("dealers", "0001_people"),
        ("records", "0001_records"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
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
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name in English")),
                (
                    "warranty_months",
                    models.PositiveSmallIntegerField(default=12, verbose_name="warranty in months"),
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
            options={"verbose_name": "product", "verbose_name_plural": "products"},
        ),
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
                ("is_caller", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
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
                ("name", models.CharField(max_length=40, verbose_name="contact")),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("contact", "Contact"), ("operator", "Operator")],
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
                ("created_at", models.DateTimeField()),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="equipment.customer",
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
                ("first_place_of_use", models.CharField(max_length=120, verbose_name="first place of use")),
                ("gps_terminal", models.CharField(blank=True, max_length=40, verbose_name="GPS terminal")),
                ("project_name", models.CharField(max_length=80, verbose_name="project")),
                ("planned_installation_on", models.DateField(verbose_name="planned installation")),
                ("delivered_on", models.DateField(verbose_name="delivered on")),
                (
                    "is_delivery_assumed",
                    models.BooleanField(default=False, verbose_name="delivery day is assumed"),
                ),
                ("factory_on", models.DateField(blank=True, null=True, verbose_name="factory date")),
                ("registered_at", models.DateTimeField()),
                ("installed_on", models.DateField(blank=True, null=True, verbose_name="installed on")),
                ("in_use_from", models.DateField(blank=True, null=True, verbose_name="in use from")),
                ("installation_recorded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
                    models.CharField(blank=True, max_length=40, verbose_name="confirmed by the customer"),
                ),
                ("taken_over_at", models.DateTimeField(blank=True, null=True, verbose_name="taken over")),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="equipment.customer",
                        verbose_name="customer",
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
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "verbose_name": "unit",
                "verbose_name_plural": "units",
                "indexes": [
                    models.Index(fields=["dealer", "-registered_at"], name="unit_of_a_dealer_newest_first"),
                    models.Index(fields=["-registered_at"], name="unit_newest_first"),
                    models.Index(
                        condition=models.Q(("installed_on__isnull", True)),
                        fields=["planned_installation_on"],
                        name="unit_awaiting_installation",
                    ),
                    models.Index(fields=["-installed_on"], name="unit_by_installation"),
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
            name="EquipmentEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
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
                    "dealer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="dealers.dealer"
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
            name="HistoricalCustomer",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                ("name", models.CharField(max_length=80, verbose_name="customer")),
                ("is_caller", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
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
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
                ),
                ("code", models.CharField(db_index=True, max_length=40, verbose_name="code")),
                ("name_zh", models.CharField(max_length=80, verbose_name="name in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="name in English")),
                (
                    "warranty_months",
                    models.PositiveSmallIntegerField(default=12, verbose_name="warranty in months"),
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
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
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
                ("process_zh", models.TextField(blank=True, verbose_name="how service goes, in Chinese")),
                ("process_en", models.TextField(blank=True, verbose_name="how service goes, in English")),
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="equipment.product",
                        verbose_name="model",
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
            name="HistoricalProductGuide",
            fields=[
                (
                    "id",
                    models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID"),
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
                ("open_until", models.DateField(blank=True, null=True, verbose_name="withdrawn after")),
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="equipment.product",
                        verbose_name="model",
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
            name="ProductGuide",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("open_until", models.DateField(blank=True, null=True, verbose_name="withdrawn after")),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="records.storedfile",
                        verbose_name="file",
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
            name="ProductTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("process_zh", models.TextField(blank=True, verbose_name="how service goes, in Chinese")),
                ("process_en", models.TextField(blank=True, verbose_name="how service goes, in English")),
                (
                    "product",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="equipment.product",
                        verbose_name="model",
                    ),
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
            name="SelfCheckResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("item", models.CharField(max_length=120)),
                ("passed", models.BooleanField()),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "equipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="self_check",
                        to="equipment.equipment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("equipment", "item"), name="self_check_item_once_a_unit")
                ]
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
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decision", models.CharField(blank=True, max_length=300)),
                (
                    "claimed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "equipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="equipment.equipment",
                        verbose_name="unit",
                    ),
                ),
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
                        condition=models.Q(("status__in", ["open", "mistyped", "transferred", "settled"])),
                        name="serial_number_case_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True), ("decided_by__isnull", True), ("status", "open")
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
                ("at", models.DateTimeField()),
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
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verb__in", ["claim", "return", "transfer", "settle"])),
                        name="case_event_verb_is_known",
                    )
                ]
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
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="place in the list")),
                ("name_zh", models.CharField(max_length=80, verbose_name="what for, in Chinese")),
                ("name_en", models.CharField(blank=True, max_length=80, verbose_name="what for, in English")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10, verbose_name="amount")),
                (
                    "terms",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="charges",
                        to="equipment.productterms",
                    ),
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
            name="UnitCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("sealed_token", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "equipment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="equipment.equipment",
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
                ]
            },
        ),
    ]
