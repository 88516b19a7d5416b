"""Filling in from records: only what is empty, marked with its source until it is typed over."""

from __future__ import annotations

import io
import json
from typing import Any

from sekisho.model.canonical import canonical_bytes
from sekisho.model.filing import Component, Facility, Filing
from sekisho.model.operator.register import Register, RegisterEntry
from sekisho.model.party import Party
from sekisho.portal.cases.models import CaseFile, Event
from sekisho.portal.desk.models import RegisterVersion
from sekisho.portal.filing.models import Draft
from sekisho.portal.filing.prefill import fill
from sekisho.portal.filing.workbench.tree import read_draft
from sekisho.report.catalogue import say_id
from tests.samples.people import act, id_of, open_example, settle
from tests.samples.sites import on_both

SBOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "version": 1,
    "metadata": {
        "component": {
            "type": "application",
            "name": "=HYPERLINK(1) <b>架空監視</b>",
            "version": "9.1",
            "supplier": {"name": "架空部品株式会社"},
        }
    },
    "components": [],
}


def filing_at(case: str) -> Filing:
    return read_draft(Draft.objects.get(case_id=id_of(case)).filing)[0]


def begins(filer: Any) -> str:
    return str(filer.post("/cases/new/", {"start": "1"}).headers["Location"]).replace("filing/", "")


def attaches(filer: Any, case: str, data: bytes, name: str = "s.cdx.json") -> None:
    file = io.BytesIO(data)
    file.name = name
    assert act(filer, case, "evidence", file=file, kind="sbom").status_code == 302


@on_both
def test_an_sbom_fills_in_what_it_tells_and_each_field_says_so_until_it_is_typed_over():
    people = settle()
    filer = people.client("filer")
    case = begins(filer)
    attaches(filer, case, json.dumps(SBOM).encode())
    evidence = filing_at(case).evidence[0].id
    assert say_id("portal.prefill.title", "ja") in filer.get(f"{case}evidence/").content.decode()
    assert act(filer, case, "evidence/filling", evidence=evidence).status_code == 302
    filing = filing_at(case)
    part = filing.components[0]
    supplier = filing.party(part.supplier)
    assert (part.name, part.version, part.type, part.function) == (
        "=HYPERLINK(1) <b>架空監視</b>",
        "9.1",
        "",
        "",
    )
    assert supplier is not None
    assert supplier.name == "架空部品株式会社"
    assert filing.evidence[0].component == part.id
    page = filer.get(f"{case}filing/components/0/").content.decode()
    assert page.count(say_id("portal.prefill.from", "ja", source="s.cdx.json")) == 4
    assert "<b>架空監視</b>" not in page
    act(filer, case, "filing/components/0", **{"/components/0/name": "架空監視"})
    page = filer.get(f"{case}filing/components/0/").content.decode()
    assert page.count(say_id("portal.prefill.from", "ja", source="s.cdx.json")) == 3
    assert act(filer, case, "evidence/filling", evidence=evidence).status_code == 422
    assert filing_at(case).components[0].name == "架空監視"


@on_both
def test_what_is_written_is_left_and_what_cannot_be_read_fills_in_nothing():
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    before = filing_at(case)
    sbom = next(row.id for row in before.evidence if row.kind == "sbom")
    done = act(filer, case, "evidence/filling", evidence=sbom)
    assert done.status_code in {302, 422}
    after = filing_at(case)
    assert [part.name for part in after.components][: len(before.components)] == [
        part.name for part in before.components
    ]
    other = begins(filer)
    attaches(filer, other, b"{ not an sbom")
    wrong = filing_at(other).evidence[0].id
    for evidence in (wrong, "nothing", ""):
        assert act(filer, other, "evidence/filling", evidence=evidence).status_code == 422
    assert filing_at(other).components == ()
    assert act(people.client("rival"), other, "evidence/filling", evidence=wrong).status_code == 404


@on_both
def test_a_copy_says_from_which_filing_it_was_filled_in():
    people = settle()
    filer = people.client("filer")
    earlier = open_example(filer)
    done = filer.post("/cases/new/", {"start": "1", "earlier": id_of(earlier)})
    case = done.headers["Location"].replace("filing/", "")
    page = filer.get(f"{case}filing/facility/").content.decode()
    assert say_id("portal.prefill.from", "ja", source="KG-2026-014") in page
    assert Event.objects.filter(case_id=id_of(case), act="prefilled").count() == 1
    assert CaseFile.objects.get(id=id_of(case)).version == 1


@on_both
def test_an_entry_of_the_register_is_chosen_and_named_as_the_source():
    people = settle()
    filer = people.client("filer")
    entry = RegisterEntry(facility="給電指令所", component="ems", name="Aoba EMS", version="5")
    for number in (1, 2):
        RegisterVersion.objects.create(
            organisation=people.places["kasumi"],
            number=number,
            body=canonical_bytes(Register(entries=(entry,))),
            sha256="0" * 64,
            rows=1,
            source="sheet",
            name="register.xlsx",
        )
    case = begins(filer)
    assert "Aoba EMS" in filer.get(f"{case}filling/register/").content.decode()
    assert act(filer, case, "filling/register", entry="1-0").status_code == 422
    assert act(filer, case, "filling/register", entry="2-0").status_code == 302
    assert filing_at(case).facility.name == "給電指令所"
    source = say_id("portal.prefill.register.version", "ja", n=2)
    page = filer.get(f"{case}filing/facility/").content.decode()
    assert say_id("portal.prefill.from", "ja", source=source) in page
    assert act(filer, case, "filling/register", entry="2-0").status_code == 422


def test_the_register_fills_in_the_facility_the_component_and_who_supplies_them():
    entry = RegisterEntry(
        facility="系統監視制御システム",
        facility_kind="grid_control",
        facility_supplier="株式会社青葉マイクロ",
        component="ems",
        name="Aoba EMS",
        version="5",
        supplier="株式会社青葉マイクロ",
        type="業務アプリケーション",
    )
    told = fill.from_register(Filing(facility=Facility(name="別の名")), entry)
    assert "/facility/name" not in told
    assert told["/facility/kind"] == "grid_control"
    assert told["/components/0/id"] == "ems"
    assert told["/components/0/type"] == "業務アプリケーション"
    assert told["/parties/0/name"] == "株式会社青葉マイクロ"
    assert told["/facility/supplier"] == told["/components/0/supplier"] == told["/parties/0/id"]
    known = Filing(
        parties=(Party(id="aoba", name="株式会社青葉マイクロ"),),
        components=(Component(id="ems", name="Aoba EMS", version="4"),),
    )
    again = fill.from_register(known, entry)
    assert again["/components/0/supplier"] == "aoba"
    assert "/components/0/version" not in again
    assert not any(place.startswith("/parties/") for place in again)
