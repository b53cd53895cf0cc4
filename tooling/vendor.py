"""Copy the named front-end files out of node_modules; nothing else of it is ever served."""

import re
from collections.abc import Callable
from pathlib import Path

SOURCE_MAP = re.compile(rb"\n?(?:/\*|//)[#@] ?sourceMappingURL=[^\s*]+(?: ?\*/)?")
OTHER_FONTS = re.compile(rb',url\("[^"]+"\) format\("(?:woff|truetype)"\)')
FONT_VERSION = re.compile(rb"(\.woff2)\?[^\"]*")


def without_source_map(content: bytes) -> bytes:
    """Drop the pointer to a map that isn't copied: the manifest storage refuses such a file."""
    return SOURCE_MAP.sub(b"", content)


def outline_font_only(content: bytes) -> bytes:
    """Keep the one font format that is copied; every browser in support reads it."""
    return FONT_VERSION.sub(rb"\1", OTHER_FONTS.sub(b"", content))


def unchanged(content: bytes) -> bytes:
    return content


# from node_modules/ → to static_vendor/: vendor/ is served, data/ is read by the product, test/ by tests
FILES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "vendor/tabler.min.css": ("@tabler/core/dist/css/tabler.min.css", without_source_map),
    "vendor/tabler-icons.min.css": ("@tabler/icons-webfont/dist/tabler-icons.min.css", outline_font_only),
    "vendor/fonts/tabler-icons.woff2": ("@tabler/icons-webfont/dist/fonts/tabler-icons.woff2", unchanged),
    "vendor/inter-latin-wght-normal.woff2": (
        "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
        unchanged,
    ),
    "vendor/htmx.min.js": ("htmx.org/dist/htmx.min.js", without_source_map),
    "vendor/echarts.min.js": ("echarts/dist/echarts.min.js", without_source_map),
    "vendor/signature_pad.umd.min.js": ("signature_pad/dist/signature_pad.umd.min.js", without_source_map),
    "data/china-division/provinces.json": ("china-division/dist/provinces.json", unchanged),
    "data/china-division/cities.json": ("china-division/dist/cities.json", unchanged),
    "data/china-division/areas.json": ("china-division/dist/areas.json", unchanged),
    "test/axe.min.js": ("axe-core/axe.min.js", unchanged),
}


def targets(folder: Path) -> tuple[Path, ...]:
    return tuple(folder / name for name in FILES)


def copy_files(node_modules: Path, folder: Path) -> None:
    """Bring `folder` to exactly the named files, each replaced in one move."""
    wanted = set(targets(folder))
    for name, (source, change) in FILES.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(target.name + ".draft")
        draft.write_bytes(change((node_modules / source).read_bytes()))
        draft.replace(target)
    for stale in [path for path in folder.rglob("*") if path.is_file() and path not in wanted]:
        stale.unlink()
