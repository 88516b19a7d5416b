"""Package URLs: parsed, and turned into the coordinates advisories are published under."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

import msgspec

from sekisho.match.packages import ecosystems

_TYPE = re.compile(r"[a-z.+-][a-z0-9.+-]*\Z")
_LOWER = frozenset(
    [
        "alpm",
        "apk",
        "bitbucket",
        "bitnami",
        "composer",
        "deb",
        "github",
        "gitlab",
        "hex",
        "luarocks",
        "oci",
        "pypi",
    ]
)
LONGEST = 4096
"""A longer text is no package URL."""


class Purl(msgspec.Struct, frozen=True, gc=False):
    """A package URL in its parts, percent-decoded; `qualifiers` sorted by name."""

    type: str
    namespace: str
    name: str
    version: str = ""
    qualifiers: tuple[tuple[str, str], ...] = ()
    subpath: str = ""

    def qualifier(self, name: str) -> str:
        """Gives a qualifier's value, empty when there is none."""
        return next((value for key, value in self.qualifiers if key == name), "")


class Coordinates(msgspec.Struct, frozen=True, gc=False):
    """Where advisories about a package are found: OSV ecosystem, name as OSV writes it.

    `exact` is false when the distribution publishes advisories under source packages and the
    package URL names only the binary one: a hit counts, a miss says nothing.
    """

    ecosystem: str
    name: str
    version: str = ""
    exact: bool = True


def parse(purl: str) -> Purl | None:
    """Reads a package URL; `None` for a text that is none.

    Follows the package-url specification: split from the right, percent-decoded part by part,
    letters folded for the types that ask for it.
    """
    if len(purl) > LONGEST or purl[:4].lower() != "pkg:":
        return None
    rest, _, subpath = purl[4:].strip().lstrip("/").partition("#")
    rest, _, query = rest.partition("?")
    type, slash, path = rest.partition("/")
    type = type.lower()
    if not slash or not _TYPE.match(type):
        return None
    path, version = _split_version(path.strip("/"))
    if "%" in path:
        segments = [unquote(part) for part in path.split("/") if part]
    else:
        segments = [part for part in path.split("/") if part]
    if not segments:
        return None
    namespace, name = "/".join(segments[:-1]), segments[-1]
    if type in _LOWER:
        namespace, name = namespace.lower(), name.lower()
        if type == "pypi":
            name = name.replace("_", "-")
    return Purl(
        type,
        namespace,
        name,
        unquote(version) if "%" in version else version,
        _qualifiers(query) if query else (),
        "/".join(unquote(p) for p in subpath.split("/") if p not in {"", ".", ".."}),
    )


def _split_version(path: str) -> tuple[str, str]:
    """The version stands after the last `@`, unless that opens an npm scope left unencoded."""
    name, sign, version = path.rpartition("@")
    if not sign or not name or name.endswith("/"):
        return path, ""
    if "/" in version and name.rpartition("/")[2] == "":
        return path, ""
    return name, version


def _qualifiers(query: str) -> tuple[tuple[str, str], ...]:
    pairs = {}
    for part in query.split("&"):
        key, _, value = part.partition("=")
        if key and value:
            pairs[key.lower()] = unquote(value)
    return tuple(sorted(pairs.items()))


@lru_cache(maxsize=65_536)
def coordinates(purl: str) -> Coordinates | None:
    """Gives ecosystem, name and version of a package URL as OSV writes them.

    `None` when it is no package URL or its type has no ecosystem of its own. The ecosystem may
    be one whose version order is not known; a distribution without a release has no suffix,
    and so is covered by no feed.
    """
    parsed = parse(purl)
    if parsed is None:
        return None
    ecosystem = ecosystems.LANGUAGES.get(parsed.type)
    if ecosystem is not None:
        return _language(ecosystem, parsed)
    distribution = ecosystems.DISTRIBUTIONS.get((parsed.type, parsed.namespace.lower()))
    return None if distribution is None else _distribution(distribution, parsed)


def _language(ecosystem: str, purl: Purl) -> Coordinates:
    name, version = purl.name, purl.version
    if purl.namespace:
        name = f"{purl.namespace}{':' if ecosystem == 'Maven' else '/'}{name}"
    if ecosystem == "Go":
        name = "stdlib" if name == "std" else name
        version = ecosystems.go_version(name, version)
    elif ecosystem == "Packagist":
        ecosystem = ecosystems.packagist(purl.qualifier("repository_url"))
    return Coordinates(ecosystem, ecosystems.fold_name(ecosystem, name), version)


def _distribution(base: str, purl: Purl) -> Coordinates:
    name, version, exact = purl.name, purl.version, True
    if base in ecosystems.BY_SOURCE:
        source, _, source_version = purl.qualifier("upstream").partition("@")
        exact = bool(source) or purl.qualifier("arch") == "source"
        name, version = source or name, source_version or version
    epoch = purl.qualifier("epoch")
    if epoch and version and ":" not in version:
        version = f"{epoch}:{version}"
    release = ecosystems.release(base, purl.qualifier("distro"))
    ecosystem = f"{base}:{release}" if release else base
    return Coordinates(ecosystem, ecosystems.fold_name(ecosystem, name), version, exact)
