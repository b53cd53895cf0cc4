"""Guides for the customers of the demonstration: one page each, in both languages (C9)."""

from datetime import datetime
from io import BytesIO
from typing import Final

from aftersales.demo.cast import Cast
from equipment.models import ProductGuide
from records.choices import FileKind
from records.files.keeping import SentFile, keep_file
from regulation.calendars import local_day

GUIDES: Final = (
    (
        "zh-hans",
        "每日检查",
        ("开机前检查油位、冷却液和泄漏。", "运转十分钟后再看一遍仪表。", "有异响请停机并报修。"),
    ),
    (
        "en",
        "Daily checks",
        (
            "Before starting, check oil, coolant and leaks.",
            "Look at the gauges again after ten minutes.",
            "Stop and report a fault if it sounds wrong.",
        ),
    ),
)
# a font that readers bring along, so that none has to be put into the file
FONT: Final = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [ << "
    b"/Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
    b"/Ordering (GB1) /Supplement 4 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor "
    b"/FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 "
    b"/Descent -120 /CapHeight 880 /StemV 93 >> >> ] >>"
)


def open_guides(cast: Cast, at: datetime) -> None:
    """Open the guides of each model to its customers."""
    for product in cast.products:
        for language, title, lines in GUIDES:
            page = BytesIO(one_page((f"{product.code} · {title}", *lines)))
            sent = SentFile(page, f"{product.code}-{language}.pdf")
            file = keep_file(sent, actor=cast.users["admin"], at=at, allowed={FileKind.PDF})
            ProductGuide.objects.create(
                product=product, language=language, title=title, file=file, open_from=local_day(at)
            )


def one_page(lines: tuple[str, ...]) -> bytes:
    """Return a PDF of one page (ISO 32000-1, 7.5): objects, where each begins, where that list is."""
    text = b"".join(b"<%s> Tj T* " % line.encode("utf-16-be").hex().encode() for line in lines)
    drawn = b"BT /F 18 Tf 30 TL 60 760 Td %sET" % text
    resources = b"/Resources << /Font << /F 5 0 R >> >>"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % resources,
        b"<< /Length %d >> stream\n%s\nendstream" % (len(drawn), drawn),
        FONT,
    )
    written, begins = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        begins.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % begin for begin in begins)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(written))
    return written + table + end
