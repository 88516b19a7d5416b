"""Tests of identifiers and languages: 6.1.13, 6.1.15, 6.1.23, 6.1.28, 6.1.38 to 6.1.44, 6.1.61."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sekisho.read.vex.conformance.purls import identity, is_valid
from sekisho.read.vex.conformance.view import Csaf, Fault
from sekisho.read.vex.fields import listing, mapping, point, text

_EVERYONE = "ffffffff-ffff-ffff-ffff-ffffffffffff"
_NOBODY = "00000000-0000-0000-0000-000000000000"
_NAMES = {_EVERYONE: "Public", _NOBODY: "No sharing allowed"}
_GROUP = point("document", "distribution", "sharing_group")


def bad_purls(csaf: Csaf) -> Iterator[Fault]:
    """6.1.13: every package URL is one."""
    for place, helper in _helpers(csaf):
        if "purl" in helper and not is_valid(helper["purl"]):
            yield f"{place}/purl", text(helper["purl"])
        for at, purl in enumerate(listing(helper.get("purls"))):
            if not is_valid(purl):
                yield f"{place}/purls/{at}", text(purl)


def translator(csaf: Csaf) -> Iterator[Fault]:
    """6.1.15: a translator names the language translated from."""
    publisher = text(mapping(csaf.about.get("publisher")).get("category"))
    if publisher == "translator" and not text(csaf.about.get("source_lang")):
        yield point("document", "source_lang"), ""


def cves_twice(csaf: Csaf) -> Iterator[Fault]:
    """6.1.23: no CVE stands in two vulnerabilities."""
    count = Counter(text(item.get("cve")) for _, item in csaf.vulnerabilities)
    for place, item in csaf.vulnerabilities:
        cve = text(item.get("cve"))
        if cve and count[cve] > 1:
            yield f"{place}/cve", cve


def translated_into_itself(csaf: Csaf) -> Iterator[Fault]:
    """6.1.28: the language translated from is another."""
    source = text(csaf.about.get("source_lang"))
    if source and source.lower() == text(csaf.about.get("lang")).lower():
        yield point("document", "lang"), source


def everyone_without_clear(csaf: Csaf) -> Iterator[Fault]:
    """6.1.38: only what is TLP:CLEAR is shared with the group of everyone."""
    group, label = _sharing(csaf)
    if group.get("id") == _EVERYONE and label != "CLEAR":
        yield _GROUP, label


def clear_with_a_group(csaf: Csaf) -> Iterator[Fault]:
    """6.1.39: what is TLP:CLEAR is shared with no other group than everyone."""
    group, label = _sharing(csaf)
    if group and label == "CLEAR" and group.get("id") != _EVERYONE:
        yield _GROUP, text(group.get("id"))


def reserved_group_names(csaf: Csaf) -> Iterator[Fault]:
    """6.1.40: the reserved names of groups stand with their ids alone."""
    group, _ = _sharing(csaf)
    for id, name in _NAMES.items():
        if group.get("name") == name and group.get("id") != id:
            yield _GROUP, name


def missing_group_names(csaf: Csaf) -> Iterator[Fault]:
    """6.1.41: the reserved ids of groups stand with their names."""
    group, _ = _sharing(csaf)
    for id, name in _NAMES.items():
        if group.get("id") == id and group.get("name") != name:
            yield _GROUP, text(group.get("name"))


def other_purls(csaf: Csaf) -> Iterator[Fault]:
    """6.1.42: the package URLs of one product differ in their qualifiers alone."""
    for place, helper in _helpers(csaf):
        if len({identity(text(purl, 5000)) for purl in listing(helper.get("purls"))}) > 1:
            yield f"{place}/purls", ""


def starred_models(csaf: Csaf) -> Iterator[Fault]:
    """6.1.43: no model number has two stars for any text."""
    yield from _starred(csaf, "model_numbers")


def starred_serials(csaf: Csaf) -> Iterator[Fault]:
    """6.1.44: no serial number has two stars for any text."""
    yield from _starred(csaf, "serial_numbers")


def starred_units(csaf: Csaf) -> Iterator[Fault]:
    """6.1.61: no stock keeping unit has two stars for any text."""
    yield from _starred(csaf, "skus")


def _starred(csaf: Csaf, key: str) -> Iterator[Fault]:
    for place, helper in _helpers(csaf):
        for at, found in enumerate(listing(helper.get(key))):
            plain = text(found).replace("\\\\", "").replace("\\*", "")
            if plain.count("*") > 1:
                yield f"{place}/{key}/{at}", text(found)


def _helpers(csaf: Csaf) -> Iterator[tuple[str, dict[str, Any]]]:
    for each in csaf.products:
        helper = mapping(each.value.get("product_identification_helper"))
        if helper:
            yield f"{each.place}/product_identification_helper", helper


def _sharing(csaf: Csaf) -> tuple[dict[str, Any], str]:
    found = mapping(csaf.about.get("distribution"))
    label = text(mapping(found.get("tlp")).get("label"))
    return mapping(found.get("sharing_group")), label
