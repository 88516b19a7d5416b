import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sekisho.cli.filing.forms import blank_filing, workbook
from sekisho.cli.main import run
from sekisho.desk.annex.answers import take_answers
from sekisho.desk.annex.page import write_annex
from sekisho.desk.annex.questionnaire import (
    Questionnaire,
    make_questionnaire,
    read_questionnaire,
    write_questionnaire,
)
from sekisho.desk.annex.rows import Annex, read_annex
from sekisho.model.errors import DefectsError, UsageError
from sekisho.model.filing import Filing, RiskMeasure
from sekisho.model.party import Party
from sekisho.read.filing import read_filing
from sekisho.read.filing.write import write_yaml
from sekisho.regime.loader import find_pack

PACK = find_pack("jp-espa")
BOTH = read_annex(PACK, ("introduction", "entrustment"))
INTRODUCTION = read_annex(PACK, ("introduction",))


def filled(annex: Annex, said: dict[str, dict[str, str]], respondent: str = "") -> bytes:
    """Fills the cells of a questionnaire as its reader would, by the headings of the columns."""
    data = write_questionnaire(make_questionnaire(annex, "霞送配電", "系統監視", respondent))
    book = load_workbook(io.BytesIO(data))
    sheet = next(s for s in book.worksheets if s["A1"].value == "sekisho:answers")
    columns = {cell.value: cell.column for cell in sheet[1] if cell.value}
    for row in sheet.iter_rows(min_row=5):
        for key, text in said.get(row[columns["id"] - 1].value, {}).items():
            row[columns[key] - 1].value = text
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def answered(annex: Annex, said: dict[str, dict[str, str]], respondent: str = "") -> Questionnaire:
    return read_questionnaire(filled(annex, said, respondent), "answers.xlsx")


def all_yes(annex: Annex) -> dict[str, dict[str, str]]:
    asked = [question.id for item in annex.items for question in item.row.questions]
    return {id: {"applied": "yes", "means": f"手段 {id}"} for id in asked}


def test_every_measure_of_the_pack_has_questions_a_clause_and_evidence_in_both_languages():
    assert [item.measure.id for item in BOTH.items] == [row.id for row in PACK.measures]
    for item in BOTH.items:
        texts = [item.row.clause.ja, item.row.clause.en, item.row.evidence.ja, item.row.evidence.en]
        texts += [text for question in item.row.questions for text in (question.ja, question.en)]
        assert all(text.strip() for text in texts)
        assert item.row.questions
        assert all(question.id.startswith(f"{item.measure.id}.") for question in item.row.questions)


def test_an_introduction_is_not_asked_about_entrustment():
    ids = {item.measure.id for item in INTRODUCTION.items}
    assert "M-1" not in ids
    assert {"I-1a", "G-2"} <= ids


def test_a_pack_without_an_annex_says_so():
    with pytest.raises(UsageError):
        read_annex(find_pack("baseline"), ("introduction",))


def test_the_page_says_on_every_page_what_it_is():
    page = write_annex(BOTH, "ja", ["質問者：<b>霞</b>"])
    head = page[page.index("<thead") : page.index("</thead>")]
    for text in ("見本", "法的助言ではありません", "Sample, no legal advice", "unverified"):
        assert text in head
    assert "<b>" not in page
    assert "<script" not in page


def test_the_workbook_says_on_every_page_what_it_is():
    book = load_workbook(io.BytesIO(write_questionnaire(make_questionnaire(BOTH))))
    for sheet in book.worksheets:
        assert "no legal advice" in sheet.HeaderFooter.oddHeader.center.text


def test_answers_come_back_as_they_were_given():
    read = answered(
        INTRODUCTION, {"I-1a.1": {"applied": "はい", "means": "検査", "evidence": "a.pdf\nb.pdf"}}
    )
    answer = read.answers[0]
    assert (answer.id, answer.applied, answer.means) == ("I-1a.1", True, "検査")
    assert answer.evidence == ("a.pdf", "b.pdf")
    assert read.about == "系統監視"


def test_answers_become_risk_measures_that_read_as_a_filing():
    said = all_yes(INTRODUCTION)
    said["I-2.2"] = {"applied": "no", "reason": "代替なし"}
    said["G-1.1"] = {}
    said["I-1a.1"]["evidence"] = "検査記録.pdf"
    taken = take_answers(INTRODUCTION, [("a.xlsx", answered(INTRODUCTION, said))], Filing())
    by_id = {measure.id: measure for measure in taken.filing.risk_measures}
    assert by_id["I-1a"].applied is True
    assert by_id["I-1a"].means == "手段 I-1a.1 / 手段 I-1a.2"
    assert by_id["I-1a"].evidence == ("検査記録",)
    assert taken.filing.evidence[0].path == "evidence/検査記録.pdf"
    assert by_id["I-2"].applied is False
    assert by_id["I-2"].reason == "代替なし"
    assert by_id["G-1"].applied is None
    assert taken.open == ("G-1",)
    again = read_filing(write_yaml(taken.filing).encode(), "filing-measures.yaml")
    assert again == taken.filing


def test_what_the_filing_states_already_is_kept():
    stated = Filing(risk_measures=(RiskMeasure(id="I-2", applied=True, means="10年の保守"),))
    read = answered(INTRODUCTION, all_yes(INTRODUCTION))
    taken = take_answers(INTRODUCTION, [("a.xlsx", read)], stated)
    assert taken.kept == ("I-2",)
    assert stated.risk_measures[0] in taken.filing.risk_measures


def test_one_no_among_several_suppliers_is_a_no_and_each_is_named():
    yes, no = all_yes(INTRODUCTION), all_yes(INTRODUCTION)
    no["I-1c.1"] = {"applied": "no", "reason": "準備中"}
    filing = Filing(parties=(Party(id="aoba", name="青葉"), Party(id="tanuki", name="たぬき")))
    yes["I-1c.1"]["evidence"] = "qa.pdf"
    replies = [
        ("a.xlsx", answered(INTRODUCTION, yes, "青葉")),
        ("b.xlsx", answered(INTRODUCTION, no, "たぬき")),
    ]
    taken = take_answers(INTRODUCTION, replies, filing)
    by_id = {measure.id: measure for measure in taken.filing.risk_measures}
    assert by_id["I-1b"].applied is True
    assert by_id["I-1c"].applied is False
    assert by_id["I-1c"].reason == "準備中"
    assert by_id["I-1b"].means.startswith("青葉: 手段 I-1b.1")
    assert "たぬき: " in by_id["I-1b"].means
    assert taken.filing.evidence[0].party == "aoba"


def test_a_question_one_supplier_left_out_leaves_the_measure_open():
    some = all_yes(INTRODUCTION)
    some["I-1d.2"] = {}
    replies = [
        ("a.xlsx", answered(INTRODUCTION, all_yes(INTRODUCTION), "青葉")),
        ("b.xlsx", answered(INTRODUCTION, some, "たぬき")),
    ]
    taken = take_answers(INTRODUCTION, replies, Filing())
    assert taken.open == ("I-1d",)


@pytest.mark.parametrize("name", ["../secret.pdf", "/etc/passwd", "C:\\x.pdf", "a/../../b"])
def test_evidence_outside_the_folder_is_refused(name: str):
    said = {"I-1a.1": {"applied": "yes", "evidence": name}}
    with pytest.raises(DefectsError) as refused:
        take_answers(INTRODUCTION, [("a.xlsx", answered(INTRODUCTION, said))], Filing())
    assert refused.value.defects[0].message.id == "error.path_outside"


def test_an_invented_question_is_refused():
    read = Questionnaire(
        regime="jp-espa", answers=(make_questionnaire(BOTH).answers[-1],), answered_on=date.max
    )
    with pytest.raises(DefectsError) as refused:
        take_answers(Annex("jp-espa", PACK.head.title, (), ()), [("a.xlsx", read)], Filing())
    assert refused.value.defects[0].message.id == "annex.unknown_question"


def test_a_formula_among_the_answers_is_refused_with_its_cell():
    with pytest.raises(DefectsError) as refused:
        answered(INTRODUCTION, {"I-1a.1": {"means": '=HYPERLINK("http://x")'}})
    assert refused.value.defects[0].place.cell


def test_the_workbook_of_a_filing_is_no_questionnaire():
    with pytest.raises(DefectsError) as refused:
        read_questionnaire(workbook(blank_filing("plan", "introduction")), "filing.xlsx")
    assert refused.value.defects[0].message.id == "annex.not_ours"


def test_one_party_can_be_asked_by_name(tmp_path: Path):
    grid = str(Path(__file__).parents[3] / "examples" / "grid-control-update")
    out = tmp_path / "q.xlsx"
    assert run(["filing", "annex", grid, "--party", "tanuki-soft", "-o", str(out)]) == 0
    assert read_questionnaire(out.read_bytes(), "q.xlsx").respondent == "合同会社たぬきソフト"
    assert run(["filing", "annex", grid, "--party", "kasumi-grid", "-o", str(out)]) == 2
    assert run(["filing", "annex", "--party", "tanuki-soft", "-o", str(out)]) == 2
