"""Which product a package is, by the table of identifiers that we keep."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from sekisho.match.packages.purl import Purl

_SPLIT = re.compile(r"(?<!\\):")
_ESCAPED = re.compile(r"\\(.)")
_LONGEST = 1024


@cache
def table() -> dict[tuple[str, str], str]:
    """Gives the product of each kind of identifier and identifier in lower case."""
    return {(row["kind"], row["identifier"].lower()): row["product"] for row in _rows()}


def _rows() -> Iterator[dict[str, str]]:
    text = (files("sekisho.match.lifecycle") / "products.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


def products() -> tuple[str, ...]:
    """Gives every product the table knows, in order."""
    return tuple(sorted(set(table().values())))


def by_purl(purl: Purl) -> str:
    """Gives the product of a package URL, empty when the table has none."""
    parts = (purl.type, purl.namespace, purl.name)
    return table().get(("purl", "/".join(part for part in parts if part).lower()), "")


def by_cpe(cpe: str) -> tuple[str, str]:
    """Gives the product of a CPE name and the version it states; empty where there is none.

    Reads both forms, `cpe:2.3:a:...` and `cpe:/a:...`.
    """
    if len(cpe) > _LONGEST:
        return "", ""
    text = cpe.removeprefix("cpe:2.3:").removeprefix("cpe:/")
    parts = [_ESCAPED.sub(r"\1", part) for part in _SPLIT.split(text)]
    if not cpe.startswith("cpe:") or len(parts) < len(("part", "vendor", "product")):
        return "", ""
    version = parts[3] if len(parts) > len(("part", "vendor", "product")) else ""
    product = table().get(("cpe", ":".join(parts[:3]).lower()), "")
    return product, "" if version in ("*", "-") else version


@lru_cache
def by_distribution(ecosystem: str) -> tuple[str, str]:
    """Gives the distribution that an ecosystem is, as a product, and the release of it.

    `Ubuntu:22.04:LTS` is release 22.04, `Alpine:v3.18` release 3.18.
    """
    base, _, suffix = ecosystem.partition(":")
    release = suffix.partition(":")[0].removeprefix("v")
    return table().get(("ecosystem", base.lower()), ""), release
