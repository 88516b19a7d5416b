"""The operator's own notes under the reasons they belong to, never as law."""

from __future__ import annotations

from collections.abc import Iterable

from sekisho.model.assessment import Assessment
from sekisho.model.operator.note import Note
from sekisho.report.catalogue import say_date, say_id, visible


def notes_for(assessment: Assessment, rules: Iterable[str]) -> tuple[Note, ...]:
    """Gives the cited notes about any of the rules."""
    asked = frozenset(rules)
    return tuple(note for note in assessment.cited_notes if asked.intersection(note.rules))


def notes_elsewhere(assessment: Assessment) -> tuple[Note, ...]:
    """Gives the cited notes that belong to no reason of a duty."""
    told = {reason.rule for duty in assessment.duties for reason in duty.reasons}
    told |= {duty.id for duty in assessment.duties}
    return tuple(note for note in assessment.cited_notes if not told.intersection(note.rules))


def note_text(note: Note, lang: str) -> str:
    """Says a note: whose it is, when and by whom it was answered, for what, and the words."""
    parts = {
        "on": say_date(note.on, lang),
        "desk": visible(note.desk) or say_id("notes.no_desk", lang),
        "text": visible(note.text),
    }
    if note.scope:
        return say_id("notes.said.scope", lang, scope=visible(note.scope), **parts)
    return say_id("notes.said", lang, **parts)
