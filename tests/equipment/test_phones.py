"""Phone numbers: read as people write them, kept encrypted, shown masked (C10)."""

import pytest

from equipment import phones


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        ("13812345678", "+8613812345678"),
        (" 138-1234 5678 ", "+8613812345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("0086 13812345678", "+8613812345678"),
        ("025-84412345", "+862584412345"),
        ("（025）84412345", "+862584412345"),
        ("010 6512 3456", "+861065123456"),
        ("4008123456", "+864008123456"),
        ("400-812-3456", "+864008123456"),
    ],
)
def test_numbers_are_read_as_people_write_them(written, e164):
    assert phones.normalise(written) == e164


@pytest.mark.parametrize("written", ["13856", "138123456789", "1381234567", "110"])
def test_a_mobile_of_a_wrong_length_says_its_length(written):
    with pytest.raises(phones.MobileLengthWrong) as refusal:
        phones.normalise(written)
    assert str(len(written)) in str(refusal.value)
    assert refusal.value.field == "phone"


@pytest.mark.parametrize("written", ["", "abc", "12", "0000000", "9" * 30, "--"])
def test_what_is_no_number_is_refused(written):
    with pytest.raises(phones.PhoneNotValid):
        phones.normalise(written)


@pytest.mark.parametrize(
    ("e164", "masked"),
    [
        ("+8613812345678", "138****5678"),
        ("+862584412345", "025****2345"),
        ("+861065123456", "010****3456"),
        ("+864008123456", "400****3456"),
    ],
)
def test_the_middle_is_masked(e164, masked):
    assert phones.mask(e164) == masked


def test_a_cipher_gives_the_number_back_and_differs_each_time():
    first, second = phones.encrypt("+8613812345678"), phones.encrypt("+8613812345678")
    assert first != second
    assert phones.decrypt(first) == phones.decrypt(second) == "+8613812345678"
    assert "13812345678" not in first


def test_hashes_are_keyed(settings):
    before = phones.whole_hash("+8613812345678")
    settings.PHONE_KEY = "another-key"
    assert phones.whole_hash("+8613812345678") != before


@pytest.mark.parametrize(
    ("written", "is_whole", "is_last"),
    [
        ("5678", False, True),
        ("５６７８", False, True),
        ("138 1234 5678", True, False),
        ("LD50", False, False),
    ],
)
def test_a_search_text_is_read_as_a_number_where_it_is_one(written, is_whole, is_last):
    whole, last = phones.search_hashes(written)
    assert whole == (phones.whole_hash("+8613812345678") if is_whole else "")
    assert last == (phones.last_four_hash("5678") if is_last else "")
