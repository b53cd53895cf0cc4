"""Collect the texts to translate into the Chinese catalogue, in a form that makes small diffs."""

import re
import shutil
import subprocess
import sys

from tooling.stamps import ROOT

IGNORED = (".venv", "node_modules", "static_vendor", "var", "tests", "tooling", "bench")
DATE = re.compile(r'^"POT-Creation-Date: .*\n', re.MULTILINE)


def main() -> int:
    """Answer with 0 when the catalogue holds every text."""
    if shutil.which("xgettext") is None:
        print("gettext is missing. Install it: apt-get install gettext", file=sys.stderr)
        return 1
    done = subprocess.run(
        [
            *(sys.executable, "manage.py", "makemessages", "--locale", "zh_Hans"),
            *("--no-location", "--no-obsolete", "--no-wrap"),
            *(word for folder in IGNORED for word in ("--ignore", folder)),
        ],
        cwd=ROOT,
        check=False,
    )
    for catalogue in (ROOT / "locale").glob("*/LC_MESSAGES/*.po"):
        text = catalogue.read_text(encoding="utf-8")
        catalogue.write_text(DATE.sub("", text), encoding="utf-8")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
