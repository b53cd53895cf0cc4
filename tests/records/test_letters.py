"""Texts of messages: fixed placeholders, plain text, head office's wording (D20)."""

import pytest
from django.utils import translation

from records import letters
from records.models import MessageText

pytestmark = pytest.mark.django_db
CODE = "customer.open"
VALUES = {"number": "T-2026-00417", "product": "塔机", "dealer": "北方", "engineer": ""}


def test_a_message_is_worded_in_its_own_language_whoever_acts():
    with translation.override("en"):
        letter = letters.write(CODE, VALUES)
    assert letter.language == "zh-hans"
    assert letter.subject == "您的报修 T-2026-00417"
    assert "塔机" in letter.text
    english = letters.write(CODE, VALUES, language="en")
    assert english.text.startswith("We have your request T-2026-00417 about 塔机.")


def test_head_offices_wording_goes_before_the_products():
    MessageText.objects.create(template=CODE, language="zh-hans", subject="{number}", text="收到 {number}。")
    assert letters.write(CODE, VALUES) == (CODE, "zh-hans", "T-2026-00417", "收到 T-2026-00417。")
    assert "We have" in letters.write(CODE, VALUES, language="en").text


@pytest.mark.parametrize("value", ["{number}", "{engineer}", "%(number)s", "{0.__class__}", "<b>x</b>"])
def test_what_a_value_holds_is_text_and_nothing_else(value):
    """No value is read as a placeholder, a format or markup."""
    assert letters.filled("{product}: {number}", {**VALUES, "product": value}) == f"{value}: T-2026-00417"


def test_no_value_ends_the_line_it_stands_in():
    """safety.md, J5."""
    assert letters.filled("{product}", {"product": "塔机\r\nBcc: a@b.c\x00"}) == "塔机 Bcc: a@b.c "


def test_an_unknown_placeholder_is_refused_by_name():
    letters.check_placeholders(CODE, "{number} {product} {dealer} {engineer}", "")
    with pytest.raises(letters.PlaceholderUnknown) as refusal:
        letters.check_placeholders(CODE, "{number}", "{phone}")
    with translation.override("en"):
        assert str(refusal.value) == (
            "There is no {phone} in this message. It knows: {number} {product} {dealer} {engineer}."
        )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_each_kind_of_message_asks_only_for_what_it_knows(language):
    with translation.override(language):
        for template in letters.templates():
            letters.check_placeholders(template.code, str(template.subject), str(template.text))


def test_a_kind_that_is_no_more_is_named_by_its_code():
    assert letters.label_of("customer.gone") == "customer.gone"
    assert letters.label_of(CODE) == str(letters.template_of(CODE).label)
    assert str(MessageText(template=CODE, language="en")) == "customer.open (en)"
