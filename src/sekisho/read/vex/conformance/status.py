"""Tests of statuses, flags and remediations: 6.1.6, 6.1.7, 6.1.29, 6.1.32, 6.1.33, 6.1.35, 6.1.36."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sekisho.read.vex.conformance.view import Csaf, Fault
from sekisho.read.vex.fields import justification, listing, mapping, text

_ALONE = frozenset({"none_available", "optional_patch"})
_ONE_OF = frozenset({"no_fix_planned", "fix_planned", "vendor_fix"})
_PROHIBITED = {
    "affected": frozenset({"optional_patch"}),
    "not_affected": frozenset({"workaround", "mitigation", "vendor_fix", "none_available"}),
    "fixed": frozenset(
        {
            "workaround",
            "mitigation",
            "vendor_fix",
            "none_available",
            "fix_planned",
            "no_fix_planned",
        }
    ),
}
_SCORES = ("cvss_v2", "cvss_v3", "cvss_v4")


def contradicting(csaf: Csaf) -> Iterator[Fault]:
    """6.1.6: no product has two statuses of one vulnerability that contradict each other."""
    for place, item in csaf.vulnerabilities:
        held: dict[str, str] = {}
        told: set[str] = set()
        for id, group in csaf.of_status(item):
            if held.setdefault(id, group) != group and id not in told:
                told.add(id)
                yield f"{place}/product_status", id


def scored_twice(csaf: Csaf) -> Iterator[Fault]:
    """6.1.7: no product has two scores of one version of CVSS from one source."""
    for place, item in csaf.vulnerabilities:
        seen: set[tuple[str, ...]] = set()
        key = "scores" if csaf.version == "2.0" else "metrics"
        for at, found in enumerate(listing(item.get(key))):
            score = mapping(found)
            content = score if csaf.version == "2.0" else mapping(score.get("content"))
            for name in _SCORES:
                kind = text(mapping(content.get(name)).get("version"))
                for id in listing(score.get("products")) if name in content else ():
                    mark = (text(id), name, kind, text(score.get("source")))
                    if mark in seen:
                        yield f"{place}/{key}/{at}", text(id)
                    seen.add(mark)


def remedies_of_nothing(csaf: Csaf) -> Iterator[Fault]:
    """6.1.29: every remediation says for which products it is."""
    yield from _without_products(csaf, "remediations")


def flags_of_nothing(csaf: Csaf) -> Iterator[Fault]:
    """6.1.32: every flag says for which products it is."""
    yield from _without_products(csaf, "flags")


def justified_twice(csaf: Csaf) -> Iterator[Fault]:
    """6.1.33: no product has two justifications for not being affected."""
    for place, item in csaf.vulnerabilities:
        seen: set[str] = set()
        for at, flag in enumerate(listing(item.get("flags"))):
            if not justification(text(mapping(flag).get("label"))):
                continue
            for id in csaf.groups.of(mapping(flag)):
                if id in seen:
                    yield f"{place}/flags/{at}", id
                seen.add(id)


def contradicting_remedies(csaf: Csaf) -> Iterator[Fault]:
    """6.1.35: no product has remediations that exclude each other."""
    for place, item in csaf.vulnerabilities:
        of_product: dict[str, set[str]] = {}
        for category, id, _ in _remedies(csaf, item, place):
            of_product.setdefault(id, set()).add(category)
        for id, categories in of_product.items():
            if (len(categories) > 1 and categories & _ALONE) or len(categories & _ONE_OF) > 1:
                yield f"{place}/remediations", id


def remedies_against_status(csaf: Csaf) -> Iterator[Fault]:
    """6.1.36: no product has a remediation that its status excludes."""
    for place, item in csaf.vulnerabilities:
        held = set(csaf.of_status(item))
        for category, id, where in _remedies(csaf, item, place):
            for status, categories in _PROHIBITED.items():
                if category in categories and (id, status) in held:
                    yield where, id


def _remedies(csaf: Csaf, item: dict[str, Any], place: str) -> Iterator[tuple[str, str, str]]:
    for at, remedy in enumerate(listing(item.get("remediations"))):
        for id in csaf.groups.of(mapping(remedy)):
            yield text(mapping(remedy).get("category")), id, f"{place}/remediations/{at}"


def _without_products(csaf: Csaf, key: str) -> Iterator[Fault]:
    for place, item in csaf.vulnerabilities:
        for at, each in enumerate(listing(item.get(key))):
            if not listing(mapping(each).get("product_ids")) and not listing(
                mapping(each).get("group_ids")
            ):
                yield f"{place}/{key}/{at}", ""
