"""Exceptions: findings that somebody answers for until a day, in a build of one's own."""

from __future__ import annotations

from datetime import date

from sekisho.model.values.record import Record


class Exception_(Record, frozen=True, kw_only=True):  # noqa: N801  # the word of the field; the name is taken
    """That findings of a rule do not stop a build until a day, for a reason, by an owner.

    `rule` is a rule or the beginning of one (`known_flaws`), `subject` a package URL with or
    without a version or the subject of a finding, `ids` are advisory ids, one of which must be
    among those of the finding. What is left out is not asked for.
    """

    id: str
    rule: str
    reason: str
    owner: str
    made_on: date
    expires_on: date
    subject: str = ""
    ids: tuple[str, ...] = ()


class Exceptions(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/exceptions/1"):
    """The exceptions of one build; they never count where a filing is vetted."""

    exceptions: tuple[Exception_, ...]
    fictional: bool = False
