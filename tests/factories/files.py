"""Files as people's devices write them."""

import io

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF\n"


def amr(words=b"press"):
    return b"#!AMR\n" + words * 20


def picture(kind="JPEG", *, size=(48, 32), mode=None, **options):
    """Return the bytes of a picture."""
    drawn = Image.new("RGB", size, (30, 90, 96))
    drawn.paste((242, 180, 0), (4, 4, size[0] // 2, size[1] // 2))
    content = io.BytesIO()
    drawn = drawn.convert(mode or "RGB")
    if mode == "RGBA":
        drawn.putalpha(128)
    drawn.save(content, kind, **options)
    return content.getvalue()
