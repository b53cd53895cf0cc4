"""Which spares went where: the catalogue, places, the ledger."""

import django.db.models.deletion

import simple_history.models
from django.conf import settings
from django.db import migrations, models

from records.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("dealers", "0006_regions_have_heads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("equipment", "0002_rules_of_the_database"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="PartClass",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=40, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=40, verbose_name="name in English"),
                        ),
                    ],
                    options={
                        "verbose_name": "class of parts",
                        "verbose_name_plural": "classes of parts",
                    },
                ),
                migrations.CreateModel(
                    name="Supplier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("is_active", models.BooleanField(default=True, verbose_name="delivers")),
                    ],
                    options={
                        "verbose_name": "supplier",
                        "verbose_name_plural": "suppliers",
                    },
                ),
                migrations.CreateModel(
                    name="Part",
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
                            "part_class",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="parts.partclass",
                                verbose_name="class",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                choices=[
                                    ("piece", "piece"),
                                    ("set", "set"),
                                    ("pair", "pair"),
                                    ("box", "box"),
                                    ("barrel", "barrel"),
                                    ("metre", "metre"),
                                    ("litre", "litre"),
                                ],
                                default="piece",
                                max_length=10,
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="parts.part",
                                verbose_name="superseded by",
                            ),
                        ),
                        (
                            "is_valuable",
                            models.BooleanField(
                                default=False,
                                help_text="Returned old ones go in consignments of their own (E7).",
                                verbose_name="is valuable",
                            ),
                        ),
                        (
                            "is_serial_tracked",
                            models.BooleanField(
                                default=False,
                                help_text="Each piece is known by its number, wherever it is. Only before the first movement.",
                                verbose_name="each has a serial number",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="is supplied")),
                        (
                            "products",
                            models.ManyToManyField(
                                blank=True,
                                related_name="spare_parts",
                                to="equipment.product",
                                verbose_name="fits",
                            ),
                        ),
                        (
                            "suppliers",
                            models.ManyToManyField(
                                blank=True,
                                related_name="parts",
                                to="parts.supplier",
                                verbose_name="suppliers",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "part",
                        "verbose_name_plural": "parts",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("unit__in", ["piece", "set", "pair", "box", "barrel", "metre", "litre"])
                                ),
                                name="part_unit_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("code__contains", "/"), _negated=True),
                                name="part_code_fits_an_address",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("successor__isnull", True),
                                    models.Q(("successor", models.F("pk")), _negated=True),
                                    _connector="OR",
                                ),
                                name="part_is_not_its_own_successor",
                                violation_error_message="A part can't be superseded by itself.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PartPrice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="prices",
                                to="parts.part",
                                verbose_name="part",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        (
                            "price",
                            models.DecimalField(decimal_places=2, max_digits=8, verbose_name="price, yuan"),
                        ),
                    ],
                    options={
                        "verbose_name": "price of a part",
                        "verbose_name_plural": "prices of parts",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("part", "valid_from"),
                                name="part_price_once_a_day",
                                violation_error_message="A price from this day on stands already: take another day.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("price__gte", 0)),
                                name="part_price_not_negative",
                                violation_error_message="A price is 0 or more, in yuan.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPartClass",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=40, verbose_name="name in Chinese")),
                        (
                            "name_en",
                            models.CharField(blank=True, max_length=40, verbose_name="name in English"),
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
                        "verbose_name": "historical class of parts",
                        "verbose_name_plural": "historical classes of parts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSupplier",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(db_index=True, max_length=20, verbose_name="code")),
                        ("name", models.CharField(max_length=80, verbose_name="name")),
                        ("is_active", models.BooleanField(default=True, verbose_name="delivers")),
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
                        "verbose_name": "historical supplier",
                        "verbose_name_plural": "historical suppliers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPart",
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
                            "unit",
                            models.CharField(
                                choices=[
                                    ("piece", "piece"),
                                    ("set", "set"),
                                    ("pair", "pair"),
                                    ("box", "box"),
                                    ("barrel", "barrel"),
                                    ("metre", "metre"),
                                    ("litre", "litre"),
                                ],
                                default="piece",
                                max_length=10,
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "is_valuable",
                            models.BooleanField(
                                default=False,
                                help_text="Returned old ones go in consignments of their own (E7).",
                                verbose_name="is valuable",
                            ),
                        ),
                        (
                            "is_serial_tracked",
                            models.BooleanField(
                                default=False,
                                help_text="Each piece is known by its number, wherever it is. Only before the first movement.",
                                verbose_name="each has a serial number",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="is supplied")),
                        (
                            "part_class",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="parts.partclass",
                                verbose_name="class",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="parts.part",
                                verbose_name="superseded by",
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
                        "verbose_name": "historical part",
                        "verbose_name_plural": "historical parts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="StockPlace",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("central", "Central store"),
                                    ("province", "Province store"),
                                    ("dealer", "Dealer's shelf"),
                                    ("van", "Engineer's van"),
                                    ("transit", "In transit"),
                                    ("defective", "Old and defective parts"),
                                    ("scrap", "Scrap"),
                                    ("unit", "Customer's unit"),
                                    ("supplier", "Suppliers"),
                                    ("difference", "Stock differences"),
                                    ("disposed", "Disposed of"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "dealer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stock_places",
                                to="dealers.dealer",
                                verbose_name="dealer",
                            ),
                        ),
                        (
                            "staff",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="van",
                                to="dealers.servicestaff",
                                verbose_name="engineer",
                            ),
                        ),
                        (
                            "equipment",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stock_place",
                                to="equipment.equipment",
                                verbose_name="unit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "place of stock",
                        "verbose_name_plural": "places of stock",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "central",
                                            "province",
                                            "dealer",
                                            "van",
                                            "transit",
                                            "defective",
                                            "scrap",
                                            "unit",
                                            "supplier",
                                            "difference",
                                            "disposed",
                                        ],
                                    )
                                ),
                                name="stock_place_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("dealer__isnull", True),
                                        ("kind__in", ["central", "difference", "disposed", "supplier"]),
                                    ),
                                    models.Q(("dealer__isnull", False), ("kind__in", ["dealer", "province"])),
                                    ("kind__in", ["defective", "scrap", "transit", "van"]),
                                    models.Q(("dealer__isnull", True), ("kind", "unit")),
                                    _connector="OR",
                                ),
                                name="stock_place_house_fits_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "van"), ("staff__isnull", False)),
                                    models.Q(
                                        models.Q(("kind", "van"), _negated=True), ("staff__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="stock_place_of_an_engineer_iff_van",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("equipment__isnull", False), ("kind", "unit")),
                                    models.Q(
                                        models.Q(("kind", "unit"), _negated=True), ("equipment__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="stock_place_of_equipment_iff_unit",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("kind__in", ["central", "difference", "disposed", "supplier"])
                                ),
                                fields=("kind",),
                                name="stock_place_only_one",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["van", "unit"]), _negated=True),
                                    ("dealer__isnull", False),
                                ),
                                fields=("kind", "dealer"),
                                name="stock_place_one_a_house",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("dealer__isnull", True), ("kind__in", ["defective", "scrap", "transit"])
                                ),
                                fields=("kind",),
                                name="stock_place_one_at_headquarters",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockBalance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="balances",
                                to="parts.stockplace",
                                verbose_name="place",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="balances",
                                to="parts.part",
                                verbose_name="part",
                            ),
                        ),
                        ("on_hand", models.PositiveIntegerField(verbose_name="on hand")),
                    ],
                    options={
                        "verbose_name": "stock balance",
                        "verbose_name_plural": "stock balances",
                        "constraints": [
                            models.UniqueConstraint(fields=("place", "part"), name="stock_balance_once"),
                            models.CheckConstraint(
                                condition=models.Q(("on_hand__gte", 0)), name="stock_never_negative"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockAct",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=80, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("receive", "Received"),
                                    ("transfer", "Sent on its way"),
                                    ("issue", "Issued to an engineer"),
                                    ("return", "Given back unused"),
                                    ("use", "Used at a unit"),
                                    ("adjust", "Put right"),
                                    ("reverse", "Reversed"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("document", models.CharField(blank=True, max_length=40, verbose_name="document")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        (
                            "reverses",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reversed_by",
                                to="parts.stockact",
                                verbose_name="reverses",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="when")),
                        ("posted_at", models.DateTimeField(verbose_name="posted")),
                        (
                            "posted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="posted by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "posting of stock",
                        "verbose_name_plural": "postings of stock",
                        "indexes": [models.Index(fields=["document"], name="stock_acts_of_a_document")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "receive",
                                            "transfer",
                                            "issue",
                                            "return",
                                            "use",
                                            "adjust",
                                            "reverse",
                                        ],
                                    )
                                ),
                                name="stock_act_kind_is_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "reverse"), ("reverses__isnull", False)),
                                    models.Q(
                                        models.Q(("kind", "reverse"), _negated=True),
                                        ("reverses__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="stock_act_reverses_iff_reversal",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__in", ["reverse", "adjust"]), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="stock_act_put_right_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockMovement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "act",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="movements",
                                to="parts.stockact",
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="movements",
                                to="parts.part",
                                verbose_name="part",
                            ),
                        ),
                        ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="given",
                                to="parts.stockplace",
                                verbose_name="from",
                            ),
                        ),
                        (
                            "target",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="taken",
                                to="parts.stockplace",
                                verbose_name="to",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "stock movement",
                        "verbose_name_plural": "stock movements",
                        "indexes": [
                            models.Index(fields=["part", "-id"], name="stock_movements_of_a_part"),
                            models.Index(fields=["source", "-id"], name="stock_movements_from"),
                            models.Index(fields=["target", "-id"], name="stock_movements_to"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("quantity__gte", 1), ("quantity__lte", 1000000)),
                                name="stock_movement_of_pieces",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", models.F("target")), _negated=True),
                                name="stock_movement_leads_elsewhere",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StockPiece",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "part",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pieces",
                                to="parts.part",
                                verbose_name="part",
                            ),
                        ),
                        ("serial_number", models.CharField(max_length=40, verbose_name="serial number")),
                        (
                            "place",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pieces",
                                to="parts.stockplace",
                                verbose_name="place",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "piece with a number",
                        "verbose_name_plural": "pieces with numbers",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("part", "serial_number"), name="stock_piece_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("serial_number", ""), _negated=True),
                                name="stock_piece_has_a_number",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MovedPiece",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "movement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pieces",
                                to="parts.stockmovement",
                            ),
                        ),
                        (
                            "piece",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="moves",
                                to="parts.stockpiece",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("movement", "piece"), name="moved_piece_once")
                        ],
                    },
                ),
            ],
        ),
    ]
