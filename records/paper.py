"""Papers as PDF, where the machine can make one: it takes Pango and a font with Chinese characters (D7, J3).

Where either is missing, pages are printed from the browser by the print style sheet, and say so.
"""

import base64
import io
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from PIL import Image, ImageFile

if TYPE_CHECKING:
    from records.models import StoredFile

PDF: Final = "application/pdf"
# Named one by one: asked for any font, a system may give one that draws Chinese as Japanese is drawn.
FONTS: Final = ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei")
SIDE: Final = 1000  # pixels of a picture on paper: 17 cm at 150 to the inch


@cache
def paper_font() -> str:
    """Return the font in which papers are written; empty where this machine can make none."""
    try:
        from weasyprint.text import ffi as pango  # noqa: PLC0415 (its libraries may be missing)
    except OSError:  # Pango is no part of the wheel
        return ""
    finally:  # loading it makes Pillow take broken pictures of anybody for whole ones
        ImageFile.LOAD_TRUNCATED_IMAGES = False
    config = pango.ffi.gc(pango.fontconfig.FcInitLoadConfigAndFonts(), pango.fontconfig.FcConfigDestroy)
    return next((name for name in FONTS if _found(name, config, pango) == name), "")


def _found(name: str, config: Any, pango: Any) -> str:  # noqa: ANN401 (handles of C)
    """Return which font the system gives who asks for one by its name."""
    font, ffi = pango.fontconfig, pango.ffi
    pattern = ffi.gc(font.FcPatternCreate(), font.FcPatternDestroy)
    font.FcPatternAddString(pattern, b"family", name.encode())
    font.FcConfigSubstitute(config, pattern, font.FcMatchPattern)
    font.FcDefaultSubstitute(pattern)
    match = font.FcFontMatch(config, pattern, ffi.new("FcResult *"))
    if match == ffi.NULL:
        return ""
    match, given = ffi.gc(match, font.FcPatternDestroy), ffi.new("FcChar8 **")
    font.FcPatternGetString(match, b"family", 0, given)
    return str(ffi.string(given[0]).decode())


def pdf_response(
    request: HttpRequest, template: str, shown: Mapping[str, Any], *, style: str, name: str
) -> HttpResponse:
    """Return a template as a PDF of that name; only what stands in the page itself is read, no address."""
    font = paper_font()  # comes first: it also mends what loading the library does to pictures
    from weasyprint import CSS, HTML  # noqa: PLC0415 (its libraries may be missing)
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 (the same)

    fetcher = URLFetcher(allowed_protocols=["data"])
    html = HTML(string=render_to_string(template, dict(shown), request), url_fetcher=fetcher)
    family = CSS(string=f'html {{ font-family: "{font}" }}', url_fetcher=fetcher)
    content = html.write_pdf(stylesheets=[CSS(filename=finders.find(style), url_fetcher=fetcher), family])
    return HttpResponse(
        content,
        content_type=PDF,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=False, filename=f"{name}.pdf"),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def picture_on_paper(file: "StoredFile") -> str:
    """Return a stored picture, no larger than paper shows, as a source of its own; empty if it is gone."""
    try:
        with default_storage.open(file.stored_name) as content:
            image = Image.open(io.BytesIO(content.read())).convert("RGB")
    except FileNotFoundError:
        return ""
    image.thumbnail((SIDE, SIDE))
    drawn = io.BytesIO()
    image.save(drawn, "JPEG", quality=80)
    return f"data:image/jpeg;base64,{base64.b64encode(drawn.getvalue()).decode()}"
