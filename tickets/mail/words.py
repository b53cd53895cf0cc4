"""What a person wrote in a mail, as plain text: no markup, nothing fetched, history folded away (D1)."""

import re
from html.parser import HTMLParser
from typing import Final

from tickets.services.notes import cleaned

SILENT: Final = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg"})
ENDS_A_LINE: Final = frozenset(
    {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote", "pre", "hr", "ul", "ol"}
)
# Where mail programs begin what was written before, or the signature.
BEGINS_HISTORY: Final = re.compile(
    r"^\s*(?:"
    r">|"
    r"-{2,}\s*(?:原始邮件|原始郵件|Original Message|转发邮件|回复的原邮件).*|"
    r"_{10,}\s*|"
    r"(?:On|Am|Le)\b.{0,200}\b(?:wrote|schrieb|a écrit)\s*:|"
    r".{0,200}(?:写道|寫道)\s*[：:]|"
    r"(?:From|发件人|寄件者)\s*[：:].*|"
    r"--\s?|"
    r"(?:发自我的|Sent from my|来自我的|从我的).{0,40}"
    r")$",
    re.IGNORECASE,
)
QUOTED: Final = re.compile(r"^\s*>")


def folded(text: str) -> tuple[str, str]:
    """Return what is new in a mail, and what it carries along; if all seems old, all is new."""
    lines = cleaned(text).split("\n")
    for place, line in enumerate(lines):
        if BEGINS_HISTORY.match(line) or QUOTED.match(line):
            new, old = "\n".join(lines[:place]).strip(), "\n".join(lines[place:]).strip()
            return (new, old) if new else _answered_below(lines)
    return "\n".join(lines).strip(), ""


def _answered_below(lines: list[str]) -> tuple[str, str]:
    """Return the lines that are no quotation, for a person who writes below what they answer."""
    new = [line for line in lines if not QUOTED.match(line) and not BEGINS_HISTORY.match(line)]
    old = [line for line in lines if QUOTED.match(line) or BEGINS_HISTORY.match(line)]
    text = "\n".join(new).strip()
    return (text, "\n".join(old).strip()) if text else ("\n".join(lines).strip(), "")


def from_html(markup: str) -> str:
    """Return the words of a page; addresses it would load are not even kept."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    lines = ("".join(reader.words)).split("\n")
    spaced = "\n".join(" ".join(line.split()) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", spaced).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag in ENDS_A_LINE:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in SILENT))
        if tag in ENDS_A_LINE:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.words.append(data.replace("\n", " "))
