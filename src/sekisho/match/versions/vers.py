"""Version ranges in the `vers:` notation (VERS specification): read, and asked."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import unquote

import msgspec

from sekisho.match.versions.order import key

SCHEMES = {
    "alpine": "Alpine",
    "apk": "Alpine",
    "cargo": "crates.io",
    "composer": "Packagist",
    "deb": "Debian",
    "firmware": "firmware",
    "gem": "RubyGems",
    "generic": "generic",
    "github": "GitHub Actions",
    "githubactions": "GitHub Actions",
    "golang": "Go",
    "hex": "Hex",
    "maven": "Maven",
    "npm": "npm",
    "nuget": "NuGet",
    "pub": "Pub",
    "pypi": "PyPI",
    "rpm": "Red Hat",
    "semver": "npm",
    "swift": "SwiftURL",
}
"""Versioning scheme of `vers:` to the ecosystem whose order it follows."""

LONGEST = 16_384
"""A longer text is refused unread."""
MOST = 1_000
"""More constraints are no range that anybody wrote."""

_SIGNS = (">=", "<=", "!=", "<", ">", "=")
_UPPER = frozenset({"<", "<="})
_LOWER = frozenset({">", ">="})
_EQUAL = frozenset({"=", "<=", ">="})


class VersRange(msgspec.Struct, frozen=True, gc=False):
    """A range: constraints in the order of their versions; `everything` for `*`."""

    ecosystem: str
    constraints: tuple[tuple[str, bytes], ...] = ()
    everything: bool = False

    def contains(self, version: str) -> bool:
        """Says whether a version lies in the range.

        Follows the specification's own order of questions: what is named, then the ends, then
        the pairs between. Raises `ValueError` for a version without a place.
        """
        if self.everything:
            return True
        place = key(self.ecosystem, version)
        named = [sign for sign, at in self.constraints if at == place]
        if named:
            return any(sign in _EQUAL for sign in named)
        ends = _ends(self.constraints)
        if not ends:
            # Nothing but exclusions leaves everything else in; nothing but names leaves it out.
            return all(sign == "!=" for sign, _ in self.constraints)
        if ends[0][0] in _UPPER and place < ends[0][1]:
            return True
        if ends[-1][0] in _LOWER and place > ends[-1][1]:
            return True
        return any(
            low in _LOWER and high in _UPPER and one < place < other
            for (low, one), (high, other) in pairwise(ends)
        )


def _ends(constraints: tuple[tuple[str, bytes], ...]) -> list[tuple[str, bytes]]:
    """The constraints that open or close an interval, without those that say nothing more."""
    kept: list[tuple[str, bytes]] = []
    for sign, at in constraints:
        if sign in _UPPER and kept and kept[-1][0] in _UPPER:
            kept.pop()
        if sign in _UPPER or (sign in _LOWER and not (kept and kept[-1][0] in _LOWER)):
            kept.append((sign, at))
    return kept


def parse_vers(text: str) -> VersRange:
    """Reads a range such as `vers:pypi/>=1.0|<2.0|!=1.5`.

    Raises `LookupError` for a scheme whose order is not known, and `ValueError` for a text that is
    no range: without the prefix, with a version twice, or one that has no place in the order.
    """
    if len(text) > LONGEST:
        raise ValueError("too long")
    prefix, _, rest = text.strip().partition(":")
    scheme, slash, listed = rest.partition("/")
    if prefix.lower() != "vers" or not slash or not listed:
        raise ValueError(text)
    ecosystem = SCHEMES.get(scheme.lower())
    if ecosystem is None:
        raise LookupError(scheme)
    parts = [part.strip() for part in listed.strip("|").split("|")]
    if parts == ["*"]:
        return VersRange(ecosystem, everything=True)
    if len(parts) > MOST:
        raise ValueError("too many constraints")
    found = sorted((_constraint(ecosystem, part) for part in parts), key=lambda one: one[1])
    if any(one == other for (_, one), (_, other) in pairwise(found)):
        raise ValueError(f"a version twice: {text}")
    return VersRange(ecosystem, tuple(found))


def _constraint(ecosystem: str, part: str) -> tuple[str, bytes]:
    sign = next((sign for sign in _SIGNS if part.startswith(sign)), "=")
    version = unquote(part.removeprefix(sign).strip())
    if not version or version == "*":
        raise ValueError(part)
    return sign, key(ecosystem, version)
