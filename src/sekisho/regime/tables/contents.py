"""Rows that say what a filing must contain."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from sekisho.model.finding import Severity
from sekisho.model.values.ratio import Ratio
from sekisho.model.values.record import Record
from sekisho.regime.tables.law import Title

Scope = Literal[
    "filing",
    "party",
    "officer",
    "holder",
    "sale",
    "component",
    "reentrustment",
    "measure",
    "evidence",
]


class Field(Record, frozen=True, kw_only=True):
    """A field that must be stated for every subject of `scope` for which `when` holds.

    `paths` are dotted, from the subject; several mean that one of them is enough. `filings` are
    the filings that must state it; the term of its name is `term.field.` and its id. `called`
    gives what the order of an authority calls it, where that is another word.
    """

    id: str
    scope: Scope
    paths: tuple[str, ...]
    when: str = ""
    severity: Severity = "medium"
    filings: tuple[str, ...] = ("plan", "emergency", "change", "emergency_change")
    called: dict[str, Title] = {}
    article: str = ""


class Condition(Record, frozen=True, kw_only=True):
    """Something that must hold for every subject of `scope` for which `about` holds.

    Where it is asked `together`, one finding names all subjects for which it does not hold.
    """

    id: str
    scope: Scope
    about: str = ""
    when: str
    message: str
    remedy: str = ""
    severity: Severity = "medium"
    path: str = ""
    together: bool = False
    filings: tuple[str, ...] = ("plan", "emergency", "change", "emergency_change")
    article: str = ""


class Waiver(Record, frozen=True, kw_only=True):
    """What a condition leaves out although the order asks for it, and who said that it may be.

    It holds for subjects of `scope`, that of the condition, for which `when` holds. One that stands on no text of the law is
    `unverified`: the condition is then not checked, ask the authority before relying on it.
    """

    id: str
    of: str
    scope: Scope = "filing"
    when: str = ""
    authorities: tuple[str, ...] = ()
    title: Title
    message: str = ""
    remedy: str = ""
    unverified: bool = False


class SalesWindow(Record, frozen=True, kw_only=True):
    """Which fiscal years of sales count, and from what share of one country on.

    `cut_off` names the period that gives the last day on which such a year may have ended.
    """

    years: Annotated[int, Meta(ge=1)]
    share: Ratio
    cut_off: str
    article: str = ""


class Contents(Record, frozen=True, kw_only=True):
    """What a filing must contain.

    `documents` names the period that gives the earliest day of an attached document;
    `registry_proofs` and `officer_proofs` are the words for what a document shows, of one officer;
    `officer_bundles` those for one document about all officers of a party. `whole` are filings
    that state a plan of their own; those `changed` are asked about the changed plan, which is the
    cleared one with what they state laid over it.
    """

    whole: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    conditions: tuple[Condition, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    sales: SalesWindow | None = None
    documents: str = ""
    registry_proofs: tuple[str, ...] = ()
    officer_proofs: tuple[str, ...] = ()
    officer_bundles: tuple[str, ...] = ()


class Measure(Record, frozen=True, kw_only=True):
    """A risk-management measure by which a filing can be read."""

    id: str
    acts: tuple[str, ...] = ()
    title: Title
    unverified: bool = False


class Measures(Record, frozen=True, kw_only=True):
    """The measures of a pack."""

    measures: tuple[Measure, ...] = ()
