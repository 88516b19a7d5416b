"""A change in the words of its page: field by field, and what of it must be filed."""

from __future__ import annotations

from dataclasses import dataclass

from sekisho.model.filing import Filing
from sekisho.portal import who_may
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.filing.changing import queries
from sekisho.portal.filing.changing.words import path_text, subject_text
from sekisho.report.phrases import duty_text, with_article


@dataclass(frozen=True, slots=True)
class Shown:
    """A changed field in words; `becomes` is empty where its class cannot be told."""

    what: str
    of: str
    before: str
    after: str
    becomes: str
    article: str
    path: str
    listed: bool
    differs: bool | None


@dataclass(frozen=True, slots=True)
class Told:
    """What of a change must be filed, in words, and the kind of filing that it is."""

    said: str
    need: str
    reasons: tuple[str, ...]
    kind: str
    is_it: bool


def told_of(case: CaseFile, now: Doing, lang: str, *, writing: bool) -> dict[str, object] | None:
    """Gives what a template shows of a change; `None` for a filing that changes nothing."""
    own = who_may.may(now.sitting, "draft.save", case)
    filing = queries.filing_of(case, writing=writing and own)
    view = queries.view_of(case, filing, now.today) if filing else None
    if filing is None or view is None:
        return None
    return {
        "change": view,
        "changed": [_shown(row, filing, lang) for row in view.rows],
        "duties": [
            Told(
                duty_text(row, lang),
                row.need,
                tuple(with_article(why.message, why.article, lang) for why in row.reasons),
                row.filing,
                row.filing == filing.kind,
            )
            for row in view.duties
        ],
        "may_write": writing and own,
    }


def _shown(row: queries.Row, filing: Filing, lang: str) -> Shown:
    change = row.change
    return Shown(
        what=path_text(change.path, lang),
        of=subject_text(filing, change.subject),
        before=change.before,
        after=change.after,
        becomes=row.classified.becomes or "",
        article=row.classified.article,
        path=change.path,
        listed=row.listed,
        differs=row.differs,
    )
