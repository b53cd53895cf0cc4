"""The rules of the house that a linter does not know."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
APPS = (
    "records",
    "regulation",
    "dealers",
    "equipment",
    "tickets",
    "parts",
    "visits",
    "reports",
    "aftersales",
)
LONGEST_FILE = 400
LONGEST_SETTINGS = 250
LONGEST_FUNCTION = 50
LONGEST_PAGE = 120
LONGEST_COMPONENT = 40
INTERFACES = ("views", "api", "forms", "filters")


def tracked(*patterns):
    """List files that git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def sources(*, apps=APPS, tests=False):
    folders = {*apps, *(["tests", "bench", "tooling"] if tests else [])}
    return [
        path
        for path in tracked("*.py")
        if path.relative_to(ROOT).parts[0] in folders and "migrations" not in path.parts
    ]


def name_of(path):
    return str(path.relative_to(ROOT))


def is_interface(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return bool({*parts[1:]} & set(INTERFACES))


def test_no_python_file_is_longer_than_400_lines():
    long = [
        name_of(path) for path in sources(tests=True) if len(path.read_text().splitlines()) > LONGEST_FILE
    ]
    assert long == []


def test_the_settings_stay_below_250_lines():
    """house rule 10: one file that is read from top to bottom."""
    assert len((ROOT / "aftersales" / "settings.py").read_text().splitlines()) < LONGEST_SETTINGS


def test_no_function_is_longer_than_50_lines():
    long = [
        f"{name_of(path)}:{node.name}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_pages_and_components_keep_their_size():
    long = []
    for path in tracked("templates/*.html"):
        most = LONGEST_COMPONENT if "components" in path.parts else LONGEST_PAGE
        if len(path.read_text().splitlines()) > most and path.name != "gallery.html":
            long.append(name_of(path))
    assert long == []


def test_no_template_holds_inline_script_style_or_handler():
    """safety.md, 12: the content security policy forbids them."""
    forbidden = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=\"", re.IGNORECASE
    )
    found = [name_of(path) for path in tracked("templates/*.html") if forbidden.search(path.read_text())]
    assert found == []


UNSAFE = ("mark_safe", "|safe", "csrf_exempt", ".raw(", ".extra(", "except Exception", "autoescape off")


def test_unsafe_words_stand_nowhere():
    """safety.md, 12."""
    found = [
        f"{name_of(path)}: {word}"
        for path in [*sources(), *tracked("templates/*.html")]
        for word in UNSAFE
        if word in path.read_text()
    ]
    assert found == []


WRITERS_OF_STATUS = {
    "regulation/services/versions.py",
    "tickets/services/moving.py",
    "tickets/services/quote_moving.py",
    "tickets/services/referral_moving.py",
    "tickets/services/importing.py",
    "visits/services/planning.py",
    "visits/services/calling.py",
    "records/imports",
    "records/outbox/moving.py",
    "equipment/services/cases.py",
    "reports/services",
}


def test_status_has_one_writer_each():
    """house rule 5: nothing else assigns a status or updates it in bulk."""
    assigned = re.compile(r"\.status\s*=[^=]|\.update\([^)]*\bstatus=", re.DOTALL)
    found = [
        name_of(path)
        for path in sources()
        if assigned.search(path.read_text())
        and not any(name_of(path).startswith(writer) for writer in WRITERS_OF_STATUS)
        and "response.status" not in path.read_text()
    ]
    assert found == []


GLOBAL_MODELS = {
    "FaultCause",
    "FaultClass",
    "FaultRemedy",
    "PartClass",
    "Product",
    "ProductGuide",
    "ProductTerms",
    "Division",
    "Question",
    "RegulationVersion",
    "Clause",
    "SpecialDay",
    "IdempotencyKey",
}


@pytest.mark.parametrize("path", [path for path in sources() if is_interface(path)], ids=name_of)
def test_interfaces_start_each_question_with_the_scope(path):
    """L2, safety.md 1: rows are reached through `visible_to`, `known_to` (a receipt) or `of` (one's own)."""
    loose = []
    for match in re.finditer(r"\b([A-Z]\w+)\.(?:objects|_default_manager)\b([\s\S]{0,80})", path.read_text()):
        model, onward = match.groups()
        if model in GLOBAL_MODELS or re.match(r"\s*\.(all\(\)\s*\.)?(visible_to|known_to|of|none)\(", onward):
            continue
        if is_rows_of_a_viewset(path, match.start()) or is_of_a_scoped_field(path, match.start()):
            continue
        loose.append(f"{model}{onward.splitlines()[0]}")
    assert loose == []


def is_rows_of_a_viewset(path, position):
    """Say whether a manager stands as `rows = …` of a ScopedViewSet, which calls `visible_to` itself."""
    line = path.read_text()[:position].rsplit("\n", 1)[-1]
    return line.strip().startswith("rows =")


def is_of_a_scoped_field(path, position):
    """Say whether a manager is given to ScopedSlug, which calls `visible_to` itself."""
    return "ScopedSlug(" in path.read_text()[max(0, position - 120) : position]


def test_interfaces_never_fetch_a_row_past_the_scope():
    pattern = re.compile(r"get_object_or_404\(\s*[A-Z]\w+\s*[,)]|^    model = ", re.MULTILINE)
    found = [name_of(path) for path in sources() if is_interface(path) and pattern.search(path.read_text())]
    assert found == []


def test_services_never_read_the_clock():
    """safety.md, 8: the moment is an argument."""
    clock = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|auto_now|localdate\(\)")
    found = [
        name_of(path)
        for path in sources()
        if (
            "services" in path.parts
            or "models" in path.parts
            or path.name in {"services.py", "rules.py", "states.py"}
        )
        and clock.search(path.read_text())
    ]
    assert found == []


def test_each_module_says_what_it_is_for():
    silent = [
        name_of(path) for path in sources(tests=True) if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


BANNED = re.compile(r"(?:def|class)\s+\w*(?:helper|utils?|handler|misc)\w*\b", re.IGNORECASE)


def test_names_say_what_they_mean():
    found = [name_of(path) for path in sources() if BANNED.search(path.read_text())]
    assert found == []


@pytest.mark.parametrize("app", APPS[:-1])
def test_the_readme_says_of_each_app_what_its_docstring_says(app):
    docstring = ast.get_docstring(ast.parse((ROOT / app / "__init__.py").read_text()))
    assert docstring
    assert f"`{app}` | {docstring}" in (ROOT / "docs" / "architecture.md").read_text()


def test_migrations_have_names_and_none_is_missing(db):
    unnamed = [name_of(path) for path in tracked("*/migrations/*.py") if "_auto_" in path.name]
    assert unnamed == []
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# put together here, so that this file names none of them either
FOLDERS = [f"/{name}/" for name in ("work", "farm", "root")]
HOSTS = [
    r"\.".join(parts) for parts in (("registry", "npmjs"), ("pypi", "org/simple"), ("files", "pythonhosted"))
]
LEAKS = re.compile("|".join([*FOLDERS, *HOSTS]))


def test_no_machine_path_or_registry_stands_in_the_project():
    found = [
        name_of(path)
        for path in tracked()
        if path.suffix not in {".png", ".mo"} and LEAKS.search(path.read_text(errors="ignore"))
    ]
    assert found == []
