"""How far a change of rows reaches: which questions it can answer otherwise, and which it cannot.

Declared here, once: which tables of a pack each fact is made from, and which tables each question
of a replay reads. What the conditions read is not declared but taken from their text. A test that
changes rows at random and compares with the plain replay holds the declarations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sekisho.regime.authoring.compare import RowChange, compare
from sekisho.regime.pack import Regime
from sekisho.regime.rules.evaluator import named
from sekisho.regime.tables.duty import DutyRow

_CALENDAR = frozenset({"calendar", "calendar.holidays"})
_PERIODS = _CALENDAR | {"clocks.periods"}
_STATES = _PERIODS | {"procedure", "procedure.transitions", "procedure.outcomes"}
_PROOFS = frozenset({"contents"})
_SALES = _PERIODS | {"contents"}
_CLASSES = frozenset({"changes", "changes.classes"})

MADE_FROM: dict[str, frozenset[str]] = {
    "filing.authority": frozenset({"authorities", "sectors"}),
    "filing.unknown_authority": frozenset({"authorities"}),
    "filing.unknown_sector": frozenset({"sectors"}),
    "facility.critical": frozenset({"facilities"}),
    "grace.last_on": _PERIODS,
    "case.fits": _STATES,
    "case.state": _STATES,
    "change.fields.important": _CLASSES,
    "change.fields.report": _CLASSES,
    "change.fields.component": _CLASSES,
    "change.fields.minor": _CLASSES,
    "documents.earliest_on": _SALES,
    "subject.registry_certificates": _PROOFS,
    "subject.officer_documents": _PROOFS,
    "subject.is_attachment": _PROOFS,
    "subject.sales_reportable": _SALES,
    "subject.years_counted": _SALES,
    "subject.newer_year_ended": _SALES,
}
"""Fact -> the tables it is made from; a fact that is not here is made from the case alone."""

_DESIGNATION = frozenset(
    f"designations.{part}" for part in ("tests", "same_years", "statuses", "criteria")
)
_DUTIES = frozenset({"duties.duties", "duties.exemptions"})
_FORMS = frozenset({"forms", "authorities", "sectors"})
_CONTENTS = frozenset({"contents", "contents.fields", "contents.conditions"})
_CLOCK = _PERIODS | {"procedure"}

_DECLARED = frozenset(
    {"facilities", "routes.routes"}
    | _STATES
    | _CLASSES
    | _DESIGNATION
    | _DUTIES
    | _FORMS
    | _CONTENTS
)
_READ_BY_NOTHING = frozenset(
    {
        "head.pending",
        "clocks.dates",
        "clocks.conflicts",
        "measures",
        "routes.required",
        "procedure.acts",
        "designations.quantities",
        "designations.returns",
        "designations",
    }
)
"""Tables that no question of a replay reads: what they say is shown, or asked by checks."""

_WORDS = frozenset({"authorities", "sectors", "facilities"})
"""Tables whose titles are looked up: there a title decides."""

_SHOWN = frozenset(
    {"article", "message", "otherwise", "refused", "remedy", "severity", "params", "source"}
    | {"promulgated_on", "verified_to", "valid_from", "valid_to", "confirm.message", "unit"}
)
"""Fields that are shown and decide nothing; that a row holds at all was settled before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a change of law can touch.

    `changes` are the rows that can change an answer at all; `duties` names the duties one of
    them can reach; `facts` says whether facts of a case may differ, the others which questions.
    """

    changes: tuple[RowChange, ...]
    designation: bool = False
    facts: bool = False
    duties: frozenset[str] = frozenset()
    route: bool = False
    burden: bool = False

    @property
    def nothing(self) -> bool:
        """Says whether no case at all can differ."""
        return not (self.designation or self.duties or self.route or self.burden)


def find_reach(before: Regime, after: Regime) -> Reach:
    """Says what can differ between two states of law, before any case is looked at."""
    changes = tuple(change for change in compare(before, after) if _decides(change))
    tables = frozenset(change.table for change in changes)
    both = (before, after)
    if tables - _DECLARED:
        # A table nobody declared yet may reach anything.
        duties = frozenset(row.id for regime in both for row in regime.duties.duties)
        touches = {"designation": True, "facts": True, "route": True, "burden": True}
        return Reach(changes=changes, duties=duties, **touches)
    touched = frozenset(fact for fact, made_from in MADE_FROM.items() if made_from & tables)
    return Reach(
        changes=changes,
        designation=bool(tables & (_DESIGNATION | {"sectors"})),
        facts=bool(touched),
        duties=frozenset(_duties(both, changes, touched, all_of_them=bool(tables & _FORMS))),
        route="routes.routes" in tables or any(_reads(_of_routes(r), r, touched) for r in both),
        burden=bool(tables & (_CONTENTS | _CLOCK))
        or any(_reads(_of_contents(regime), regime, touched) for regime in both),
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


def _duties(
    both: tuple[Regime, Regime],
    changes: tuple[RowChange, ...],
    touched: frozenset[str],
    *,
    all_of_them: bool,
) -> Iterator[str]:
    changed = {change.id for change in changes if change.table == "duties.duties"}
    freed = {
        duty
        for change in changes
        if change.table == "duties.exemptions"
        for row in (change.before, change.after)
        for duty in getattr(row, "of", ())
    }
    for regime in both:
        for row in regime.duties.duties:
            reads = _reads(_of_duty(regime, row), regime, touched)
            if all_of_them or reads or row.id in changed or row.id in freed:
                yield row.id


def _of_duty(regime: Regime, row: DutyRow) -> Iterator[str]:
    yield from (row.about, row.when, row.confirm.when if row.confirm else "")
    for exemption in regime.duties.exemptions:
        if row.id in exemption.of:
            yield from (exemption.claimed, exemption.when)


def _of_routes(regime: Regime) -> Iterator[str]:
    return (row.when for row in regime.routes.routes)


def _of_contents(regime: Regime) -> Iterator[str]:
    yield from (row.when for row in regime.contents.fields)
    for row in regime.contents.conditions:
        yield from (row.about, row.when)


def _reads(conditions: Iterable[str], regime: Regime, touched: frozenset[str]) -> bool:
    words = regime.conditions.words
    return bool(touched) and any(touched.intersection(named(text, words)) for text in conditions)
