"""Where a clause comes from, in the reader's language: the document and the place in it (K1)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from regulation.choices import RegulationSource


def source_words(sources: Iterable[str]) -> str:
    """Name the documents that a clause is drawn from; “KR 5.2” is a document's code and the place in it."""
    return pgettext("between the items of a list", ", ").join(_named(source) for source in sources)


def _named(source: str) -> str:
    code, _space, place = source.partition(" ")
    document = RegulationSource(code).label
    return _("%(document)s %(place)s") % {"document": document, "place": place} if place else str(document)
