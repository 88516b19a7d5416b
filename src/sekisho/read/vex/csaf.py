"""CSAF 2.0 and 2.1: the product status of every vulnerability, in VEX and other documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sekisho.model.vex.document import (
    Justification,
    VexDocument,
    VexFailure,
    VexProduct,
    VexStatement,
    VexStatus,
)
from sekisho.read.sbom.fields import Log
from sekisho.read.vex.fields import (
    MOST_PRODUCTS,
    MOST_STATEMENTS,
    PROSE,
    ids_of,
    justification,
    listing,
    mapping,
    moment,
    point,
    text,
    texts,
)
from sekisho.read.vex.product_tree import Groups, Products, groups

_STATUSES: dict[str, VexStatus] = {
    "first_affected": "affected",
    "known_affected": "affected",
    "last_affected": "affected",
    "first_fixed": "fixed",
    "fixed": "fixed",
    "known_not_affected": "not_affected",
    "under_investigation": "under_investigation",
    "unknown": "unknown",
}
"""`recommended` says which version to take, and nothing of the vulnerability."""

_MENDS = ("vendor_fix", "fix_planned", "mitigation", "workaround", "no_fix_planned")
"""Remediations from the one that mends; the first of them is told."""


class _Reason(NamedTuple):
    """Why a product has its status, and what to do about it."""

    word: str = ""
    impact: str = ""
    action: str = ""


def read(
    plain: dict[str, Any], version: str, failures: tuple[VexFailure, ...], log: Log
) -> VexDocument:
    """Reads a CSAF document; what it fails of the mandatory tests is handed in."""
    about = mapping(plain["document"])
    tracking = mapping(about.get("tracking"))
    publisher = mapping(about.get("publisher"))
    for key in ("id", "version", "current_release_date", "initial_release_date"):
        if not text(tracking.get(key)):
            log.note("vex.lacks", point("document", "tracking", key), field=key)
    for key in ("current_release_date", "initial_release_date"):
        if text(tracking.get(key)) and moment(text(tracking.get(key))) is None:
            place = point("document", "tracking", key)
            log.note("vex.bad_date", place, written=text(tracking.get(key), 60))
    return VexDocument(
        format="CSAF",
        spec_version=version,
        id=text(tracking.get("id")),
        version=text(tracking.get("version")),
        title=text(about.get("title")),
        author=text(publisher.get("name")),
        author_role=text(publisher.get("category")),
        issued_at=text(tracking.get("initial_release_date")),
        updated_at=text(tracking.get("current_release_date")),
        statements=tuple(_statements(plain, log)),
        failures=failures,
    )


def _statements(plain: dict[str, Any], log: Log) -> Iterator[VexStatement]:
    tree = mapping(plain.get("product_tree"))
    products, members = Products(tree, log), groups(tree)
    count = named = 0
    for at, each in enumerate(listing(plain.get("vulnerabilities"))):
        place = point("vulnerabilities", at)
        if not isinstance(each, dict):
            log.note("vex.not_an_object", place)
            continue
        for statement in _of(each, place, products, members, log):
            count, named = count + 1, named + len(statement.products)
            if count > MOST_STATEMENTS or named > MOST_PRODUCTS:
                log.note("vex.too_many", place, limit=MOST_STATEMENTS)
                return
            yield statement


def _of(
    item: dict[str, Any],
    place: str,
    products: Products,
    members: Groups,
    log: Log,
) -> Iterator[VexStatement]:
    """One statement for each status and reason, with all the products that share them."""
    ids = ids_of(
        [item.get("cve"), *(mapping(each).get("text") for each in listing(item.get("ids")))]
    )
    if not ids:
        log.note("vex.no_vulnerability", place)
        return
    reasons = _reasons(item, members)
    for key, found in mapping(item.get("product_status")).items():
        status = _STATUSES.get(key)
        if status is None:
            continue
        shared: dict[_Reason, list[VexProduct]] = {}
        for id in texts(found):
            product = products.get(id)
            if product is None:
                log.note("vex.undefined_product", f"{place}/product_status/{key}", id=id[:60])
            else:
                shared.setdefault(reasons.get(id, _Reason()), []).append(product)
        for reason, named in shared.items():
            yield VexStatement(
                status=status,
                vulnerabilities=ids,
                products=tuple(named),
                justification=_justification(reason.word, status),
                justified=reason.word,
                impact=reason.impact,
                action=reason.action,
                place=f"{place}/product_status/{key}",
            )


def _justification(word: str, status: VexStatus) -> Justification:
    return justification(word) if status == "not_affected" else ""


def _reasons(item: dict[str, Any], members: Groups) -> dict[str, _Reason]:
    """Gathers flags, impact statements and remediations by the id of the product."""
    words: dict[str, str] = {}
    impacts: dict[str, str] = {}
    actions: dict[str, tuple[int, str]] = {}
    for flag in listing(item.get("flags")):
        for id in members.of(mapping(flag)):
            words.setdefault(id, text(mapping(flag).get("label")))
    for threat in listing(item.get("threats")):
        if mapping(threat).get("category") == "impact":
            for id in members.of(mapping(threat)):
                impacts.setdefault(id, text(mapping(threat).get("details"), PROSE))
    for remedy in listing(item.get("remediations")):
        category = text(mapping(remedy).get("category"))
        rank = _MENDS.index(category) if category in _MENDS else len(_MENDS)
        said = text(mapping(remedy).get("details"), PROSE)
        for id in members.of(mapping(remedy)):
            actions[id] = min(actions.get(id, (rank, said)), (rank, said))
    every = words.keys() | impacts.keys() | actions.keys()
    return {
        id: _Reason(words.get(id, ""), impacts.get(id, ""), actions.get(id, (0, ""))[1])
        for id in every
    }
