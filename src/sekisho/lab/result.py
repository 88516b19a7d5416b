"""The result of a lab run: what drafts would have done to past cases, as one document."""

from __future__ import annotations

from datetime import date

from sekisho.lab.past.record import Assumed, Nature
from sekisho.lab.replay.flips import CaseFlip, OperatorFlip, Rule
from sekisho.model.values.record import Record

TAG = "sekisho/lab_result/1"
SHOWN = 200
"""Case flips a result holds of one draft over one source; all of them stand in the CSV."""


class SideTold(Record, frozen=True, kw_only=True):
    """A base or a draft, by name and by the digest of its pack."""

    name: str
    sha256: str
    title_ja: str = ""
    title_en: str = ""


class SourceTold(Record, frozen=True, kw_only=True):
    """Past cases that were replayed, and whether they happened."""

    name: str
    nature: Nature
    cases: int
    operators: int
    as_of: date
    seed: int | None = None
    assumptions: tuple[Assumed, ...] = ()

    @property
    def synthetic(self) -> bool:
        """Says whether this is one scenario of several that are shown as a range."""
        return self.nature == "scenario"


class Span(Record, frozen=True, kw_only=True):
    """A figure by the low, the middle and the high assumption."""

    low: int = 0
    mid: int = 0
    high: int = 0


class RuleTold(Record, frozen=True, kw_only=True):
    """A row and how many case flips it is responsible for."""

    rule: Rule
    cases: int


class Row(Record, frozen=True, kw_only=True):
    """Sums of one group, or of all: differences, draft less base.

    `filings` are filings more or fewer, by kind; `examiner_hours` and `operator_hours` rest on
    assumptions. `saved` are days that officials could save by signing, at most.
    """

    group: str = ""
    cases: int = 0
    flips: int = 0
    kinds: dict[str, int] = {}
    filings: dict[str, int] = {}
    fields: int = 0
    typed: int = 0
    documents: int = 0
    days: int = 0
    saved: int = 0
    examiner_hours: Span = Span()
    operator_hours: Span = Span()


class Effect(Record, frozen=True, kw_only=True):
    """What one draft does over one source.

    `flips` are the first of the case flips, those that change what is filed or asked before the
    others; `flips_in_all` says how many there are.
    """

    source: int
    draft: int
    total: Row
    sectors: tuple[Row, ...] = ()
    sizes: tuple[Row, ...] = ()
    countries: tuple[Row, ...] = ()
    operators: tuple[OperatorFlip, ...] = ()
    operator_cases: dict[str, int] = {}
    rules: tuple[RuleTold, ...] = ()
    flips: tuple[CaseFlip, ...] = ()
    flips_in_all: int = 0


class Point(Record, frozen=True, kw_only=True):
    """One value of a sweep over one source: operators and cases that flip."""

    source: int
    value: str
    operators_in: int
    operators_out: int
    caught: int
    freed: int
    reached: int
    released: int
    typed: int


class Sweep(Record, frozen=True, kw_only=True):
    """What other values of one threshold would do; `base` and `draft` are where it stands."""

    path: str
    base: str
    draft: str
    points: tuple[Point, ...]


class Vetted(Record, frozen=True, kw_only=True):
    """A real case vetted in full under both laws, with the library as of its day.

    `gained` and `lost` are rules whose findings stand under one law alone.
    """

    id: str
    on: date
    draft: int
    library_on: date
    route_before: str
    route_after: str
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


class LabResult(Record, frozen=True, kw_only=True, tag_field="schema", tag=TAG):
    """Everything one run gave.

    `findings_not_replayed` counts the cases whose checks were not run again.
    """

    base: SideTold
    drafts: tuple[SideTold, ...]
    sources: tuple[SourceTold, ...]
    effects: tuple[Effect, ...]
    law_on: date | None = None
    sweep: Sweep | None = None
    vetted: tuple[Vetted, ...] = ()
    findings_not_replayed: int = 0
    engine: str = ""

    def named(self, nature: Nature) -> tuple[str, ...]:
        """Names the sources of one nature."""
        return tuple(source.name for source in self.sources if source.nature == nature)

    def effects_of(self, draft: int) -> tuple[Effect, ...]:
        """Gives the effects of one draft, source by source."""
        return tuple(effect for effect in self.effects if effect.draft == draft)


def span_of(rows: list[int]) -> tuple[int, int]:
    """Gives the least and the greatest of several scenarios."""
    return min(rows), max(rows)
