"""The questionnaire as a document: made from the annex, sent as a workbook, read back."""

from __future__ import annotations

from datetime import date

from sekisho.desk.annex.rows import Annex
from sekisho.model.errors import Defect, DefectsError, Place
from sekisho.model.filing import Act
from sekisho.model.values.message import message
from sekisho.model.values.record import Record
from sekisho.read.child import read_in_child
from sekisho.read.filing.walk import Walk
from sekisho.read.limits import SHEET, check_size
from sekisho.read.shape import schema_of
from sekisho.read.sheets.rows import cell_order, grow_tree
from sekisho.read.sheets.text import SheetText
from sekisho.read.sheets.write import write_workbook
from sekisho.report.catalogue import say_id

_READ_CELLS = "sekisho.read.sheets.cells:read_cells"

_OWN = {
    "sheet.guide.text": "annex.guide",
}
"""Words of the workbook of a filing that are others here."""

_WIDTHS = {"question": 60, "shown_by": 34, "means": 44, "reason": 34, "measure": 30, "id": 10}


class SupplierAnswer(Record, frozen=True, kw_only=True):
    """One question and its answer.

    `measure`, `question` and `shown_by` repeat the annex for who answers and are not read back.
    """

    id: str
    measure: str = ""
    question: str = ""
    shown_by: str = ""
    applied: bool | None = None
    means: str = ""
    evidence: tuple[str, ...] = ()
    reason: str = ""


class Questionnaire(
    Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/questionnaire/1"
):
    """The questions of an annex to one supplier or contractor, and what it answered.

    `about` names the facility, `reference` the filing the answers are for.
    """

    regime: str = ""
    acts: tuple[str, ...] = ()
    notice: str = ""
    asked_by: str = ""
    about: str = ""
    reference: str = ""
    respondent: str = ""
    answered_by: str = ""
    answered_on: date | None = None
    answers: tuple[SupplierAnswer, ...] = ()


def make_questionnaire(
    annex: Annex, asked_by: str = "", about: str = "", respondent: str = "", reference: str = ""
) -> Questionnaire:
    """Gives the questionnaire to fill in; who asks and about what may be empty."""
    return Questionnaire(
        regime=annex.regime,
        acts=tuple(annex.acts),
        notice="\n".join(line for lang in ("ja", "en") for line in notice_lines(annex, lang)),
        asked_by=asked_by,
        about=about,
        reference=reference,
        respondent=respondent,
        answers=tuple(
            SupplierAnswer(
                id=question.id,
                measure=_both(item.measure.title.ja, item.measure.title.en),
                question=_both(question.ja, question.en),
                shown_by=_both(item.row.evidence.ja, item.row.evidence.en),
            )
            for item in annex.items
            for question in item.row.questions
        ),
    )


def notice_lines(annex: Annex, lang: str) -> list[str]:
    """Gives what stands on every page: a sample, no legal advice, a paraphrase where it is one."""
    ids = ["annex.notice", *(["annex.notice.unverified"] if annex.unverified else [])]
    return [say_id(id, lang) for id in ids]


def write_questionnaire(questionnaire: Questionnaire) -> bytes:
    """Writes a questionnaire as a bilingual workbook whose answer cells are read back."""
    header = f"{say_id('annex.sample', 'ja')} / {say_id('annex.sample', 'en')}"
    return write_workbook(questionnaire, _wording, header=header, widths=_WIDTHS)


def read_questionnaire(data: bytes, name: str) -> Questionnaire:
    """Reads a filled-in workbook; raises `InputError` with everything that is wrong with it."""
    check_size(len(data), SHEET, name)
    sheets = read_in_child(_READ_CELLS, data, name, tuple[SheetText, ...])
    grown = grow_tree(sheets, name, Questionnaire)
    walk = Walk()
    walk.defects.extend(grown.defects)
    root = grown.root.value if isinstance(grown.root.value, dict) else {}
    stated = root.get("schema")
    if stated is None or stated.value != schema_of(Questionnaire):
        other = Defect(
            message=message("annex.not_ours"),
            place=Place(file=name),
            remedy=message("annex.not_ours.remedy"),
        )
        raise DefectsError((other,))
    read: Questionnaire | None = walk.record(grown.root, Questionnaire)
    if walk.defects or read is None:
        found = sorted(walk.defects, key=lambda defect: cell_order(defect.place, grown.sheets))
        raise DefectsError(tuple(found))
    return read


def acts_of(questionnaire: Questionnaire) -> tuple[Act, ...]:
    """Gives the acts a questionnaire was made for."""
    known: tuple[Act, ...] = ("introduction", "entrustment")
    return tuple(act for act in known if act in questionnaire.acts)


def _wording(id: str) -> tuple[str, str]:
    id = _OWN.get(id, id)
    return say_id(id, "ja"), say_id(id, "en")


def _both(ja: str, en: str) -> str:
    return f"{ja}\n{en}"
