"""Collect the texts to translate into the Chinese catalogue, in a form that makes small diffs."""

import re
import shutil
import subprocess
import sys

from tooling.stamps import ROOT

IGNORED = (".venv", "node_modules", "static_vendor", "var", "tests", "tooling", "bench")
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
# No dates, no names, never fuzzy: a fuzzy header is left out of the compiled file, and its encoding with it.
HEADER = r"""msgid ""
msgstr ""
"Project-Id-Version: aftersales\n"
"Language: zh_Hans\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"""
OLD_HEADER = re.compile(r'\A(?:#.*\n)*msgid ""\nmsgstr ""\n(?:".*"\n)*')
SECOND_PLURAL = re.compile(r'^msgstr\[[1-9]\] .*\n(?:".*"\n)*', re.MULTILINE)


def in_house_form(catalogue: str) -> str:
    """Return the catalogue with the fixed header and, as Chinese has it, one plural form."""
    return SECOND_PLURAL.sub("", OLD_HEADER.sub(lambda _: HEADER, catalogue, count=1))


def main() -> int:
    """Answer with 0 when the catalogue holds every text."""
    if shutil.which("xgettext") is None:
        print("gettext is missing. Install it: apt-get install gettext", file=sys.stderr)
        return 1
    command = [
        *(sys.executable, "manage.py", "makemessages", "--locale", "zh_Hans"),
        *("--no-location", "--no-obsolete", "--no-wrap"),
        *(word for folder in IGNORED for word in ("--ignore", folder)),
    ]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code == 0:
        text = CATALOGUE.read_text(encoding="utf-8")
        CATALOGUE.write_text(in_house_form(text), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main())
