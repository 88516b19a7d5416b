"""Which notes of the operator belong to the rules that were asked, and which to no rule at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sekisho.model.errors import Defect, Place
from sekisho.model.operator.note import Note, Notes
from sekisho.model.values.message import message
from sekisho.regime.pack import Regime
from sekisho.regime.words import near_ids


def cite_notes(notes: Iterable[Note], rules: Iterable[str], on: date) -> tuple[Note, ...]:
    """Gives the notes about rules that were asked, made on or before the day, oldest first."""
    asked = frozenset(rules)
    cited = (note for note in notes if note.on <= on and asked.intersection(note.rules))
    return tuple(sorted(cited, key=lambda note: (note.on, note.id)))


def later_notes(notes: Iterable[Note], on: date) -> tuple[Note, ...]:
    """Gives the notes made after a day: they are cited nowhere on it."""
    return tuple(note for note in notes if note.on > on)


def rules_of(regime: Regime) -> tuple[str, ...]:
    """Gives the ids a note may be about: duties, exemptions, contents, fields of a change."""
    ids = [
        *(row.id for row in regime.duties.duties),
        *(row.id for row in regime.duties.exemptions),
        *(row.id for row in regime.contents.fields),
        *(row.id for row in regime.contents.conditions),
        *(path for row in regime.changes.classes for path in row.paths),
    ]
    return tuple(dict.fromkeys(ids))


def wrong_notes(regime: Regime, notes: Notes, places: Mapping[str, Place]) -> tuple[Defect, ...]:
    """Gives a defect for each rule id the regime does not know, with those near to it, and for
    each id of a note that is used twice.
    """
    known = rules_of(regime)
    names: dict[str, tuple[str, ...]] = dict.fromkeys(known, ())
    seen: set[str] = set()
    defects = []
    for at, note in enumerate(notes.notes):
        if note.id in seen:
            said, remedy = message("notes.id_twice", id=note.id), message("notes.id_twice.remedy")
            place = places.get(f"/notes/{at}/id", Place())
            defects.append(Defect(message=said, place=place, remedy=remedy))
        seen.add(note.id)
        for number, rule in enumerate(note.rules):
            if rule not in known:
                near = near_ids(names, rule)
                id = "notes.unknown_rule.near" if near else "notes.unknown_rule.remedy"
                defects.append(
                    Defect(
                        message=message("notes.unknown_rule", rule=rule, regime=regime.id),
                        place=places.get(f"/notes/{at}/rules/{number}", Place()),
                        remedy=message(id, near=near, regime=regime.id),
                    )
                )
    return tuple(defects)
