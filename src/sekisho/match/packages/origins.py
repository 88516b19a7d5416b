"""Where a package comes from: its registry, the host it is fetched from, what is its default."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from sekisho.match.packages.purl import Purl
from sekisho.match.packages.tables.reading import rows
from sekisho.model.inventory import Package


@cache
def _defaults() -> dict[str, frozenset[str]]:
    """The hosts of the registry a package URL type stands for when it names none (purl-spec)."""
    found: dict[str, set[str]] = {}
    for row in rows("registries.csv"):
        found.setdefault(row["type"], set()).add(row["host"])
    return {type: frozenset(hosts) for type, hosts in found.items()}


def registry_of(purl: Purl) -> str:
    """Gives the host of the repository a package URL names; empty for the default of its type."""
    named = purl.qualifier("repository_url")
    host = host_of(named)
    return "" if host in _defaults().get(purl.type, ()) else host


def location_of(package: Package, purl: Purl | None) -> str:
    """Gives the host a package is fetched from, empty where nothing is said."""
    stated = package.distribution or (purl.qualifier("download_url") if purl else "")
    return host_of(stated)


def host_of(address: str) -> str:
    """Gives the host of an address in lower case, `git+https://` and addresses without a scheme
    included; empty for a text that has none.
    """
    text = address.strip()
    if "://" not in text:
        text = f"//{text}" if "." in text.partition("/")[0] else ""
    try:
        return (urlsplit(text).hostname or "").removeprefix("www.") if text else ""
    except ValueError:
        return ""


def origin_of(purl: Purl) -> str:
    """Names a package without version and qualifiers, as a person reads it."""
    path = f"{purl.namespace}/{purl.name}" if purl.namespace else purl.name
    return f"{purl.type}/{path}"
