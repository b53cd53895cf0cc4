"""The catalogue keeps one form, so that a diff shows translations only."""

import gettext

from tooling.catalogues import compile_catalogue
from tooling.texts import HEADER, in_house_form

FRESH = r"""# SOME DESCRIPTIVE TITLE.
#
#, fuzzy
msgid ""
msgstr ""
"Project-Id-Version: PACKAGE VERSION\n"
"POT-Creation-Date: 2026-01-01 00:00+0800\n"
"Plural-Forms: nplurals=1; plural=0;\n"

msgid "Call"
msgstr "回访"

msgid "%(count)s call"
msgid_plural "%(count)s calls"
msgstr[0] "%(count)s 次回访"
msgstr[1] ""
"of a second form"

#, fuzzy
msgid "Ticket"
msgstr "猜的"
"""


def test_a_fresh_catalogue_gets_the_fixed_header_and_one_plural_form():
    text = in_house_form(FRESH)
    assert text.startswith(HEADER)
    assert "msgstr[1]" not in text
    assert "second form" not in text
    assert 'msgstr[0] "%(count)s 次回访"' in text


def test_a_catalogue_in_house_form_stays_as_it_is():
    text = in_house_form(FRESH)
    assert in_house_form(text) == text


def test_the_compiled_catalogue_speaks_chinese_and_does_not_guess(tmp_path):
    source = tmp_path / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(in_house_form(FRESH), encoding="utf-8")

    compile_catalogue(source)

    words = gettext.translation("django", tmp_path, languages=["zh_Hans"])
    assert words.gettext("Call") == "回访"
    assert words.ngettext("%(count)s call", "%(count)s calls", 2) == "%(count)s 次回访"
    assert words.gettext("Ticket") == "Ticket"
