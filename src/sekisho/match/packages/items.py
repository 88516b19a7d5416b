"""A package while it is being paired: its identity and version, worked out once."""

from __future__ import annotations

from sekisho.match import versions
from sekisho.match.packages import ecosystems
from sekisho.match.packages.purl import Purl, coordinates, parse
from sekisho.model.inventory import Package

BUILD = ("arch", "classifier", "distro", "os", "platform", "type")
"""Qualifiers of a package URL that name one build of a package among several."""

_BY_RELEASE = frozenset({"alpm", "apk", "deb", "rpm"})
"""Types whose versions end in a release: the same upstream version, built again."""

_TYPES = {"alpine": "apk"}
_NAMESPACES = {"amzn": "amazon", "ol": "oracle", "photonos": "photon"}
"""What some tools call a type or a distribution that others call otherwise."""

_OF_FORMAT = {"apk": "Alpine", "deb": "Debian", "rpm": "Red Hat"}
"""Ecosystems by whose order any version in a format of packages is placed, whoever built it."""


_Read = tuple[Purl, tuple[str, ...], tuple[tuple[str, str], ...]]


class Item:
    """One package, with what it is called whatever its version and build."""

    __slots__ = ("build", "identity", "package", "plain", "purl", "version")

    def __init__(self, package: Package, read: ReadPurls) -> None:
        found = read(package.purl) if package.purl else None
        self.package = package
        if found is None:
            self.purl = None
            self.identity = _identity(package)
            self.build: tuple[tuple[str, str], ...] = ()
            self.version = package.version
        else:
            self.purl, self.identity, self.build = found
            self.version = _version(package.version, self.purl.version)
        name = f"{package.group}/{package.name}" if package.group else package.name
        self.plain = name.lower().replace(":", "/")

    def order(self) -> tuple[object, ...]:
        """Gives what puts items in an order of their own, whatever the order of the document."""
        package = self.package
        hashes, supplier = package.hashes, package.supplier
        return (self.identity, self.version, self.build, hashes, supplier, package.name)

    def key(self) -> bytes | None:
        """Gives the place of its version in the order of its ecosystem, if there is one."""
        if self.purl is None:
            return None
        found = coordinates(self.package.purl)
        ecosystem = found.ecosystem if found else _OF_FORMAT.get(self.purl.type, "")
        try:
            return versions.key(ecosystem, (found and found.version) or self.version)
        except (LookupError, ValueError):
            return None

    def upstream(self) -> str:
        """Gives the version without the release a distribution built, empty where none is told."""
        if self.purl is None or self.purl.type not in _BY_RELEASE:
            return ""
        return self.version.rpartition(":")[2].rpartition("-")[0]


class ReadPurls:
    """Reads package URLs, each text once: two inventories of one product share most of them."""

    def __init__(self) -> None:
        self._known: dict[str, _Read | None] = {}

    def __call__(self, text: str) -> _Read | None:
        """Gives a package URL, its identity and its build; `None` for a text that is none."""
        if text not in self._known:
            self._known[text] = _read(text)
        return self._known[text]


def _read(text: str) -> _Read | None:
    purl = parse(text)
    if purl is None:
        return None
    ecosystem = ecosystems.LANGUAGES.get(purl.type, "")
    name = ecosystems.fold_name(ecosystem, purl.name)
    build = tuple((key, value) for key, value in purl.qualifiers if key in BUILD)
    type, namespace = purl.type, purl.namespace.lower()
    if not ecosystem:
        type = _TYPES.get(type, type)
        found = coordinates(text)
        known = found.ecosystem.partition(":")[0].lower() if found else ""
        namespace = known or _NAMESPACES.get(namespace, namespace)
    return purl, ("purl", type, namespace, name, purl.subpath), build


def _version(beside: str, stated: str) -> str:
    """Takes the longer where a tool leaves out epoch and release beside the package URL."""
    if beside and stated.rpartition(":")[2].startswith(f"{beside}-"):
        return stated
    return beside or stated


def _identity(package: Package) -> tuple[str, ...]:
    """What a package without a package URL is, whatever its version: its CPE, else its name."""
    if package.cpe:
        parts = package.cpe.lower().removeprefix("cpe:2.3:").removeprefix("cpe:/").split(":")
        if len(parts) >= 3:
            return ("cpe", *parts[:3])
    return ("name", package.kind, package.group.lower(), package.name.lower())
