"""OpenVEX 0.0.1 and 0.2.0 (OpenVEX specification, "The VEX document" and "VEX statements")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sekisho.model.vex.document import VexDocument, VexProduct, VexStatement, VexStatus
from sekisho.read.sbom.fields import Log, digests
from sekisho.read.vex.fields import (
    MOST_PRODUCTS,
    MOST_STATEMENTS,
    PROSE,
    ids_of,
    justification,
    listing,
    mapping,
    moment,
    number_text,
    point,
    text,
    texts,
)

_STATUSES: dict[str, VexStatus] = {
    "not_affected": "not_affected",
    "affected": "affected",
    "fixed": "fixed",
    "under_investigation": "under_investigation",
}
_REQUIRED = ("@id", "author", "timestamp", "version", "statements")


def read(plain: dict[str, Any], version: str, log: Log) -> VexDocument:
    """Reads an OpenVEX document; a statement that says nothing is noted and left out.

    Without a version in its context it is told by the form of its statements.
    """
    for key in _REQUIRED:
        # An empty list of statements is stated, and says nothing.
        if plain.get(key) in (None, ""):
            log.note("vex.lacks", point(key), field=key)
    for key in ("timestamp", "last_updated"):
        _check_moment(plain.get(key), point(key), log)
    statements = tuple(_Statements(log).read(plain.get("statements")))
    return VexDocument(
        format="OpenVEX",
        spec_version=version or _version_by_form(plain),
        id=text(plain.get("@id")),
        version=number_text(plain.get("version")),
        author=text(plain.get("author")),
        author_role=text(plain.get("role") or plain.get("author_role")),
        issued_at=text(plain.get("timestamp")),
        updated_at=text(plain.get("last_updated")),
        statements=statements,
    )


class _Statements:
    """Reads the statements one after the other, up to the caps."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._products = 0

    def read(self, found: Any) -> Iterator[VexStatement]:
        if found is not None and not isinstance(found, list):
            self._log.note("vex.not_a_list", point("statements"), field="statements")
        items = listing(found)
        for at, item in enumerate(items[:MOST_STATEMENTS]):
            place = point("statements", at)
            if not isinstance(item, dict):
                self._log.note("vex.not_an_object", place)
            elif statement := self._statement(item, place):
                yield statement
        if len(items) > MOST_STATEMENTS or self._products > MOST_PRODUCTS:
            self._log.note("vex.too_many", point("statements"), limit=MOST_STATEMENTS)

    def _statement(self, item: dict[str, Any], place: str) -> VexStatement | None:
        log = self._log
        ids = _vulnerabilities(item.get("vulnerability"))
        status = _STATUSES.get(text(item.get("status")))
        if not ids:
            log.note("vex.no_vulnerability", place)
        if status is None:
            log.note("vex.bad_status", place, status=text(item.get("status"), 60))
        products = tuple(self._product(each, place, item) for each in listing(item.get("products")))
        found = tuple(product for product in products if product)
        if not found:
            log.note("vex.no_product", place)
        if not ids or status is None:
            return None
        for key in ("timestamp", "action_statement_timestamp", "last_updated"):
            _check_moment(item.get(key), f"{place}/{key}", log)
        self._check_reason(item, status, place)
        word = text(item.get("justification"))
        return VexStatement(
            status=status,
            vulnerabilities=ids,
            products=found,
            justification=justification(word),
            justified=word,
            impact=text(item.get("impact_statement") or item.get("status_notes"), PROSE),
            action=text(item.get("action_statement"), PROSE),
            stated_at=text(item.get("timestamp")),
            changed_at=text(item.get("last_updated")),
            place=place,
        )

    def _check_reason(self, item: dict[str, Any], status: VexStatus, place: str) -> None:
        """`not_affected` needs a justification or says why in prose, `affected` says what to do."""
        word = text(item.get("justification"))
        if word and not justification(word):
            self._log.note("vex.bad_justification", place, word=word[:60])
        if word and status != "not_affected":
            self._log.note("vex.justified_otherwise", place)
        if status == "not_affected" and not word and not text(item.get("impact_statement")):
            self._log.note("vex.no_reason", place)
        if status == "affected" and not text(item.get("action_statement")):
            self._log.note("vex.no_action", place)

    def _product(self, value: Any, place: str, item: dict[str, Any]) -> VexProduct | None:
        self._products += 1
        if self._products > MOST_PRODUCTS:
            return None
        parts = listing(mapping(value).get("subcomponents")) or listing(item.get("subcomponents"))
        within = tuple(found for part in parts if (found := _identity(part, place, self._log)))
        self._products += len(within)
        return _identity(value, place, self._log, within)


def _identity(
    value: Any, place: str, log: Log, within: tuple[VexProduct, ...] = ()
) -> VexProduct | None:
    """Until 0.0.1 a product is a text, since then an object with an id, identifiers and hashes."""
    if isinstance(value, str):
        value = {"@id": value}
    if not isinstance(value, dict):
        log.note("vex.no_identity", place)
        return None
    named = mapping(value.get("identifiers"))
    ids = texts([value.get("@id"), named.get("purl"), named.get("cpe22"), named.get("cpe23")])
    pairs = [(key, given) for key, given in mapping(value.get("hashes")).items() if text(given)]
    hashes = digests(pairs, place, log) if pairs else ()
    if not ids and not hashes:
        log.note("vex.no_identity", place)
        return None
    return VexProduct(
        name=next((id for id in ids if not id.startswith(("pkg:", "cpe:"))), ""),
        purls=tuple(id for id in ids if id.startswith("pkg:")),
        cpes=tuple(id for id in ids if id.startswith("cpe:")),
        hashes=hashes,
        within=within,
    )


def _vulnerabilities(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return texts([value])
    found = mapping(value)
    first = text(found.get("name")) or text(found.get("@id")).rpartition("/")[2]
    return ids_of([first, *listing(found.get("aliases"))])


def _version_by_form(plain: dict[str, Any]) -> str:
    for item in listing(plain.get("statements")):
        if isinstance(mapping(item).get("vulnerability"), dict):
            return "0.2.0"
    return "0.0.1"


def _check_moment(value: Any, place: str, log: Log) -> None:
    if value is not None and moment(text(value)) is None:
        log.note("vex.bad_date", place, written=text(value, 60) or "-")
