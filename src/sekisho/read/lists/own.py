"""Our own feed format, `*.feed.yaml`: used by the starter library, the examples, private lists.

```yaml
schema: sekisho/feed/1
id: my-watch-list
kind: parties              # or advisories, enrichment, equipment, exploited, lifecycle,
                           # likelihood, package_hashes
title: Our own watch list
publisher: Kasumi Grid
published_on: 2026-11-20
stale_after_days: 30
covers: ["*"]              # what a miss is worth; leave out for a selection
records:
  - id: W-1
    name: ...
```

For advisories a record is an OSV object, or `files` names files beside this one that hold them.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec

from sekisho.model.errors import Defect, DefectsError, InputError, Place
from sekisho.model.reference import (
    CoveredEquipment,
    Enrichment,
    Exploited,
    FeedKind,
    Likelihood,
    ListedParty,
    PackageHash,
    ProductLifecycle,
)
from sekisho.model.values.message import message
from sekisho.model.values.record import Record
from sekisho.read.advisories.osv import read_plain
from sekisho.read.defects import DefectLog
from sekisho.read.limits import Limits
from sekisho.read.lists.hashes import checked_hash
from sekisho.read.tree import Node, parse_yaml

SCHEMA = "sekisho/feed/1"
LIMITS = Limits(bytes=64 * 1024 * 1024, nodes=5_000_000)

_KINDS: dict[str, type[Record]] = {
    "enrichment": Enrichment,
    "exploited": Exploited,
    "lifecycle": ProductLifecycle,
    "likelihood": Likelihood,
    "parties": ListedParty,
    "equipment": CoveredEquipment,
    "package_hashes": PackageHash,
}
_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}\Z", re.ASCII)
_CVE = re.compile(r"CVE-\d{4}-\d{4,12}\Z", re.ASCII)
_DECIMAL = re.compile(r"\d(?:\.\d{1,9})?\Z", re.ASCII)
_TRUTH = {"yes": "true", "no": "false"}
_TRUTH_KEYS = ("malicious", "ransomware", "fictional", "automatable")


class FeedHead(Record, frozen=True, kw_only=True):
    """What a feed file says of itself."""

    id: str
    kind: FeedKind
    title: str
    publisher: str
    licence: str = ""
    url: str = ""
    published_on: date | None = None
    edition: str = ""
    stale_after_days: int = 0
    covers: tuple[str, ...] = ()
    malicious: bool = False
    files: tuple[str, ...] = ()


class FeedDocument(Record, frozen=True, kw_only=True):
    """A feed file as read: its head, its records and what was wrong with others."""

    head: FeedHead
    records: tuple[Any, ...] = ()
    defects: tuple[Defect, ...] = ()


def read_feed(data: bytes, name: str) -> FeedDocument:
    """Reads one `*.feed.yaml`.

    Raises `InputError` when the file or its head cannot be read; a record that cannot is left
    out and becomes a defect with its line.
    """
    root = parse_yaml(data, name, LIMITS)
    if not isinstance(root.value, dict):
        raise InputError(message("error.not_an_object"), place=root.place)
    fields = dict(root.value)
    schema = fields.pop("schema", None)
    if schema is None or schema.value != SCHEMA:
        found = schema.value if schema is not None and isinstance(schema.value, str) else ""
        raise InputError(
            message("error.schema_other", found=found, wanted=SCHEMA),
            place=schema.place if schema else root.place,
        )
    records = fields.pop("records", None)
    head = _head(fields, root.place)
    log = DefectLog(keep=1000)
    read = tuple(_records(records, head, log)) if records is not None else ()
    return FeedDocument(head=head, records=read, defects=log.kept)


def _head(fields: dict[str, Node], place: Place) -> FeedHead:
    try:
        head = msgspec.convert(_plain(Node(fields, place)), FeedHead, strict=False)
    except msgspec.ValidationError as error:
        raise DefectsError(
            (Defect(message=message("feed.bad_head", reason=str(error)), place=place),)
        ) from error
    if _ID.match(head.id) is None:
        raise InputError(message("feed.bad_id", id=head.id), place=fields["id"].place)
    return head


def _records(node: Node, head: FeedHead, log: DefectLog) -> list[Any]:
    if not isinstance(node.value, list):
        log.add(Defect(message=message("feed.records_no_list"), place=node.place))
        return []
    if head.kind == "advisories":
        return list(read_plain(((item.place, item.plain()) for item in node.value), log))
    kind = _KINDS[head.kind]
    found = []
    for item in node.value:
        value = _plain(item)
        try:
            if isinstance(value, dict):
                value["feed"] = head.id
            found.append(_checked(msgspec.convert(value, kind, strict=False)))
        except msgspec.ValidationError as error:
            log.add(Defect(message=message("feed.bad_record", reason=str(error)), place=item.place))
    return found


def _checked(record: Record) -> Record:
    """Refuses an estimate that the table of estimates could not hold."""
    if isinstance(record, Likelihood):
        numbers = (record.score, record.percentile or "0")
        if _CVE.match(record.cve) is None or not all(map(_DECIMAL.match, numbers)):
            raise msgspec.ValidationError("no CVE id with decimals of at most nine places")
    if isinstance(record, PackageHash):
        return checked_hash(record)
    return record


def _plain(node: Node) -> Any:
    value = node.plain()
    if isinstance(value, dict):
        for key in _TRUTH_KEYS:
            if key in value:
                value[key] = _TRUTH.get(value[key], value[key])
    return value
