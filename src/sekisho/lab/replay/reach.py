"""How far a change of rows reaches: which questions it can answer otherwise, and which it cannot.

Declared here, once: which tables of a pack the facts of a case are made from, and which tables each
question of a replay reads beside the facts. A test that changes rows at random and compares with the plain
replay holds the declarations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sekisho.model.operator.profile import OperatorProfile
from sekisho.regime.authoring.compare import RowChange, compare
from sekisho.regime.pack import Regime
from sekisho.regime.rules.evaluator import named

_CALENDAR = frozenset({"calendar", "calendar.holidays", "calendar.closed_yearly"})
_PERIODS = _CALENDAR | {"clocks.periods"}
_STATES = _PERIODS | {"procedure", "procedure.transitions", "procedure.outcomes"}
_CLASSES = frozenset({"changes", "changes.classes"})

FACTS_FROM = _STATES | _CLASSES | {"authorities", "sectors", "facilities", "works"}
"""The tables that facts of a case are made from; all else of a fact is the case itself."""

_DESIGNATION = frozenset(
    f"designations.{part}" for part in ("tests", "same_years", "statuses", "criteria")
)
_DUTIES = frozenset({"duties.duties", "duties.exemptions"})
_EVERY_DUTY = frozenset({"forms", "authorities", "sectors", "duties"})
_CONTENTS = frozenset({"contents", "contents.fields", "contents.conditions"})
_CLOCK = _PERIODS | {"procedure"}

_LANE = frozenset({"fast_lane", "fast_lane.criteria"})

_DECLARED = frozenset(
    {"routes.routes"} | FACTS_FROM | _DESIGNATION | _DUTIES | _EVERY_DUTY | _CONTENTS | _LANE
)
_READ_BY_LANE = frozenset({"procedure.acts", "clocks.dates"})
"""Tables that only the fast lane reads, and only where it is in force."""
_READ_BY_NOTHING = frozenset(
    {
        "head.pending",
        "clocks.dates",
        "clocks.conflicts",
        "measures",
        "routes.required",
        "routes.vex",
        "procedure.acts",
        "designations.quantities",
        "designations.returns",
        "designations",
        "components",
        "powers",
        "retention",
        "penalties",
        "contents.waivers",
        "annex",
        "triage.classes",
        "triage.asks",
        "software",
        "software.outcomes",
        "software.rows",
    }
)
"""Tables that no question of a replay reads: what they say is shown, or asked by checks."""

_WORDS = frozenset({"authorities", "sectors", "facilities", "works"})
"""Tables whose titles are looked up and whose days are read: there these decide."""

_SHOWN = frozenset(
    {
        "article",
        "message",
        "otherwise",
        "refused",
        "beside",
        "remedy",
        "severity",
        "params",
        "source",
    }
    | {"promulgated_on", "verified_to", "valid_from", "valid_to", "confirm.message", "unit"}
)
"""Fields that are shown and decide nothing; that a row holds at all was settled before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a change of law can touch.

    `changes` are the rows that can change an answer at all. `facts` says whether facts of a case
    may differ. The others are what can be answered otherwise even where every fact is the same:
    the criteria of the `kinds` of business named, the `duties` named, the route, the burden, and
    (`lane`) what a shortening could save.
    """

    changes: tuple[RowChange, ...]
    designation: bool = False
    kinds: frozenset[str] = frozenset()
    facts: bool = False
    duties: frozenset[str] = frozenset()
    route: bool = False
    burden: bool = False
    lane: bool = False

    def reaches(self, profile: OperatorProfile) -> bool:
        """Says whether a criterion of one of the operator's businesses may answer otherwise."""
        return any(business.kind in self.kinds for business in profile.businesses)

    @property
    def nothing(self) -> bool:
        """Says whether no case at all can differ."""
        reached = (self.designation, self.facts, self.duties, self.route, self.burden, self.lane)
        return not any(reached)


def find_reach(before: Regime, after: Regime) -> Reach:
    """Says what can differ between two states of law, before any case is looked at."""
    lanes = before.fast_lane.enabled or after.fast_lane.enabled
    beside = _READ_BY_LANE if lanes else frozenset()
    changes = tuple(
        change for change in compare(before, after) if _decides(change) or change.table in beside
    )
    tables = frozenset(change.table for change in changes)
    every = frozenset(row.id for law in (before, after) for row in law.duties.duties)
    # A table nobody declared yet may reach anything.
    anything = bool(tables - _DECLARED - beside)
    return Reach(
        changes=changes,
        designation=anything or bool(tables & (_DESIGNATION | {"sectors"})),
        kinds=frozenset().union(*(kinds_of(change, (before, after)) for change in changes)),
        facts=anything or bool(tables & FACTS_FROM),
        duties=every if anything or tables & _EVERY_DUTY else frozenset(_of_rows(changes)) & every,
        route=anything or "routes.routes" in tables,
        burden=anything or bool(tables & (_CONTENTS | _CLOCK)),
        lane=anything or (lanes and bool(tables & (_LANE | beside))),
    )


def _decides(change: RowChange) -> bool:
    if change.table in _READ_BY_NOTHING:
        return False
    if change.kind != "changed":
        return True
    return any(not _is_shown(change.table, edit.field) for edit in change.edits)


def _is_shown(table: str, field: str) -> bool:
    if table in _WORDS:
        return field in {"item", "article"} or field.split(".", maxsplit=1)[0] == "orders"
    return field in _SHOWN or field.split(".", maxsplit=1)[0] in {"title", "params", "unit"}


def _of_rows(changes: tuple[RowChange, ...]) -> Iterator[str]:
    """The duties whose own row changed, or that of an exemption from them."""
    for change in changes:
        if change.table == "duties.duties":
            yield change.id
        elif change.table == "duties.exemptions":
            for row in (change.before, change.after):
                yield from getattr(row, "of", ())


def kinds_of(change: RowChange, laws: tuple[Regime, Regime]) -> frozenset[str]:
    """Gives the kinds of business of which a changed row may turn a criterion."""
    criteria = [(law, row) for law in laws for row in law.designations.criteria]
    if change.table not in _DESIGNATION and (change.table == "sectors" or _is_new(change)):
        # A criterion is found by the word of its sector, and a new table may reach anything.
        return frozenset(row.business for _, row in criteria)
    if change.table == "designations.criteria":
        rows = (change.before, change.after)
        return frozenset(getattr(row, "business", "") for row in rows if row is not None)
    if change.table not in _DESIGNATION:
        return frozenset()
    return frozenset(row.business for law, row in criteria if change.id in _words(law, row.when))


def _is_new(change: RowChange) -> bool:
    return change.table not in _DECLARED


def _words(law: Regime, when: str) -> frozenset[str]:
    """What a criterion names: tests, statuses, and the tests of the groups it names."""
    words = set(named(when, law.conditions.words))
    for group in getattr(law.designations, "same_years", ()):
        if group.id in words:
            words |= set(group.tests)
    return frozenset(words)
