"""The answer of `sekisho sbom check`: one SBOM held against profiles, and what we found beside them."""

from __future__ import annotations

from collections.abc import Iterable

from sekisho.check.quality.facts import FactTable
from sekisho.check.quality.judged import Judged, judge
from sekisho.check.quality.own import Remark, remarks
from sekisho.model.assessment import Outcome
from sekisho.model.inventory import Inventory
from sekisho.model.values.record import Record
from sekisho.regime.profiles import Profile


class SbomCheck(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/sbom-check/1"):
    """How an SBOM stands to some profiles; `sha256` names its bytes."""

    file: str
    sha256: str
    format: str
    spec_version: str
    packages: int
    defects: int
    schema_faults: int
    profiles: tuple[Judged, ...]
    remarks: tuple[Remark, ...] = ()

    def outcome(self) -> Outcome:
        """Says how it ended: a required element lacking, or a contradiction, comes first; then
        what the format has no place for.
        """
        required = [
            row for judged in self.profiles for row in judged.rows if row.level == "required"
        ]
        grave = any(remark.severity != "info" for remark in self.remarks)
        if grave or not self.packages or any(row.standing == "lacking" for row in required):
            return "found"
        if any(row.standing == "cannot_say" for row in required):
            return "unanswered"
        return "pass"


def check_sbom(
    inventory: Inventory, profiles: Iterable[Profile], *, file: str, sha256: str, defects: int
) -> SbomCheck:
    """Holds an SBOM against profiles, over one table of facts."""
    table = FactTable(inventory)
    return SbomCheck(
        file=file,
        sha256=sha256,
        format=inventory.format,
        spec_version=inventory.spec_version,
        packages=len(table.packages),
        defects=defects,
        schema_faults=sum(fault.count for fault in inventory.schema_faults),
        profiles=tuple(judge(table, profile) for profile in profiles),
        remarks=tuple(remarks(table)),
    )
