"""The workbench: a filing written section by section, saved right or wrong, and read like a file."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sekisho.model.filing import Filing
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.filing.models import Draft
from sekisho.portal.filing.workbench.tree import read_draft, texts_of, with_texts, without
from sekisho.read.files import read_bytes
from sekisho.read.filing import read_filing
from sekisho.read.limits import FILING
from tests.samples.people import EXAMPLE, act, id_of, open_example, settle

pytestmark = pytest.mark.usefixtures("site")


def example() -> Filing:
    path = EXAMPLE / "filing.yaml"
    return read_filing(read_bytes(path, FILING), path.name)


def fields_of(page: str) -> dict[str, str]:
    """Gives what a browser would send of the form: each name with what stands in it."""
    body = page.split('<form method="post" class="act section">')[1].split("</form>", maxsplit=1)[0]
    sent = dict(re.findall(r'<input[^>]*name="(/[^"]+)"[^>]*value="([^"]*)"', body))
    sent |= dict(re.findall(r'<textarea[^>]*name="(/[^"]+)"[^>]*>([^<]*)</textarea>', body))
    for name, options in re.findall(
        r'<select[^>]*name="(/[^"]+)"[^>]*>(.*?)</select>', body, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen.group(1) if chosen else ""
    return sent


def test_a_draft_made_of_texts_reads_as_the_filing_it_was_made_of():
    filing, wrong = read_draft(texts_of(example()))
    assert wrong == {}
    assert filing == example()


def test_saving_every_page_as_it_stands_changes_nothing():
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    before = Draft.objects.get(case_id=id_of(case)).filing
    pages = ["filing", "facility", "introduction", "parties/0", "parties/2", "components/1"]
    for page in [f"filing/{page}" for page in pages]:
        shown = filer.get(f"{case}{page}/")
        assert shown.status_code == 200
        assert act(filer, case, page, **fields_of(shown.content.decode())).status_code == 302
    after = Draft.objects.get(case_id=id_of(case)).filing
    assert read_draft(after) == read_draft(before)


def test_what_is_wrong_is_kept_as_typed_and_told_beside_its_field():
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    typed: dict[str, Any] = {"/introduction/planned_on": "来年の春"}
    assert act(filer, case, "filing/introduction", **typed).status_code == 302
    shown = filer.get(f"{case}filing/introduction/").content.decode()
    assert 'value="来年の春"' in shown
    assert 'aria-invalid="true"' in shown
    assert "誤り1件" in filer.get(f"{case}filing/").content.decode()
    assert act(filer, case, "submission").status_code == 422
    typed = {"/introduction/planned_on": "2027-02-01"}
    act(filer, case, "filing/introduction", **typed)
    assert act(filer, case, "submission").status_code == 302


def test_a_new_party_gets_an_id_and_can_be_chosen_elsewhere():
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    count = len(example().parties)
    added = act(filer, case, f"filing/parties/{count}", **{f"/parties/{count}/name": "新会社"})
    assert added.status_code == 302
    filing, _ = read_draft(Draft.objects.get(case_id=id_of(case)).filing)
    new = filing.parties[-1]
    assert (new.name, new.id) == ("新会社", "party-1")
    assert (
        f'<option value="{new.id}">新会社' in filer.get(f"{case}filing/facility/").content.decode()
    )
    assert act(filer, case, f"filing/parties/{count}/removal").status_code == 302
    assert len(read_draft(Draft.objects.get(case_id=id_of(case)).filing)[0].parties) == count


def test_what_the_check_found_missing_stands_beside_its_field():
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    act(filer, case, "filing/facility", **{"/facility/overview": ""})
    assert act(filer, case, "check").status_code == 302
    shown = filer.get(f"{case}filing/facility/").content.decode()
    assert re.search(r'id="f-facility-overview-lack">[^<]+<', shown)
    assert "不足" in filer.get(f"{case}filing/").content.decode()


def test_typing_over_a_prefilled_place_leaves_the_places_beside_it_prefilled():
    tree = {**texts_of(example()), "prefilled": ["/facility"]}
    new = with_texts(tree, {"/facility/name": "別の名称"})
    assert "/facility/name" not in new["prefilled"]
    assert "/facility/overview" in new["prefilled"]
    assert "/facility" not in new["prefilled"]


def test_rows_left_empty_go_and_rows_far_down_stay_together():
    tree = texts_of(Filing())
    typed = {
        "/parties/0/name": "A",
        "/parties/0/officers/3/name": "霞 太郎",
        "/parties/0/officers/3/nationality": "JP",
        "/parties/0/officers/1/name": " ",
    }
    new = with_texts(tree, typed)
    assert new["parties"][0]["officers"] == [{"name": "霞 太郎", "nationality": "JP"}]
    assert "parties" not in without(new, "/parties/0")


def test_a_deep_or_strange_place_is_no_way_in():
    tree = texts_of(Filing())
    new = with_texts(tree, {"/" + "/".join("a" * 30): "x", "/parties/999999999/name": "B"})
    assert len(new["parties"]) == 1
    assert read_draft(new)[1] == {}


def test_nobody_else_reads_or_writes_a_draft():
    people = settle()
    case = open_example(people.client("filer"))
    for name in ("rival", "examiner"):
        client = people.client(name)
        for page in ("filing/", "filing/facility/", "filing/parties/0/", "evidence/", "draft/"):
            assert client.get(f"{case}{page}").status_code == 404
        assert act(client, case, "filing/facility", **{"/facility/name": "x"}).status_code == 404
    assert CaseFile.objects.get(id=id_of(case)).title == example().facility.name


def test_a_filing_is_begun_from_nothing_or_from_an_earlier_one_of_ones_own():
    people = settle()
    filer, rival = people.client("filer"), people.client("rival")
    first = open_example(filer)
    blank = filer.post("/cases/new/", {"start": "1", "earlier": ""}).headers["Location"]
    assert read_draft(Draft.objects.get(case_id=id_of(blank)).filing)[0] == Filing()
    copied = filer.post("/cases/new/", {"start": "1", "earlier": id_of(first)}).headers["Location"]
    filing, _ = read_draft(Draft.objects.get(case_id=id_of(copied)).filing)
    assert filing.parties == example().parties
    assert (filing.reference, filing.filed_on, filing.evidence) == ("", None, ())
    assert {"/parties", "/facility"} <= set(filing.prefilled)
    assert rival.post("/cases/new/", {"start": "1", "earlier": id_of(first)}).status_code == 422
