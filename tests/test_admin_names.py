"""Who administers in Chinese reads no English: each table and each column of the admin has its name."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.utils import translation

REGISTERED = sorted(admin.site._registry.items(), key=lambda row: row[0].__name__)  # noqa: SLF001 (no public way)
NAMES = {"ID", "IP"}  # read alike in both languages


@pytest.mark.parametrize(("model", "page"), REGISTERED, ids=lambda one: getattr(one, "__name__", ""))
def test_tables_and_columns_of_the_admin_are_named_in_chinese(model, page):
    with translation.override("zh-hans"):
        columns = [label_for_field(column, model, page) for column in page.list_display]
        said = [model._meta.verbose_name, model._meta.verbose_name_plural, *columns]  # noqa: SLF001 (Django's way)
        assert [str(name) for name in said if str(name).isascii() and str(name) not in NAMES] == []
