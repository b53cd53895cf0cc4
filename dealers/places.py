"""Finding the division that a written place begins with. Pure (D4)."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

# Written places leave these endings out; the longest is tried first, so 自治区 goes before 区.
ENDINGS = (
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "地区",
    "省",
    "市",
    "区",
    "县",
    "盟",
    "旗",
    "州",
)
SHORTEST_NAME = 2
_CONNECTORS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


@dataclass(slots=True)
class _Place:
    code: str
    level: int
    parent: str | None
    names: tuple[str, ...]


@dataclass(slots=True)
class PlaceIndex:
    """Divisions by the first two characters of their names and short names."""

    by_start: dict[str, list[tuple[str, _Place]]] = field(default_factory=lambda: defaultdict(list))
    places: dict[str, _Place] = field(default_factory=dict)

    @classmethod
    def of(cls, divisions: Iterable[tuple[str, str, int, str | None]]) -> "PlaceIndex":
        """Build the index from (code, name, level, code of the parent)."""
        index = cls()
        for code, name, level, parent in divisions:
            place = _Place(code, level, parent, _names(name))
            index.places[code] = place
            for written in place.names:
                index.by_start[written[:SHORTEST_NAME]].append((written, place))
        return index

    def longest_prefix(self, text: str) -> str:
        """Return the code of the division a place begins with; empty where none or several fit equally."""
        written = "".join(unicodedata.normalize("NFKC", text).split()).removeprefix("中国")
        found = self._walk(written, within=None)
        longest = max((used for used, _ in found), default=0)
        codes = {code for used, code in found if used == longest}
        return self._common(codes) if codes else ""

    def _walk(self, rest: str, *, within: str | None) -> list[tuple[int, str]]:
        """List (characters used, code) of every way to read the beginning of `rest` as divisions."""
        found: list[tuple[int, str]] = []
        for written, place in self.by_start.get(rest[:SHORTEST_NAME], []):
            if not rest.startswith(written) or (within and not self._is_inside(place, within)):
                continue
            deeper = self._walk(rest[len(written) :], within=place.code)
            found.append((len(written), place.code))
            found.extend((len(written) + used, code) for used, code in deeper)
        return found

    def _is_inside(self, place: _Place, code: str) -> bool:
        above = place.parent
        while above:
            if above == code:
                return True
            above = self.places[above].parent
        return False

    def _common(self, codes: set[str]) -> str:
        """Return the one code, or the narrowest division that is or holds them all; empty if none does."""
        chains = [self._chain(code) for code in sorted(codes)]
        shared = [code for code in chains[0] if all(code in chain for chain in chains)]
        return shared[0] if shared else ""

    def _chain(self, code: str) -> list[str]:
        chain = []
        above: str | None = code
        while above:
            chain.append(above)
            above = self.places[above].parent
        return chain


def _names(name: str) -> tuple[str, ...]:
    if name in _CONNECTORS:
        return ()
    short = next((name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending)), name)
    return (name, short) if short != name and len(short) >= SHORTEST_NAME else (name,)
