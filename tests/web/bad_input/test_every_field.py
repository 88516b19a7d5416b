"""Hostile text in every field of a filing and of every act: kept, shown inert, or refused."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from sekisho.cli.filing.forms import workbook
from sekisho.model.filing import Filing
from sekisho.portal.cases.door import TOKYO, now
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.examine.models import Question
from sekisho.portal.filing.models import Draft
from sekisho.portal.filing.workbench.tree import read_draft
from sekisho.portal.work import worker
from sekisho.portal.work.models import Work
from sekisho.read.filing import read_filing
from tests.samples import hostile
from tests.samples.people import act, id_of, open_example, settle
from tests.samples.sites import on_both
from tests.web.test_workbench import fields_of

TODAY = now().astimezone(TOKYO).date().isoformat()
PAGES = (
    "filing",
    "facility",
    "introduction",
    "entrustment",
    "parties/0",
    "parties/2",
    "parties/7",
    "components/1",
    "reentrustments/0",
    "risk_measures/0",
    "change",
    "emergency",
)
FREE = re.compile(
    r"/(name|title|notes|overview|content|function|means|reason|cause|address|location"
    r"|description|model|position)$"
)
"""Fields in which any words may stand."""
SOUND = [
    text
    for said, text in hostile.ALL.items()
    if said not in {"nul", "control", "surrogate", "bidi override", "blank"}
]


def inert(answer: Any, where: str) -> str:
    """Holds a page to showing what it was given as text, and nothing as anything else."""
    assert answer.status_code < 500, where
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return ""
    text = str(answer.content.decode())
    assert hostile.MARKUP not in text, where
    assert not re.search(r"<img\b[^>]*onerror", text), where
    assert "\x00" not in text, where
    return text


def write_everywhere(filer: Any, case: str, texts: Iterator[str], only: re.Pattern[str]) -> int:
    """Types a hostile text into each field of each page whose name fits; gives how many."""
    typed = 0
    for page in PAGES:
        shown = filer.get(f"{case}filing/{page}/")
        if shown.status_code == 404:
            continue
        stood = fields_of(shown.content.decode())
        sent = {name: _sendable(next(texts)) for name in stood if only.search(name)}
        typed += len(sent)
        inert(act(filer, case, f"filing/{page}", **sent), page)
        inert(filer.get(f"{case}filing/{page}/"), page)
    return typed


def look_everywhere(client: Any, case: str) -> None:
    """Opens every page of a case in both languages."""
    pages = ("", "filing/", "evidence/", "submission/", "differences/", "report/", "casework/")
    for lang in ("ja", "en"):
        client.cookies["django_language"] = lang
        for page in (*(f"{case}{page}" for page in pages), "/cases/", "/groups/", "/"):
            inert(client.get(page), page)


@on_both
@pytest.mark.parametrize("turn", range(3))
def test_whatever_is_typed_into_whichever_field_breaks_no_page(turn: int):
    filer = settle().client("filer")
    case = open_example(filer)
    texts = list(hostile.ALL.values())
    step = turn * 7
    typed = write_everywhere(filer, case, cycle(texts[step:] + texts[:step]), re.compile(""))
    assert typed > 100
    look_everywhere(filer, case)
    inert(act(filer, case, "check"), "check")
    answer = act(filer, case, "submission")
    assert answer.status_code == 422
    assert "<title>" in inert(answer, "submission")
    assert not Event.objects.filter(act="submit").exists()


@on_both
def test_hostile_words_go_through_a_whole_case_as_words():
    people = settle()
    filer, examiner, decider = map(people.client, ("filer", "examiner", "decider"))
    case = open_example(filer)
    texts = cycle(SOUND)
    assert write_everywhere(filer, case, texts, FREE) > 20
    stated = read_draft(Draft.objects.get().filing)
    assert stated[1] == {}, stated[1]
    assert act(filer, case, "check").status_code == 302
    assert act(filer, case, "submission").status_code == 302
    assert act(examiner, case, "acceptance", on=TODAY).status_code == 302
    for text in SOUND:
        inert(act(examiner, case, "questions", text=text), "question")
    for text, row in zip(SOUND, _questions(case), strict=False):
        inert(act(filer, case, f"replies/{row}", text=text), "reply")
    for text in SOUND[:6]:
        inert(
            act(examiner, case, "advice", subject=text[:300], view="concern", text=text), "advice"
        )
        inert(act(examiner, case, "consultations", whom=text[:300], on=TODAY), "consultation")
        drafted = act(examiner, case, "decisions/end_screening", reasons=text)
        inert(drafted, "decision")
        inert(decider.get(f"{case}decisions/end_screening/"), "decision")
    while worker.run_one():
        pass
    assert not Work.objects.filter(failed_at__isnull=False).exists()
    assert not Work.objects.exclude(error="").exists()
    for client in (filer, examiner, decider):
        look_everywhere(client, case)
    _hold_exports(read_filing(_received(filer, case), "filing.json"))


@on_both
@pytest.mark.parametrize("said", ["nul", "control", "surrogate", "bidi override"])
def test_what_is_no_text_is_refused_with_its_place_or_kept_as_something_visible(said: str):
    people = settle()
    filer, examiner = people.client("filer"), people.client("examiner")
    case = open_example(filer)
    text = hostile.ALL[said]
    sent = act(filer, case, "filing/facility", **{"/facility/name": _sendable(text)})
    assert sent.status_code == 302
    shown = inert(filer.get(f"{case}filing/facility/"), "facility")
    if said in {"control", "bidi override"}:
        assert "制御文字" in shown
        assert act(filer, case, "submission").status_code == 422
    act(filer, case, "filing/facility", **{"/facility/name": "変電所"})
    assert act(filer, case, "submission").status_code == 302
    answer = act(examiner, case, "questions", text=_sendable(text))
    assert answer.status_code < 500


@on_both
def test_a_name_of_a_file_is_a_name_whatever_stands_in_it():
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    for said, text in hostile.ALL.items():
        name = f"{_sendable(text)[:180]}.pdf"
        inert(act(filer, case, "evidence", file=SimpleUploadedFile(name, b"%PDF")), said)
    inert(filer.get(f"{case}evidence/"), "evidence")
    for row in Document.objects.filter(kind="evidence"):
        answer: Any = filer.get(f"{case}documents/{row.id}/")
        assert answer.status_code == 200
        head = answer.headers["Content-Disposition"]
        assert "\n" not in head
        assert "\r" not in head
        assert head.startswith("attachment; filename")
        assert "/" not in head
        assert "\\" not in head.replace('\\"', "")
        assert not any(0x202A <= ord(char) <= 0x202E for char in row.name)
        b"".join(answer.streaming_content)
    assert CaseFile.objects.count() == 1


def _hold_exports(filing: Filing) -> None:
    """Holds the workbook of a filing to plain cells."""
    book = load_workbook(io.BytesIO(workbook(filing)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(str(cell.value).lstrip("'").startswith("=HYPERLINK") for cell in cells)
    for cell in cells:
        if isinstance(cell.value, str):
            assert cell.data_type != "f", cell.value


def _received(filer: Any, case: str) -> bytes:
    document = Document.objects.filter(case_id=id_of(case), kind="filing").latest("made_at")
    return b"".join(filer.get(f"{case}documents/{document.id}/").streaming_content)


def _questions(case: str) -> list[int]:
    return list(Question.objects.filter(case_id=id_of(case)).values_list("id", flat=True))


def _sendable(text: str) -> str:
    """Gives what a browser could put on the line."""
    return text.encode("utf-8", "replace").decode()
