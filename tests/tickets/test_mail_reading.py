"""A mail is read without trusting any of it (D1, safety.md A10, H, J5)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.letters import bounce, letter, with_files
from tickets.mail import reading
from tickets.mail.reading import read_mail
from tickets.mail.words import folded, from_html


def raw(mail):
    return mail if isinstance(mail, bytes) else mail.as_bytes()


def test_an_ordinary_mail_is_read():
    read = read_mail(raw(letter(in_reply_to="<a@x>", references="<b@x> <a@x>")))
    assert (read.sender, read.sender_name, read.subject) == ("lin@example.com", "林伟", "挖掘机漏油")
    assert read.text == "液压油箱漏油，请派人来看。"
    assert read.message_id == "<one@example.com>"
    assert read.references == ("<a@x>", "<b@x>")
    assert not read.is_automatic


@pytest.mark.parametrize(
    ("claimed", "real"),
    [("gb2312", "gb18030"), ("gbk", "gbk"), ("utf-8", "gb18030"), ("us-ascii", "gbk"), ("x-none", "utf-8")],
)
def test_chinese_is_read_whatever_charset_it_claims(claimed, real):
    """Mail programs write GBK and say GB2312, or say UTF-8 and write GBK."""
    text = "喆先生的镕机：油缸漏油"
    head = f"From: a@b.cn\r\nContent-Type: text/plain; charset={claimed}\r\nContent-Transfer-Encoding: 8bit"
    assert read_mail(head.encode() + b"\r\n\r\n" + text.encode(real)).text == text


def test_big5_is_read():
    text = "液壓油箱漏油，請派人來看看"
    head = b"From: a@b.tw\r\nContent-Type: text/plain; charset=big5\r\n\r\n"
    assert read_mail(head + text.encode("big5")).text == text


def test_a_head_without_a_charset_of_its_own_is_read():
    assert read_mail(b"From: a@b.cn\r\nSubject: =?gb2312?B?yK/O0g==?=\r\n\r\nx").subject == "券我"


def test_of_html_only_the_words_are_left():
    """Nothing is fetched: no address of a picture, no script, no style."""
    page = (
        "<html><head><style>p{}</style><title>t</title></head><body><p>漏油 &amp; 异响</p>"
        '<img src="http://spy.example/p.gif"><script>alert(1)</script><div>请派人<br>谢谢</div></body>'
    )
    assert from_html(page) == "漏油 & 异响\n\n请派人\n谢谢"
    mail = letter()
    mail.set_content(page, subtype="html")
    assert read_mail(raw(mail)).text == "漏油 & 异响\n\n请派人\n谢谢"


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [
        ("好的\n\n> 您好\n> 谢谢", "好的", "> 您好\n> 谢谢"),
        ("好的\n\n------------------ 原始邮件 ------------------\n发件人: x", "好的", None),
        ("ok\n\nOn Mon, 1 Jun 2026, Li wrote:\n> hello", "ok", None),
        ("好\n-- \n林伟\n13812345678", "好", "-- \n林伟\n13812345678"),
        ("好\n\n发自我的iPhone", "好", "发自我的iPhone"),
        ("在 2026年6月1日，小陈 写道：\n> 哪天？\n周三可以", "周三可以", None),
        ("> 只有引文", "> 只有引文", ""),
        ("没有别的", "没有别的", ""),
    ],
)
def test_history_and_signature_are_folded_away_and_kept(text, new, old):
    found, rest = folded(text)
    assert found == new
    assert rest == old if old is not None else rest


@pytest.mark.parametrize(
    "heads",
    [
        {"auto_submitted": "auto-replied"},
        {"auto_submitted": "auto-generated; x"},
        {"precedence": "bulk"},
        {"x_autoreply": "yes"},
        {"return_path": "<>"},
        {"list_id": "<x.example>"},
        {"sender": "MAILER-DAEMON@example.com"},
    ],
)
def test_a_machine_is_known(heads):
    """RFC 3834: whoever answers a machine is in a loop."""
    assert read_mail(raw(letter(**heads))).is_automatic


def test_a_person_is_no_machine():
    assert not read_mail(raw(letter(auto_submitted="no", precedence="normal"))).is_automatic


def test_a_bounce_names_the_message_that_did_not_arrive():
    read = read_mail(bounce("<ours@x>"))
    assert (read.is_bounce, read.bounced) == (True, ("<ours@x>",))


def test_files_are_read_with_the_names_their_senders_gave():
    """H7: cleaned where they are kept."""
    mail = with_files(letter(), ("../../x.pdf", b"%PDF-1.7"), ("图片.jpg", b"\xff\xd8\xff"))
    assert [one.content for one in read_mail(raw(mail)).attachments] == [b"%PDF-1.7", b"\xff\xd8\xff"]
    assert read_mail(raw(mail)).attachments[1].name == "图片.jpg"


def test_a_picture_inside_the_text_is_a_file_too():
    mail = letter()
    mail.add_alternative('<img src="cid:p">', subtype="html")
    mail.get_payload()[1].add_related(b"\x89PNG", "image", "png", cid="<p>")
    (picture,) = read_mail(raw(mail)).attachments
    assert (picture.name, picture.content) == ("image/png", b"\x89PNG")


def test_of_ten_thousand_files_a_hundred_are_looked_at():
    part = "--b\r\nContent-Type: application/x\r\nContent-Disposition: attachment\r\n\r\nx\r\n"
    head = 'From: a@b.cn\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
    read = read_mail(f"{head}{part * 10_000}--b--".encode())
    assert (len(read.attachments), read.left_out) == (reading.MOST_PARTS, 10_000 - reading.MOST_PARTS)


def test_a_mail_nested_two_hundred_deep_is_read_or_left():
    text = "From: a@b.cn\r\nSubject: deep\r\n"
    for depth in range(200):
        text += f'Content-Type: multipart/mixed; boundary="b{depth}"\r\n\r\n--b{depth}\r\n'
    read = read_mail((text + "Content-Type: text/plain\r\n\r\nhello\r\n").encode())
    assert read.text in {"", "hello"}


def test_a_line_of_the_head_stays_one_line():
    """J5: what a mail brings can't begin another line of a mail of ours."""
    read = read_mail(b"From: a@b.cn\r\nSubject: =?utf-8?q?x=0D=0ABcc=3A_c=40d.cn?=\r\n\r\nx")
    assert read.subject == "x Bcc: c@d.cn"


def test_a_mail_without_an_identifier_is_known_by_its_bytes():
    assert read_mail(b"From: a@b.cn\r\n\r\nx").message_id == read_mail(b"From: a@b.cn\r\n\r\nx").message_id
    assert read_mail(b"From: a@b.cn\r\n\r\ny").message_id != read_mail(b"From: a@b.cn\r\n\r\nx").message_id


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=20))
def test_whatever_comes_is_read_or_left(noise, cuts):
    content = bytearray(raw(with_files(letter(), ("x.pdf", b"%PDF-1.7"))) + noise)
    for place, value in cuts:
        content[int(place * (len(content) - 1))] = value
    assert read_mail(bytes(content)).message_id
    assert read_mail(noise).message_id
