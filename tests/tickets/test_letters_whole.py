"""Every letter is whole in both languages, with every placeholder in its place (D20, L4)."""

import re

import pytest
from django.utils.translation import override

from records import letters

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
TEMPLATES = letters.templates()
LANGUAGES = ("zh-hans", "en")


def words(template, language):
    with override(language):
        return str(template.subject), str(template.text)


def values(template):
    return {name: f"«{place}»" for place, name in enumerate(template.placeholders)}


@pytest.mark.parametrize("template", TEMPLATES, ids=[template.code for template in TEMPLATES])
def test_a_letter_says_the_same_with_the_same_values_in_both_languages(template):
    chinese, english = (letters.PLACE.findall(" ".join(words(template, one))) for one in LANGUAGES)
    assert sorted(chinese) == sorted(english)
    assert set(chinese) <= set(template.placeholders)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES, ids=[template.code for template in TEMPLATES])
def test_no_letter_is_half_translated_and_no_placeholder_is_left(template, language):
    letter = letters.write(template.code, values(template), language=language)
    for written in (letter.subject, letter.text):
        assert not letters.PLACE.search(written)
        strange = LATIN_WORD if language == "zh-hans" else CHINESE
        assert not strange.search(written), written
        assert (CHINESE if language == "zh-hans" else LATIN_WORD).search(written)


@pytest.mark.parametrize("template", TEMPLATES, ids=[template.code for template in TEMPLATES])
def test_names_of_letters_and_placeholders_are_translated(template):
    for name in (template.label, *template.placeholders.values()):
        with override("zh-hans"):
            assert CHINESE.search(str(name)), name
        with override("en"):
            assert not CHINESE.search(str(name)), name
