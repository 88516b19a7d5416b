"""Every permission of the portal: which role, standing in which relation, may do what.

The one place of permissions. Nothing else compares roles or organisations: pages, acts and
queries ask here. What is not in the table nobody may do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, Protocol
from uuid import UUID

from sekisho.portal.accounts.models import User
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.refusals import NotAllowedError, UnknownError

Relation = Literal["any", "member", "own_operator", "own_authority", "consulted"]
"""How the organisation of the person stands to what the act is about.

`any` needs no relation, `member` that the person belongs to an organisation of a kind that has
the act; the others are relations to a case.
"""

KINDS = ("operator", "supplier", "authority", "ally")
ROLES = ("filer", "examiner", "decider", "reader", "steward")
"""The kinds of organisation and the roles, in the order in which the page of permissions names
them.
"""

SECOND_FACTOR = frozenset({"authority"})
"""Where nobody acts without a second factor, unless the site relaxes it."""


class InCase(Protocol):
    """What the relation to a case is read from."""

    @property
    def operator_id(self) -> UUID:
        """Whose filing it is."""

    @property
    def authority_id(self) -> UUID | None:
        """With whom it was filed, where that authority has an account."""

    @property
    def submitted_on(self) -> date | None:
        """When it was handed in; before that it is the operator's alone."""

    def was_shown(self) -> bool:
        """Whether a draft was shown to the authority before it was handed in."""

    def is_consulted(self, authority: UUID) -> bool:
        """Whether that authority was asked for its view."""


@dataclass(frozen=True, slots=True)
class Permission:
    """A row: the act, the kind of organisation, the roles, the relation."""

    act: str
    kind: str
    roles: frozenset[str]
    relation: Relation


def _rows(kind: str, relation: Relation, roles: str, *acts: str) -> tuple[Permission, ...]:
    return tuple(Permission(act, kind, frozenset(roles.split()), relation) for act in acts)


PERMISSIONS: tuple[Permission, ...] = (
    *_rows("operator", "member", "filer", "case.open", "triage.run", "register.keep"),
    *_rows("operator", "member", "filer reader steward", "case.list", "register.see"),
    *_rows("operator", "member", "filer reader steward", "triage.see"),
    *_rows("operator", "own_operator", "filer reader steward", "case.see", "evidence.see"),
    *_rows("operator", "own_operator", "filer", "personal.see", "plan.take"),
    *_rows(
        "operator",
        "own_operator",
        "filer",
        "draft.save",
        "evidence.add",
        "evidence.remove",
        "case.check",
        "submit",
        "reply",
        "answer",
        "withdraw",
        "file_changed_plan",
        "proceed",
        "dates.enter",
        "change_plan",
        "show_draft",
        "package.make",
    ),
    *_rows("authority", "member", "examiner decider reader", "case.list", "queue.see"),
    *_rows("authority", "own_authority", "examiner decider reader", "case.see", "evidence.see"),
    *_rows("authority", "own_authority", "examiner decider", "personal.see"),
    *_rows(
        "authority",
        "own_authority",
        "examiner decider",
        "accept",
        "return",
        "ask",
        "consult",
        "case.assign",
        "case.advise",
        "finding.resolve",
        "decision.draft",
        "decision.sign",
        "case.note",
        "find_unjust",
        "answer_draft",
    ),
    *_rows("authority", "member", "examiner decider", "absence.state"),
    *_rows("authority", "own_authority", "decider", "decision.take", "personal.erase"),
    *_rows("authority", "consulted", "examiner decider", "case.see", "evidence.see"),
    *_rows("authority", "consulted", "examiner decider", "case.advise", "consultation.answer"),
    *_rows("authority", "own_authority", "examiner decider", "consultation.end"),
    *_rows("authority", "own_authority", "examiner decider reader", "decision.see"),
    *_rows("authority", "member", "examiner decider reader", "question.save"),
    *_rows("authority", "member", "examiner decider", "question.share"),
    *_rows("operator", "member", "filer reader steward", "question.save"),
    *_rows("operator", "member", "filer steward", "question.share"),
    *_rows("authority", "member", "steward", "work.see", "work.retry"),
    *_rows("operator", "member", "local", "work.see", "work.retry"),
    *_rows("operator", "member", "steward", "people.see", "people.invite", "people.end"),
    *_rows("authority", "member", "steward", "people.see", "people.invite", "people.end"),
    *_rows("supplier", "member", "steward", "people.see", "people.invite", "people.end"),
    *_rows("ally", "member", "steward", "people.see", "people.invite", "people.end"),
    *_rows("operator", "member", "steward", "people.release"),
    *_rows("authority", "member", "steward", "people.release"),
    *_rows("supplier", "member", "steward", "people.release"),
    *_rows("ally", "member", "steward", "people.release"),
)

_BY_ACT = {
    act: tuple(row for row in PERMISSIONS if row.act == act)
    for act in {row.act for row in PERMISSIONS}
}

_DUTIES = {
    "read": "case.list queue.see case.see evidence.see personal.see question.save question.share",
    "file": "case.open draft.save evidence.add evidence.remove case.check submit reply answer "
    "withdraw file_changed_plan proceed dates.enter change_plan package.make "
    "show_draft",
    "plan": "triage.run triage.see register.keep register.see plan.take",
    "examine": "answer_draft accept return ask consult consultation.answer consultation.end "
    "case.assign case.advise finding.resolve absence.state",
    "decide": "decision.see decision.draft decision.sign decision.take find_unjust",
    "people": "people.see people.invite people.end people.release personal.erase",
}
"""Which acts belong to which duty, for the page of permissions; others stand under `other`."""


def may(sitting: Sitting, act: str, case: InCase | None = None) -> bool:
    """Says whether the person may do an act, about a case where it is about one."""
    if is_too_weak(sitting):
        return False
    return any(_holds(row, sitting, case) for row in _BY_ACT.get(act, ()))


def require(sitting: Sitting, act: str, case: InCase | None = None) -> None:
    """Lets the person through, or raises.

    `UnknownError` for a case that this person may not see: whether it exists stays untold.
    `NotAllowedError` for an act on what the person may see.
    """
    if may(sitting, act, case):
        return
    if case is not None and not may(sitting, "case.see", case):
        raise UnknownError
    raise NotAllowedError


def lender_of(sitting: Sitting, act: str, case: InCase | None = None) -> User | None:
    """Gives in whose stead a deputy may do an act; `None` where the person's own roles allow it."""
    if not sitting.stands_in or may(replace(sitting, stands_in=()), act, case):
        return None
    for one in sitting.stands_in:
        if may(replace(sitting, stands_in=(one,)), act, case):
            return one.user
    return None


def is_too_weak(sitting: Sitting) -> bool:
    """Says whether the person must set up a second factor before doing anything here."""
    return needs_factor(sitting.kind) and sitting.lacks_factor


def needs_factor(kind: str) -> bool:
    """Says whether a kind of organisation asks a second factor of its people."""
    return kind in SECOND_FACTOR


def roles_in(kind: str) -> tuple[str, ...]:
    """Gives the roles that mean something in a kind of organisation."""
    held = {role for row in PERMISSIONS if row.kind == kind for role in row.roles}
    return tuple(role for role in ROLES if role in held)


def looks_after_people_only(kind: str) -> bool:
    """Says whether a kind of organisation has no act yet but those about its own people."""
    return all(row.act.startswith("people.") for row in PERMISSIONS if row.kind == kind)


def keeps_house(role: str) -> bool:
    """Says whether a role looks after the people: an organisation keeps one that does."""
    return any(row.act == "people.invite" and role in row.roles for row in PERMISSIONS)


def relation_to(sitting: Sitting, case: InCase) -> Relation | None:
    """Gives the relation of a person's organisation to a case; `None` where there is none."""
    here = sitting.organisation.id if sitting.organisation else None
    if here is None:
        return None
    if case.operator_id == here:
        return "own_operator"
    if case.submitted_on is None and not (case.authority_id == here and case.was_shown()):
        return None
    if case.authority_id == here:
        return "own_authority"
    return "consulted" if case.is_consulted(here) else None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the page of permissions: an act in a kind of organisation; a relation a role,
    empty where the role may not.
    """

    act: str
    kind: str
    cells: tuple[tuple[str, tuple[str, ...]], ...]


def by_duty() -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Gives the whole table, duty by duty."""
    placed = {act: duty for duty, acts in _DUTIES.items() for act in acts.split()}
    lines: dict[str, list[Line]] = {duty: [] for duty in (*_DUTIES, "other")}
    seen = dict.fromkeys((row.act, row.kind) for row in PERMISSIONS)
    for act, kind in seen:
        rows = [row for row in PERMISSIONS if (row.act, row.kind) == (act, kind)]
        cells = tuple(
            (role, tuple(row.relation for row in rows if role in row.roles)) for role in ROLES
        )
        lines[placed.get(act, "other")].append(Line(act, kind, cells))
    return tuple((duty, tuple(rows)) for duty, rows in lines.items() if rows)


def _holds(row: Permission, sitting: Sitting, case: InCase | None) -> bool:
    if row.kind != sitting.kind or not row.roles & sitting.roles_today:
        return False
    if case is None:
        return row.relation == "member"
    return row.relation == relation_to(sitting, case)
