"""Who acts and for whom: people, dealers, staff. It refers to no other app of ours, so that all can."""

import dealers.querysets
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="Dealer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("province_centre", "Province service centre"),
                                    ("dealer", "Dealer"),
                                    ("direct_store", "Direct 4S store"),
                                    ("outlet", "Service outlet"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outlets",
                                to="dealers.dealer",
                                verbose_name="centre",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="serves")),
                    ],
                    options={
                        "verbose_name": "dealer",
                        "verbose_name_plural": "dealers",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["province_centre", "dealer", "direct_store", "outlet"])
                                ),
                                name="dealer_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("code__contains", "/"), _negated=True),
                                name="dealer_code_fits_an_address",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("parent", models.F("pk")), _negated=True),
                                name="dealer_is_not_its_own_centre",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "province_centre"), _negated=True),
                                    ("parent__isnull", True),
                                    _connector="OR",
                                ),
                                name="centre_stands_under_headquarters",
                                violation_error_message="A province centre stands directly under headquarters: leave out its centre.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Division",
                    fields=[
                        (
                            "code",
                            models.CharField(
                                max_length=6, primary_key=True, serialize=False, verbose_name="code"
                            ),
                        ),
                        ("name", models.CharField(max_length=60)),
                        ("full_name", models.CharField(max_length=160, verbose_name="name")),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Province"), (2, "Prefecture"), (3, "County")],
                                verbose_name="level of the division",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="dealers.division",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "division",
                        "verbose_name_plural": "divisions",
                    },
                ),
                migrations.CreateModel(
                    name="Territory",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "dealer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="territories",
                                to="dealers.dealer",
                                verbose_name="dealer",
                            ),
                        ),
                        (
                            "division",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="territory",
                                to="dealers.division",
                                verbose_name="division",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "territory",
                        "verbose_name_plural": "territories",
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        (
                            "username",
                            models.CharField(
                                error_messages={"unique": "A user with that username already exists."},
                                help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                                max_length=150,
                                unique=True,
                                validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                                verbose_name="username",
                            ),
                        ),
                        (
                            "first_name",
                            models.CharField(blank=True, max_length=150, verbose_name="first name"),
                        ),
                        ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                        (
                            "email",
                            models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                        ),
                        (
                            "is_staff",
                            models.BooleanField(
                                default=False,
                                help_text="Designates whether the user can log into this admin site.",
                                verbose_name="staff status",
                            ),
                        ),
                        (
                            "is_active",
                            models.BooleanField(
                                default=True,
                                help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                                verbose_name="active",
                            ),
                        ),
                        (
                            "date_joined",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="date joined"
                            ),
                        ),
                        (
                            "dealer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="users",
                                to="dealers.dealer",
                                verbose_name="dealer",
                            ),
                        ),
                        ("full_name", models.CharField(blank=True, max_length=40, verbose_name="name")),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "user",
                        "verbose_name_plural": "users",
                    },
                    managers=[
                        ("objects", dealers.querysets.UserAccounts()),
                    ],
                ),
                migrations.CreateModel(
                    name="ServiceStaff",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "dealer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staff",
                                to="dealers.dealer",
                                verbose_name="dealer",
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staff",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
                            ),
                        ),
                        (
                            "filing_status",
                            models.CharField(
                                choices=[
                                    ("filed", "Filed"),
                                    ("confirmed", "Confirmed"),
                                    ("returned", "Returned"),
                                ],
                                default="filed",
                                max_length=10,
                                verbose_name="filing",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="serves")),
                    ],
                    options={
                        "verbose_name": "service person",
                        "verbose_name_plural": "service staff",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("filing_status__in", ["filed", "confirmed", "returned"])),
                                name="filing_status_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("code__contains", "/"), _negated=True),
                                name="staff_code_fits_an_address",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApiToken",
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
                                related_name="api_tokens",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("holder_mark", models.CharField(max_length=128)),
                        ("created_at", models.DateTimeField(verbose_name="made on")),
                    ],
                    options={
                        "verbose_name": "API token",
                        "verbose_name_plural": "API tokens",
                    },
                ),
                migrations.CreateModel(
                    name="RevealAlert",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=20, unique=True, verbose_name="number")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        ("since", models.DateTimeField(verbose_name="counted since")),
                        ("until", models.DateTimeField()),
                        ("raised_at", models.DateTimeField(verbose_name="raised at")),
                        (
                            "handled_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="looked at by",
                            ),
                        ),
                        ("handled_at", models.DateTimeField(null=True)),
                        ("finding", models.CharField(blank=True, max_length=300)),
                    ],
                    options={
                        "verbose_name": "alert about phone numbers",
                        "verbose_name_plural": "alerts about phone numbers",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("handled_at__isnull", True)),
                                fields=["raised_at"],
                                name="reveal_alert_open",
                            ),
                            models.Index(fields=["person", "raised_at"], name="reveal_alert_of_a_person"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("finding", ""),
                                        ("handled_at__isnull", True),
                                        ("handled_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("handled_at__isnull", False),
                                        ("handled_by__isnull", False),
                                        models.Q(("finding", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="reveal_alert_handled_with_a_finding",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Qualification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("skill", "Skill"), ("certificate", "Certificate")],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=40, verbose_name="name in Chinese")),
                        ("name_en", models.CharField(max_length=60, verbose_name="name in English")),
                        ("is_active", models.BooleanField(default=True, verbose_name="is asked for")),
                    ],
                    options={
                        "verbose_name": "qualification",
                        "verbose_name_plural": "qualifications",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["skill", "certificate"])),
                                name="qualification_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("code__contains", "/"), _negated=True),
                                name="qualification_code_fits_an_address",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaffQualification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "staff",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="qualifications",
                                to="dealers.servicestaff",
                                verbose_name="service person",
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
                        (
                            "certificate_number",
                            models.CharField(blank=True, max_length=40, verbose_name="certificate number"),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                        (
                            "filing_status",
                            models.CharField(
                                choices=[
                                    ("filed", "Filed"),
                                    ("confirmed", "Confirmed"),
                                    ("returned", "Returned"),
                                ],
                                default="filed",
                                max_length=10,
                                verbose_name="filing",
                            ),
                        ),
                        ("filed_at", models.DateTimeField(verbose_name="filed")),
                        (
                            "filed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "qualification of a person",
                        "verbose_name_plural": "qualifications of people",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("filing_status__in", ["filed", "confirmed", "returned"])),
                                name="paper_filing_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("certificate_number", ""),
                                        ("valid_from__isnull", True),
                                        ("valid_until__isnull", True),
                                    ),
                                    models.Q(
                                        ("valid_until__gte", models.F("valid_from")),
                                        models.Q(("certificate_number", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="paper_is_whole",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("filing_status", "filed")),
                                fields=("staff", "qualification"),
                                name="paper_waits_once_a_person",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("filing_status", "confirmed"), ("valid_until__isnull", True)
                                ),
                                fields=("staff", "qualification"),
                                name="skill_held_once_a_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Telling",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="telling",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh-hans", "Chinese"), ("en", "English")],
                                default="zh-hans",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        ("sealed_mobile", models.TextField(blank=True)),
                        ("masked_mobile", models.CharField(blank=True, max_length=20, verbose_name="mobile")),
                        ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="quiet from")),
                        ("quiet_until", models.TimeField(blank=True, null=True, verbose_name="quiet until")),
                    ],
                    options={
                        "verbose_name": "way of telling",
                        "verbose_name_plural": "ways of telling",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("language__in", ["zh-hans", "en"])),
                                name="telling_language_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("masked_mobile", ""), ("sealed_mobile", "")),
                                    models.Q(
                                        models.Q(("sealed_mobile", ""), _negated=True),
                                        models.Q(("masked_mobile", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="telling_mobile_is_masked_iff_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                                    models.Q(
                                        ("quiet_from__isnull", False),
                                        ("quiet_until__isnull", False),
                                        models.Q(("quiet_from", models.F("quiet_until")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="telling_quiet_hours_are_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TellingWay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "telling",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ways",
                                to="dealers.telling",
                            ),
                        ),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("offered", "A ticket is offered to us"),
                                    ("assigned", "A ticket or a hard case is given to me"),
                                    ("answered", "A quote or a hard case is answered"),
                                    ("account", "Something is entered on our account"),
                                    ("records", "Service records are returned or not back"),
                                    ("times", "A promised time runs out"),
                                    ("escalated", "A promised time has passed"),
                                ],
                                max_length=10,
                                verbose_name="events",
                            ),
                        ),
                        ("on_page", models.BooleanField(verbose_name="on the page")),
                        ("by_email", models.BooleanField(verbose_name="by e-mail")),
                        ("by_sms", models.BooleanField(verbose_name="by SMS")),
                    ],
                    options={
                        "verbose_name": "ways of a group of events",
                        "verbose_name_plural": "ways of groups of events",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("telling", "group"), name="telling_way_once_a_group"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "group__in",
                                        [
                                            "offered",
                                            "assigned",
                                            "answered",
                                            "account",
                                            "records",
                                            "times",
                                            "escalated",
                                        ],
                                    )
                                ),
                                name="telling_way_group_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("group__in", ["escalated", "times"]), _negated=True),
                                    ("on_page", True),
                                    ("by_email", True),
                                    ("by_sms", True),
                                    _connector="OR",
                                ),
                                name="telling_way_of_warnings_stays_open",
                                violation_error_message="Warnings can't be switched off wholly. Leave at least one way.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDealer",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("province_centre", "Province service centre"),
                                    ("dealer", "Dealer"),
                                    ("direct_store", "Direct 4S store"),
                                    ("outlet", "Service outlet"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="serves")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="dealers.dealer",
                                verbose_name="centre",
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
                        "verbose_name": "historical dealer",
                        "verbose_name_plural": "historical dealers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTerritory",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
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
                            "division",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="dealers.division",
                                verbose_name="division",
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
                        "verbose_name": "historical territory",
                        "verbose_name_plural": "historical territories",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalServiceStaff",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        (
                            "filing_status",
                            models.CharField(
                                choices=[
                                    ("filed", "Filed"),
                                    ("confirmed", "Confirmed"),
                                    ("returned", "Returned"),
                                ],
                                default="filed",
                                max_length=10,
                                verbose_name="filing",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="serves")),
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
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account",
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
                        "verbose_name": "historical service person",
                        "verbose_name_plural": "historical service staff",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalQualification",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("skill", "Skill"), ("certificate", "Certificate")],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("name_zh", models.CharField(max_length=40, verbose_name="name in Chinese")),
                        ("name_en", models.CharField(max_length=60, verbose_name="name in English")),
                        ("is_active", models.BooleanField(default=True, verbose_name="is asked for")),
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
                        "verbose_name": "historical qualification",
                        "verbose_name_plural": "historical qualifications",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalStaffQualification",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "certificate_number",
                            models.CharField(blank=True, max_length=40, verbose_name="certificate number"),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                        (
                            "filing_status",
                            models.CharField(
                                choices=[
                                    ("filed", "Filed"),
                                    ("confirmed", "Confirmed"),
                                    ("returned", "Returned"),
                                ],
                                default="filed",
                                max_length=10,
                                verbose_name="filing",
                            ),
                        ),
                        ("filed_at", models.DateTimeField(verbose_name="filed")),
                        (
                            "staff",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="dealers.servicestaff",
                                verbose_name="service person",
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
                        (
                            "filed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
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
                        "verbose_name": "historical qualification of a person",
                        "verbose_name_plural": "historical qualifications of people",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTelling",
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
                                default="zh-hans",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        ("masked_mobile", models.CharField(blank=True, max_length=20, verbose_name="mobile")),
                        ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="quiet from")),
                        ("quiet_until", models.TimeField(blank=True, null=True, verbose_name="quiet until")),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
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
                        "verbose_name": "historical way of telling",
                        "verbose_name_plural": "historical ways of telling",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTellingWay",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("offered", "A ticket is offered to us"),
                                    ("assigned", "A ticket or a hard case is given to me"),
                                    ("answered", "A quote or a hard case is answered"),
                                    ("account", "Something is entered on our account"),
                                    ("records", "Service records are returned or not back"),
                                    ("times", "A promised time runs out"),
                                    ("escalated", "A promised time has passed"),
                                ],
                                max_length=10,
                                verbose_name="events",
                            ),
                        ),
                        ("on_page", models.BooleanField(verbose_name="on the page")),
                        ("by_email", models.BooleanField(verbose_name="by e-mail")),
                        ("by_sms", models.BooleanField(verbose_name="by SMS")),
                        (
                            "telling",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="dealers.telling",
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
                        "verbose_name": "historical ways of a group of events",
                        "verbose_name_plural": "historical ways of groups of events",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ]
        )
    ]
