"""The sheets of a month: the updates to fill in, the questions to answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sekisho.desk.triage.pages.words import question_text, update_text
from sekisho.desk.triage.questions import EMERGENCY, QUESTIONS, Question, question_rows
from sekisho.desk.triage.updates import UPDATES, row_id
from sekisho.model.operator.register import OWN_STAFF, Register, RegisterEntry
from sekisho.read.sheets.listing import Listing
from sekisho.read.sheets.listing_write import Sheet, Shown, write_listing
from sekisho.report.catalogue import both


def updates_sheet(register: Register, filled: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """Writes the sheet of updates: a row for each component, with all that the register knows.

    `filled` are rows that are filled in already, by key; each stands at its component.
    """
    pairs = [
        pair
        for number, entry in enumerate(register.entries, start=1)
        for pair in _rows(entry, row_id(number), filled)
    ]
    entries = [entry for entry, _ in pairs]
    names = tuple(f"{entry.name} {entry.version}".strip() for entry in entries)
    shown = (
        Shown("field.RegisterEntry.name", names),
        Shown("field.RegisterEntry.type", tuple(entry.type for entry in entries)),
        Shown("field.RegisterEntry.supplier", tuple(entry.supplier for entry in entries)),
    )
    firms = dict.fromkeys(
        entry.updates_by for entry in entries if entry.updates_by not in ("", OWN_STAFF)
    )
    own = " / ".join(both("triage.word.own_staff"))
    choices = {
        "component": [(entry.component, entry.name) for entry in register.entries],
        "applied_by": [(OWN_STAFF, own), *((firm, "") for firm in firms)],
    }
    return write_listing(Sheet(UPDATES, [row for _, row in pairs], shown, choices), both)


def _rows(
    entry: RegisterEntry, id: str, filled: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[RegisterEntry, Mapping[str, Any]]]:
    known = {
        "id": id,
        "component": entry.component,
        "facility": entry.facility,
        "applied_by": entry.updates_by,
    }
    own = [row for row in filled if row.get("component") == entry.component]
    for row in own or ({},):
        yield entry, {**known, **row}


def questions_sheet(questions: Sequence[Question]) -> bytes:
    """Writes the questions as a sheet: what is asked stands before the cells for the answer."""
    texts = tuple(
        "\n".join(question_text(each, lang) for lang in ("ja", "en")) for each in questions
    )
    about = tuple("\n".join(update_text(planned) for planned in each.about) for each in questions)
    shown = (Shown("triage.head.question", texts), Shown("triage.head.updates", about))
    asks_emergency = any(name in each.open for each in questions for name in EMERGENCY)
    columns = tuple(
        column for column in QUESTIONS.columns if asks_emergency or column.key not in EMERGENCY
    )
    listing = Listing(QUESTIONS.key, columns, QUESTIONS.needed)
    return write_listing(Sheet(listing, question_rows(questions), shown), both)
