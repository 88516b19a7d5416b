"""What is known of a package by its own word or by our table: that it runs, packs, speaks, ciphers.

Nothing is guessed from a name that the table does not hold.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from sekisho.match.packages.items import Item
from sekisho.match.packages.tables.reading import rows

Nature = Literal["network", "crypto"]

_RUNS = frozenset({"application", "device-driver", "firmware", "operating-system"})
"""Kinds of item (CycloneDX) that run by themselves."""


@cache
def _natures() -> dict[tuple[str, str], tuple[Nature, str]]:
    found: dict[tuple[str, str], tuple[Nature, str]] = {}
    for row in rows("natures.csv"):
        nature: Nature = "crypto" if row["nature"] == "crypto" else "network"
        for type in row["types"].split():
            found[type, row["name"]] = (nature, row["reason"])
    return found


@cache
def _endings() -> dict[str, str]:
    return {row["ending"]: row["is"] for row in rows("file_endings.csv")}


def nature_of(item: Item) -> tuple[Nature, str] | None:
    """Says that a package opens connections or ciphers, and where that is known from.

    An asset of cryptography is one by its SBOM's word; all else by the table, which is read by
    package URL type and full name (or `group/*` for a whole namespace).
    """
    if item.package.kind == "cryptographic-asset":
        return "crypto", "nature.stated"
    if item.purl is None:
        return None
    type, namespace, name = item.identity[1:4]
    table = _natures()
    full = f"{namespace}/{name}" if namespace and type not in {"apk", "deb", "rpm"} else name
    return table.get((type, full)) or (table.get((type, f"{namespace}/*")) if namespace else None)


def runs(item: Item) -> str:
    """Says where it is known from that a package can be executed: `stated`, `kind`, `filename`;
    empty when nothing says so, or the SBOM says that it cannot.
    """
    package = item.package
    if package.executable is not None:
        return "stated" if package.executable else ""
    if package.kind in _RUNS:
        return "kind"
    return "filename" if _ending(item) == "executable" else ""


def packs(item: Item) -> str:
    """Says where it is known from that a package is an archive, as `runs` does."""
    package = item.package
    if package.archive is not None:
        return "stated" if package.archive else ""
    if package.kind == "archive":
        return "kind"
    return "filename" if _ending(item) == "archive" else ""


def _ending(item: Item) -> str:
    package = item.package
    name = package.filename or (package.name if package.kind == "file" else "")
    return _endings().get(name.rpartition(".")[2].lower(), "") if "." in name else ""
