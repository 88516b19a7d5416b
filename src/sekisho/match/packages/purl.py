"""Package URLs: parsed, and turned into the coordinates advisories are published under."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

import msgspec

from sekisho.match.packages import ecosystems

_TYPE = re.compile(r"[a-z.+-][a-z0-9.+-]*\Z")
_PLAIN = re.compile(
    r"pkg:([a-z]+)/((?:[A-Za-z0-9._~:+-]+/)*)([A-Za-z0-9._~:+-]+)@([A-Za-z0-9._~:+-]+)\Z"
)
"""Most package URLs: nothing encoded, nothing but a type, a name and a version."""

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
_SOURCES = frozenset({"source", "src"})

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
    package URL names only the binary one: a hit counts, a miss says nothing. `also` is another name
    under which advisories may speak of the package: its source, where a distribution names either.
    """

    ecosystem: str
    name: str
    version: str = ""
    exact: bool = True
    also: str = ""


def parse(purl: str) -> Purl | None:
    """Reads a package URL; `None` for a text that is none.

    Follows the package-url specification: split from the right, percent-decoded part by part,
    letters folded for the types that ask for it.
    """
    if len(purl) > LONGEST:
        return None
    if plain := _PLAIN.match(purl):
        type, namespace, name, version = plain.groups()
        if type in _LOWER:
            namespace, name = namespace.lower(), name.lower()
            name = name.replace("_", "-") if type == "pypi" else name
        return Purl(type, namespace[:-1], name, version)
    return _parse(purl)


def _parse(purl: str) -> Purl | None:
    """Reads any package URL, those with encoded characters, qualifiers and subpaths too."""
    if purl[:4].lower() != "pkg:":
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
            # Documents that were escaped for XML twice hold `&amp;` between qualifiers.
            pairs[key.lower().removeprefix("amp;")] = unquote(value)
    return tuple(sorted(pairs.items()))


@lru_cache(maxsize=131_072)
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
    distribution = ecosystems.distributions().get((parsed.type, parsed.namespace.lower()))
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


def _distribution(known: ecosystems.Distribution, purl: Purl) -> Coordinates:
    name, version, exact, also = purl.name, purl.version, True, ""
    source, source_version = _source(purl)
    if known.names == "source":
        exact = bool(source) or purl.qualifier("arch") in _SOURCES
        name, version = source or name, source_version or version
    elif known.names == "either" and source != name:
        also = source
    epoch = purl.qualifier("epoch")
    if epoch and version and ":" not in version:
        version = f"{epoch}:{version}"
    base = known.ecosystem
    release = ecosystems.release(known, purl.qualifier("distro"))
    ecosystem = f"{base}:{release}" if release else base
    also = ecosystems.fold_name(ecosystem, also) if also else ""
    return Coordinates(ecosystem, ecosystems.fold_name(ecosystem, name), version, exact, also)


def _source(purl: Purl) -> tuple[str, str]:
    """The source package and, where it is another than the binary's, its version.

    For an RPM the qualifier names the file of the source package, whose version is the binary's
    own, but for an epoch that the file name cannot hold.
    """
    upstream = purl.qualifier("upstream")
    if purl.type == "rpm":
        stem = upstream.removesuffix(".rpm").removesuffix(".src").removesuffix(".nosrc")
        return (stem.rsplit("-", 2)[0], "") if stem != upstream else (upstream, "")
    name, _, version = upstream.partition("@")
    return name, version
