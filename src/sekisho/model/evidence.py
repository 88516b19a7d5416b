"""Evidence: what was handed in beside the filing, and what reading it gave."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sekisho.model.errors import Defect
from sekisho.model.inventory import Inventory
from sekisho.model.values.marking import Marking
from sekisho.model.values.record import Record

EvidenceKind = Literal[
    "sbom",
    "sbom_in_service",
    "vex",
    "signature",
    "attestation",
    "declaration",
    "document",
]


class Evidence(Record, frozen=True, kw_only=True):
    """One piece of evidence as the filing lists it.

    `path` is relative to the filing; `sha256` is what the filer states; `component` and
    `party` point to what it speaks about; `proves` names what a document shows in the words
    of the rule pack (a registry certificate, an officer's passport).
    """

    id: str
    kind: EvidenceKind = "document"
    path: str = ""
    media_type: str = ""
    sha256: str = ""
    component: str = ""
    party: str = ""
    proves: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    marking: Marking = "parties"


class DeliveredFile(Record, frozen=True, kw_only=True):
    """A file that was delivered, as its bytes were observed; nothing here is anyone's word.

    `path` is relative to the delivery, with `/`. The digests are lowercase hexadecimal, and empty
    where the bytes could not be read: a link, a device, a file nobody may open.
    """

    path: str
    sha256: str = ""
    sha512: str = ""
    size: int = 0


class EvidenceItem(Record, frozen=True, kw_only=True):
    """A piece of evidence together with what was observed when its bytes were read.

    `observed_sha256` is empty when the bytes were not there; `inventory` is set for an SBOM
    that could be read; `defects` are about this document alone.
    """

    evidence: Evidence
    observed_sha256: str = ""
    size: int = 0
    inventory: Inventory | None = None
    defects: tuple[Defect, ...] = ()
