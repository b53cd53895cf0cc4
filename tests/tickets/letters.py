"""Mails as people's and machines' programs write them."""

from email.message import EmailMessage


def letter(
    text="液压油箱漏油，请派人来看。", *, sender="林伟 <lin@example.com>", subject="挖掘机漏油", **heads
):
    """Return the bytes of a mail; heads such as `in_reply_to` are given with underscores."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = "service@aftersales.example"
    mail["Subject"] = subject
    mail["Message-ID"] = heads.pop("message_id", "<one@example.com>")
    for name, value in heads.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def with_files(mail, *files):
    """Put files with a mail, each as (name, content)."""
    for name, content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def bounce(of, *, sender="MAILER-DAEMON@example.com"):
    """Return the report of a server that could not deliver a message of ours."""
    head = f"Message-ID: {of}\r\nSubject: x\r\n\r\n"
    return (
        f"From: {sender}\r\nTo: service@aftersales.example\r\nSubject: Undelivered\r\n"
        "Return-Path: <>\r\nMessage-ID: <bounce@example.com>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nNo such user\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nAction: failed\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{head}--b--\r\n"
    ).encode()
