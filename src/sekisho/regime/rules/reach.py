"""Which facts a condition can ever be answered with, by the table it stands in."""

from __future__ import annotations

from sekisho.regime.rules.vocabulary import CASE, DECISION, FIELD_CHANGE, PROCEDURE, SUBJECT

_FOUND = ("found.", "unanswered.")
_DUTIES = frozenset(name for name in DECISION if not name.startswith(_FOUND))
_CASE = frozenset(CASE)
_FILING = _CASE | _DUTIES | {"filing.filed_on", "documents.earliest_on"}
_OF_OTHERS: dict[str, frozenset[str]] = {
    "filing": frozenset(),
    "component": frozenset(),
    "reentrustment": frozenset({"subject.shortcut_stated", "subject.shortcut_holds"}),
    "measure": frozenset({"subject.applied"}),
    "evidence": frozenset(
        {
            "subject.is_attachment",
            "subject.has_term",
            "subject.is_dated",
            "subject.valid_until",
            "subject.issued_on",
        }
    ),
}
_OTHERS_ALONE = frozenset().union(*_OF_OTHERS.values()) - {"subject.shortcut_holds"}
_PARTY = frozenset(SUBJECT) - _OTHERS_ALONE - {"filing.filed_on", "documents.earliest_on"}
_SCOPES: dict[str, frozenset[str]] = _OF_OTHERS | dict.fromkeys(
    ("party", "officer", "holder", "sale"), _PARTY
)
_TABLES: dict[str, frozenset[str]] = {
    "duties": _CASE,
    "changes": frozenset(FIELD_CHANGE),
    "procedure": frozenset(PROCEDURE),
    "routes.required": _CASE | _DUTIES,
    "routes.routes": _CASE | frozenset(DECISION),
}

TABLES: tuple[str, ...] = (*_TABLES, "contents", "designation")
"""The tables whose facts are known; of any other table nothing is claimed."""


def facts_of(table: str, scope: str = "", own: frozenset[str] = frozenset()) -> frozenset[str]:
    """Gives the facts that are stated, or may be, where a condition of a table is answered.

    `scope` is that of a row of `contents`, `own` the tests and statuses of the pack, of which
    alone the criteria of designation speak. A table not known here gives none: nothing is
    claimed about it.
    """
    if table == "designation":
        return own
    if table == "contents":
        return _FILING | _SCOPES.get(scope, frozenset())
    return _TABLES.get(table, frozenset())
