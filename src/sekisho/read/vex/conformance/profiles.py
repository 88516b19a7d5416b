"""Tests of the profile a document claims: 6.1.26 and 6.1.27.1 to 6.1.27.12."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from sekisho.read.vex.conformance.view import Csaf, Fault
from sekisho.read.vex.fields import listing, mapping, point, text

_INFORMING = frozenset({"csaf_informational_advisory", "csaf_security_incident_response"})
_ADVISING = frozenset({"csaf_security_advisory", "csaf_deprecated_security_advisory"})
_WITHOUT = frozenset({"csaf_informational_advisory", "csaf_withdrawn", "csaf_superseded"})
_VEX = "csaf_vex"
_BASE = "csaf_base"
_OF_2_0 = ("security_incident_response", "informational_advisory", "security_advisory", "vex")
_SINCE_2_1 = ("deprecated_security_advisory", "withdrawn", "superseded")
_TELLING = frozenset({"description", "details", "general", "summary"})
_OF_VEX = ("fixed", "known_affected", "known_not_affected", "under_investigation")
_LOW_LINE, _MINUS = "\u0332", "\u2212"


def false_category(csaf: Csaf) -> Iterator[Fault]:
    """6.1.26: a document without a profile does not bear the name of one."""
    profiles = _OF_2_0 if csaf.version == "2.0" else (*_OF_2_0, *_SINCE_2_1)
    category = csaf.category
    if category == _BASE or category in {f"csaf_{name}" for name in profiles}:
        return
    bare = _bare(category)
    names = {_bare(name) for name in profiles}
    if category.lower().startswith("csaf_") or bare in names or bare.removeprefix("csaf") in names:
        yield point("document", "category"), category


def untold(csaf: Csaf) -> Iterator[Fault]:
    """6.1.27.1: what informs has a note that tells something."""
    if csaf.category in _INFORMING:
        notes = [mapping(each) for each in listing(csaf.about.get("notes"))]
        if not any(text(note.get("category")) in _TELLING for note in notes):
            yield point("document", "notes"), ""


def unreferenced(csaf: Csaf) -> Iterator[Fault]:
    """6.1.27.2: what informs refers to something outside."""
    if csaf.category in _INFORMING:
        found = [mapping(each) for each in listing(csaf.about.get("references"))]
        # Without a category a reference is one to the outside.
        if not any(text(each.get("category")) in {"external", ""} for each in found):
            yield point("document", "references"), ""


def needless_vulnerabilities(csaf: Csaf) -> Iterator[Fault]:
    """6.1.27.3: what only informs has no vulnerabilities."""
    if csaf.category in _WITHOUT and "vulnerabilities" in csaf.plain:
        yield point("vulnerabilities"), ""


def no_tree(csaf: Csaf) -> Iterator[Fault]:
    """6.1.27.4: an advisory has a product tree."""
    if csaf.category in _ADVISING | {_VEX} and "product_tree" not in csaf.plain:
        yield point("product_tree"), ""


def no_notes(csaf: Csaf) -> Iterator[Fault]:
    """6.1.27.5: every vulnerability of an advisory has notes."""
    if csaf.category in _ADVISING | {_VEX}:
        for place, item in csaf.vulnerabilities:
            if "notes" not in item:
                yield f"{place}/notes", ""


def no_status(csaf: Csaf) -> Iterator[Fault]:
    """6.1.27.6: every vulnerability of an advisory says which products it is about."""
    if csaf.category in _ADVISING:
        for place, item in csaf.vulnerabilities:
            if "product_status" not in item:
                yield f"{place}/product_status", ""


def no_vex_status(csaf: Csaf) -> Iterator[Fault]:
    """6.1.27.7: every vulnerability of a VEX has one of the four statuses."""
    if csaf.category == _VEX:
        for place, item in csaf.vulnerabilities:
            if not mapping(item.get("product_status")).keys() & set(_OF_VEX):
                yield f"{place}/product_status", ""


def no_id(csaf: Csaf) -> Iterator[Fault]:
    """6.1.27.8: every vulnerability of a VEX is named; in 2.1 for every product it is about."""
    if csaf.category != _VEX:
        return
    for place, item in csaf.vulnerabilities:
        ids = [mapping(each) for each in listing(item.get("ids"))]
        if "cve" in item or any(not _is_for_some(each) for each in ids):
            continue
        if csaf.version == "2.0" or not ids:
            if not ids:
                yield place, ""
            continue
        named = {id for each in ids for id in csaf.groups.of(each)}
        for id in dict.fromkeys(id for id, _ in csaf.of_status(item)):
            if id not in named:
                yield f"{place}/product_status", id


def no_impact(csaf: Csaf) -> Iterator[Fault]:
    """6.1.27.9: a VEX says of every product why it is not affected."""
    if csaf.category == _VEX:
        yield from _unsaid(csaf, "known_not_affected", ("flags", "threats"))


def no_action(csaf: Csaf) -> Iterator[Fault]:
    """6.1.27.10: a VEX says for every product that is affected what to do."""
    if csaf.category == _VEX:
        yield from _unsaid(csaf, "known_affected", ("remediations",))


def no_vulnerabilities(csaf: Csaf) -> Iterator[Fault]:
    """6.1.27.11: an advisory has vulnerabilities."""
    if csaf.category in _ADVISING | {_VEX} and "vulnerabilities" not in csaf.plain:
        yield point("vulnerabilities"), ""


def none_affected(csaf: Csaf) -> Iterator[Fault]:
    """6.1.27.12: every vulnerability of an advisory says which products are affected."""
    if csaf.category == "csaf_security_advisory":
        for place, item in csaf.vulnerabilities:
            if "known_affected" not in mapping(item.get("product_status")):
                yield f"{place}/product_status/known_affected", ""


def _unsaid(csaf: Csaf, status: str, keys: tuple[str, ...]) -> Iterator[Fault]:
    for place, item in csaf.vulnerabilities:
        said: set[str] = set()
        for key in keys:
            for each in listing(item.get(key)):
                if key != "threats" or mapping(each).get("category") == "impact":
                    said.update(csaf.groups.of(mapping(each)))
        for at, id in enumerate(listing(mapping(item.get("product_status")).get(status))):
            if text(id) not in said:
                yield f"{place}/product_status/{status}/{at}", text(id)


def _is_for_some(item: dict[str, object]) -> bool:
    return bool(listing(item.get("product_ids")) or listing(item.get("group_ids")))


def _bare(name: str) -> str:
    """Leaves out dashes, low lines and white space of any script, and the case of letters."""
    kept = (
        char
        for char in unicodedata.normalize("NFKC", name)
        if unicodedata.category(char) not in {"Pd", "Pc"}
        and not char.isspace()
        and char not in (_LOW_LINE, _MINUS)
    )
    return "".join(kept).lower()
