"""A person at a browser, who notices what is wrong with a page: console, content security, accessibility."""

import shutil
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, Response, sync_playwright

from tests.factories.dealers import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "static_vendor" / "test" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000  # milliseconds; a busy machine draws slowly
UNDER_WAY = ".htmx-request, .htmx-settling, .htmx-swapping"
TOLD_BY_SCRIPT = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`content security: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
RUN_AXE = """
async (rules) => {
  const found = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  const first = (node) => (node.any[0] || {}).message || "";
  const named = (node) => `${node.target.join(" ")} ${first(node)}`;
  const said = (one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map(named).join(" | ")}`;
  return found.violations.map(said);
}
"""


@contextmanager
def chromium():
    """Start Debian's Chromium without a window; where it or axe is not there, say that it is missing."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("missing: chromium")
    if not AXE.is_file():
        pytest.skip("missing: axe-core (static_vendor/test)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, headless=True, args=FLAGS)
        yield browser
        browser.close()


class Person:
    """Somebody at a browser of their own; `faults` names all that was wrong, with the page's address."""

    def __init__(self, browser: Browser, base: str, faults: list[str], *, viewport: dict[str, int] = DESK):
        self.base, self.faults = base, faults
        self.context = browser.new_context(
            viewport=viewport, locale="zh-CN", reduced_motion="reduce", accept_downloads=True
        )
        self.context.set_default_timeout(PATIENCE)
        self.context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": base}])
        self.context.add_init_script(TOLD_BY_SCRIPT)
        self.page: Page = self.context.new_page()
        self.seen: set[str] = set()
        self.looked_at: set[str] = set()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._note(f"script: {error}"))
        self.page.on("response", self._receive)
        self.page.on("framenavigated", lambda frame: self.seen.add(urlsplit(frame.url).path))

    # ── what goes wrong ──

    def _note(self, text: str) -> None:
        self.faults.append(f"{urlsplit(self.page.url).path}: {text}")

    def _hear(self, message: ConsoleMessage) -> None:
        """Note an error of the console; a refusal that the story asks for (422) is none."""
        if message.type != "error" or "status of 422" in message.text:
            return
        self._note(f"console: {message.text} ({message.location.get('url', '')})")

    def _receive(self, response: Response) -> None:
        if response.status >= 400 and response.status != 422:
            self._note(f"answer {response.status}: {response.request.method} {urlsplit(response.url).path}")

    def look(self) -> None:
        """Examine the page as it stands now with axe."""
        self.settle()
        self.looked_at.add(urlsplit(self.page.url).path)
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        for violation in self.page.evaluate(RUN_AXE, AXE_RULES):
            self._note(f"axe: {violation}")

    def settle(self) -> None:
        """Wait until the page is whole and no fragment is under way."""
        self.page.wait_for_load_state("networkidle")
        self.page.locator(UNDER_WAY).first.wait_for(state="detached")

    def unexamined(self) -> set[str]:
        """Return the pages that were passed without a look."""
        return self.seen - self.looked_at - {"blank"}

    # ── what people do ──

    def sign_in(self, username: str) -> "Person":
        """Sign in on the page, as everybody does; it ends at home."""
        self.open("/sign-in/")
        self.fill(username=username, password=PASSWORD)
        self.send("main form button.btn-primary")
        assert urlsplit(self.page.url).path == "/"
        return self

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)
        self.look()

    def find(self, query: str) -> Locator:
        return self.page.locator(query)

    def field(self, name: str) -> Locator:
        return self.page.locator(f"[name='{name}']:visible")

    def fill(self, **values: str) -> None:
        """Type into inputs or choose from lists, by the names of the fields."""
        for name, value in values.items():
            field = self.field(name)
            if field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def choose(self, name: str, value: str) -> None:
        """Press the label of a choice, as its input may not be drawn."""
        self.page.locator(f"label:has(input[name='{name}'][value='{value}'])").click()

    def send(self, query: str) -> None:
        """Press what leads to another page, and look at that."""
        with self.page.expect_navigation():
            self.page.locator(query).click()
        self.look()

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def told(self) -> str:
        """Return all that the page shows."""
        return self.page.locator("body").inner_text()

    def path(self) -> str:
        return urlsplit(self.page.url).path

    def leave(self) -> None:
        """Close the browser of this person."""
        try:
            self.context.close()
        except Error as error:
            self._note(f"closing: {error}")
