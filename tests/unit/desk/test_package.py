import json
import re
import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from sekisho.check.look import Look
from sekisho.cli.main import run
from sekisho.desk.package.attachments import list_attachments
from sekisho.desk.package.copies import place_copies
from sekisho.desk.package.folder import MANIFEST, Wish, make_package
from sekisho.desk.package.form import make_form
from sekisho.desk.package.view import Copy, Vetted, View
from sekisho.desk.paper import pdf
from sekisho.desk.paper.html import write_html
from sekisho.desk.paper.pdf import japanese_fonts, write_pdf
from sekisho.desk.paper.sheet import Block, Cell, Row, Section, Sheet, Table
from sekisho.library.snapshot import open_library
from sekisho.model.errors import UsageError
from sekisho.model.evidence import Evidence, EvidenceItem
from sekisho.model.filing import Change, Component, Filing
from sekisho.model.party import Party
from sekisho.read.case import open_filing
from sekisho.regime.loader import load_regime
from sekisho.vet import vet

EXAMPLES = Path(__file__).parents[3] / "examples"
LIBRARY = open_library(EXAMPLES / "library")
ON = date(2026, 12, 1)
needs_font = pytest.mark.skipif(not japanese_fonts(), reason="no Japanese font is installed")


def vetted(folder: Path, **changes: object) -> Vetted:
    case = open_filing(folder)
    assert case.filing is not None
    case = replace(case, filing=replace(case.filing, **changes))
    assert case.filing is not None
    regime = load_regime("jp-espa", ON)
    look = Look(case=case, regime=regime, library=LIBRARY, on=ON)
    return Vetted(case, case.filing, look, vet(case, regime, LIBRARY, ON))


def form(made: Vetted, lang: str = "ja", copy: Copy = "authority") -> Sheet:
    return make_form(View(made, "meti", lang, copy))


def texts(sheet: Sheet) -> list[str]:
    """Every text of a sheet, cell by cell."""
    found = [sheet.title, sheet.running, *sheet.lines, *sheet.marks, *sheet.foot]
    for section in sheet.sections:
        found.append(section.title)
        for block in section.blocks:
            found += [block.title, *block.notes]
            found += [text for row in block.rows for text in (row.label, row.cell.text)]
            for table in block.tables:
                found += table.head
                found += [
                    text for row in table.rows for cell in row for text in (cell.text, cell.code)
                ]
    return found


def row(sheet: Sheet, label: str) -> Row:
    rows = [row for section in sheet.sections for block in section.blocks for row in block.rows]
    return next(row for row in rows if row.label == label)


GRID = vetted(EXAMPLES / "grid-control-update")
BANK = vetted(EXAMPLES / "bank-core-outsourcing")


def test_the_sections_stand_in_the_order_of_the_form():
    letters = [section.title[0] for section in form(GRID).sections]
    assert letters == ["A", "B", "D", "E", "G", "添"]
    letters = [section.title[0] for section in form(BANK).sections]
    assert letters == ["A", "C", "D", "F", "G", "添"]


def test_every_field_the_pack_asks_for_stands_in_the_form_with_its_article():
    shown = {row.label: row for s in form(GRID).sections for b in s.blocks for row in b.rows}
    view = View(GRID, "meti", "ja", "authority")
    tables = {"party.vote_holders", "party.officers", "components", "risk_measures"}
    for field in GRID.regime.contents.fields:
        asked = field.scope in ("filing", "party", "component") and field.id not in tables
        subjects = GRID.subjects[field.scope]
        if asked and any(view.is_asked(field, subject) for subject in subjects):
            assert shown[view.label(field)].article == view.article(field.article)


def test_the_form_number_is_that_of_the_authority_and_unknown_ones_are_said_to_be():
    assert "様式第4(1)" in form(GRID).lines
    assert "様式第6" in make_form(View(GRID, "mic", "ja", "authority")).lines
    assert (
        "様式の番号：未照合（主務省庁に確認してください）"
        in make_form(View(GRID, "mhlw", "ja", "authority")).lines
    )


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("made", [GRID, BANK])
def test_no_date_of_birth_stands_in_the_shareable_copy_in_any_form(made: Vetted, lang: str):
    births = [o.born_on for party in made.filing.parties for o in party.officers if o.born_on]
    assert births
    shared = "\n".join(texts(form(made, lang, "shareable")))
    whole = "\n".join(texts(form(made, lang)))
    written = View(made, "meti", lang, "authority")
    listed = [party for party in made.filing.parties if f"{party.name}" in whole]
    assert any(written.day(o.born_on) in whole for party in listed for o in party.officers)
    for born in births:
        assert born.isoformat() not in shared
        assert written.day(born) not in shared


def test_the_shareable_folder_holds_nothing_by_which_a_birth_could_be_guessed():
    wish = Wish(authorities=("meti",))
    files, _ = make_package(GRID, wish)
    inputs = GRID.assessment.inputs
    secret = (inputs.filing_sha256, GRID.assessment.sha256)
    for path, data in files.items():
        if "/shareable/" in path:
            assert not any(digest.encode() in data for digest in secret)


def test_documents_marked_for_the_authority_stay_with_it():
    items = tuple(replace(item, marking="authority") for item in GRID.filing.evidence)
    case = replace(
        GRID.case,
        evidence=tuple(
            replace(each, evidence=item)
            for each, item in zip(GRID.case.evidence, items, strict=True)
        ),
    )
    made = Vetted(case, replace(GRID.filing, evidence=items), GRID.look, GRID.assessment)
    shared = "\n".join(texts(form(made, "en", "shareable")))
    assert "officers-hoshikuzu.txt" not in shared
    assert GRID.case.evidence[0].observed_sha256 not in shared
    assert "officers-hoshikuzu.txt" in "\n".join(texts(form(made, "en")))


def test_what_is_not_stated_is_seen_in_words():
    empty = vetted(
        EXAMPLES / "grid-control-update",
        components=(),
        risk_measures=(),
        parties=(Party(id="aoba-micro"), Party(id="kasumi-grid", name="霞")),
    )
    sheet = form(empty)
    assert row(sheet, "構成設備").cell == Cell("記載なし", "missing")
    assert row(sheet, "リスク管理措置").cell.state == "missing"
    assert row(sheet, "代表者の氏名").cell.state == "missing"
    assert "記載なし" in write_html(sheet)


def test_the_shortcut_is_named_where_owners_are_left_out():
    assert "再委託先に関する記載の省略による" in texts(form(BANK))


def test_the_index_says_valid_stale_undated_missing_and_lost(tmp_path: Path):
    folder = tmp_path / "filing"
    shutil.copytree(EXAMPLES / "grid-control-update", folder)
    (folder / "evidence" / "officers-tanuki-soft.txt").unlink()
    (folder / "evidence" / "officers-hoshikuzu.txt").write_text("changed")
    text = (folder / "filing.yaml").read_text(encoding="utf-8")
    text = text.replace("issued_on: 2026-10-20", "issued_on: 2026-08-20")
    text = re.sub(
        r"(id: officers-aoba-micro(?:\n    .*)*?)\n    valid_until: 2030-03-31", r"\1", text
    )
    text = re.sub(r"  - id: officers-kasumi-grid(?:\n    .*)*\n", "", text)
    (folder / "filing.yaml").write_text(text, encoding="utf-8")
    found = {
        each.item.evidence.id: each.condition
        for each in list_attachments(vetted(folder))
        if each.item
    }
    assert found["registry-hoshikuzu"] == "stale"
    assert found["officers-aoba-micro"] == "undated"
    assert found["officers-tanuki-soft"] == "absent"
    assert found["officers-hoshikuzu"] == "differs"
    assert found["sbom-proposed"] == "present"


def test_a_document_that_lacks_stands_in_the_index():
    kept = tuple(item for item in GRID.filing.evidence if item.id != "registry-hoshikuzu")
    lacking = [
        e
        for e in list_attachments(vetted(EXAMPLES / "grid-control-update", evidence=kept))
        if e.item is None
    ]
    # Hoshikuzu makes the server, it supplies nothing: nothing of it is asked.
    assert lacking == []
    made = vetted(
        EXAMPLES / "grid-control-update",
        evidence=tuple(item for item in GRID.filing.evidence if item.party != "tanuki-soft"),
    )
    lacks = [each for each in list_attachments(made) if each.item is None]
    assert [(one.party, one.proves, one.condition) for one in lacks] == [
        ("tanuki-soft", "registry_certificate", "lacking"),
        ("tanuki-soft", "officer_identity", "lacking"),
    ]


HOSTILE = '<script>alert(1)</script> #strong[x] $x$ `y` // @z \\ "q" {{7*7}}'


def hostile_sheet(text: str = HOSTILE, rows: int = 1) -> Sheet:
    cells = tuple(Row(text, Cell(text, "missing", code=text), text) for _ in range(rows))
    table = Table(text, (text, text), ((Cell(text), Cell(text)),), (1, 1))
    block = Block(title=text, notes=(text,), rows=cells, tables=(table,))
    return Sheet(
        lang="ja",
        title=text,
        running=text,
        on=ON,
        lines=(text,),
        marks=(text,),
        sections=(Section(text, (block,)),),
        foot=(text,),
    )


def test_markup_in_names_stays_text_on_a_page():
    page = write_html(hostile_sheet())
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 5


@needs_font
def test_markup_in_names_stays_text_in_print_and_the_same_sheet_gives_the_same_bytes():
    printed = write_pdf(hostile_sheet())
    assert printed.startswith(b"%PDF-")
    assert printed == write_pdf(hostile_sheet())
    # The title is set in the file's own metadata, where it can be read without a parser of PDF.
    assert b"pdfuaid" in printed
    assert b"2026-12-01T00:00:00" in printed


@needs_font
def test_a_character_no_font_can_show_is_refused_and_named():
    with pytest.raises(UsageError) as refused:
        write_pdf(hostile_sheet("name \U0001f9ff"))
    assert refused.value.message.id in ("package.no_glyph", "package.not_printed")


@needs_font
def test_a_filing_too_large_for_print_is_refused_before_it_is_set():
    with pytest.raises(UsageError) as refused:
        write_pdf(hostile_sheet("x", rows=20_001))
    assert refused.value.message.id == "package.too_large"


def test_without_a_japanese_font_print_is_refused_and_the_package_named(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(pdf, "_FONTS", ())
    with pytest.raises(UsageError) as refused:
        write_pdf(hostile_sheet())
    assert refused.value.message.params["package"] == "fonts-noto-cjk"


def test_without_a_font_the_pages_are_written_and_the_exit_code_is_three(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(pdf, "_FONTS", ())
    out = tmp_path / "out"
    assert run(["filing", "package", str(EXAMPLES / "grid-control-update"), "-o", str(out)]) == 3
    assert "fonts-noto-cjk" in capsys.readouterr().err
    assert (out / "meti/authority/filing.ja.html").exists()
    assert not list(out.rglob("*.pdf"))


@needs_font
def test_the_same_package_has_the_same_bytes_print_included():
    wish = Wish(authorities=("meti",), languages=("ja",), print=write_pdf)
    first, _ = make_package(GRID, wish)
    again, _ = make_package(GRID, wish)
    assert first == again
    assert sum(path.endswith(".pdf") for path in first) == 3


def test_the_manifest_names_every_file_by_its_digest(tmp_path: Path):
    target = tmp_path / "out"
    asked = ["filing", "package", str(EXAMPLES / "grid-control-update"), "-o", str(target)]
    assert run([*asked, "--no-pdf"]) == 0
    manifest = json.loads((target / MANIFEST).read_bytes())
    assert manifest["schema"] == "sekisho/package/1"
    listed = {row["path"]: row["sha256"] for row in manifest["files"]}
    files = {p.relative_to(target).as_posix(): p for p in target.rglob("*") if p.is_file()}
    assert set(listed) == set(files) - {MANIFEST}
    assert all(
        sha256(files[path].read_bytes()).hexdigest() == digest for path, digest in listed.items()
    )
    before = {name: path.read_bytes() for name, path in files.items()}
    assert run([*asked, "--no-pdf"]) == 2
    assert run([*asked, "--no-pdf", "--force"]) == 0
    assert before == {name: path.read_bytes() for name, path in files.items()}


def test_a_folder_of_someone_else_is_left_alone(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine")
    asked = ["filing", "package", str(EXAMPLES / "grid-control-update"), "-o", str(tmp_path)]
    assert run([*asked, "--no-pdf", "--force"]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_manifest_that_points_outside_its_folder_deletes_nothing(tmp_path: Path):
    target, outside = tmp_path / "out", tmp_path / "precious.txt"
    outside.write_text("mine")
    asked = ["filing", "package", str(EXAMPLES / "grid-control-update"), "-o", str(target)]
    assert run([*asked, "--no-pdf"]) == 0
    manifest = (target / MANIFEST).read_text().replace("assessment.json", "../precious.txt")
    (target / MANIFEST).write_text(manifest)
    assert run([*asked, "--no-pdf", "--force"]) == 2
    assert outside.read_text() == "mine"


def test_several_authorities_get_a_folder_and_a_form_number_each(tmp_path: Path):
    target = tmp_path / "out"
    asked = ["filing", "package", str(EXAMPLES / "grid-control-update"), "-o", str(target)]
    both = ["--authority", "経済産業大臣", "--authority", "mic", "--lang", "ja", "--no-pdf"]
    assert run([*asked, *both]) == 0
    assert "様式第4(1)" in (target / "meti/authority/filing.ja.html").read_text()
    assert "様式第6" in (target / "mic/authority/filing.ja.html").read_text()
    assert not list(target.rglob("*.en.*"))


def test_evidence_from_outside_the_folder_is_neither_read_nor_called_present(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "filing"
    shutil.copytree(EXAMPLES / "grid-control-update", folder)
    shutil.copytree(EXAMPLES / "library", tmp_path / "library")
    text = (folder / "filing.yaml").read_text(encoding="utf-8")
    text = text.replace("path: evidence/registry-hoshikuzu.txt", "path: ../../secret.txt")
    (folder / "filing.yaml").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    assert run(["filing", "package", str(folder), "-o", str(out), "--no-pdf"]) == 1
    assert "1 thing is missing" in capsys.readouterr().err
    assert "leads out of the folder" in (out / "meti/authority/filing.en.html").read_text()


def test_a_filing_with_hundreds_of_parties_is_laid_out():
    parties = tuple(Party(id=f"p{n}", name=f"供給者{n}") for n in range(400))
    components = tuple(
        replace(GRID.filing.components[0], id=f"c{n}", supplier=f"p{n}") for n in range(400)
    )
    made = vetted(EXAMPLES / "grid-control-update", parties=parties, components=components)
    assert len(form(made).sections[3].blocks) == 400


def test_an_empty_filing_breaks_nothing(tmp_path: Path):
    (tmp_path / "filing.yaml").write_text("schema: sekisho/filing/1\nfictional: true\n")
    made = vetted(tmp_path)
    assert isinstance(made.filing, Filing)
    assert form(made, "en").title
    assert run(["filing", "package", str(tmp_path), "-o", str(tmp_path / "x"), "--no-pdf"]) == 2


def packed_evidence(folder: Path, out: Path, *options: str) -> tuple[int, set[str]]:
    code = run(["filing", "package", str(folder), "-o", str(out), "--no-pdf", *options])
    kept = out / "evidence"
    return code, {str(path.relative_to(out)) for path in kept.rglob("*") if path.is_file()}


def case_folder(tmp_path: Path) -> tuple[Path, str]:
    folder = tmp_path / "filing"
    shutil.copytree(EXAMPLES / "grid-control-update", folder)
    shutil.copytree(EXAMPLES / "library", tmp_path / "library")
    return folder, (folder / "filing.yaml").read_text(encoding="utf-8")


def test_the_evidence_is_copied_and_named_by_its_digest(tmp_path: Path):
    folder, _ = case_folder(tmp_path)
    out = tmp_path / "out"
    code, copied = packed_evidence(folder, out)
    assert code == 0
    assert copied >= {"evidence/sbom-proposed.cdx.json", "evidence/registry-hoshikuzu.txt"}
    named = {
        row["path"]: row["sha256"]
        for row in json.loads((out / MANIFEST).read_text())["files"]
        if row["part"] == "evidence"
    }
    assert set(named) == copied
    for path, digest in named.items():
        assert sha256((out / path).read_bytes()).hexdigest() == digest
    page = (out / "meti/authority/filing.en.html").read_text()
    assert all(path in page for path in copied)


def test_a_sealed_document_is_named_and_not_copied(tmp_path: Path):
    folder, text = case_folder(tmp_path)
    sealed = text.replace(
        "id: officers-aoba-micro\n", "id: officers-aoba-micro\n    marking: sealed\n"
    )
    (folder / "filing.yaml").write_text(sealed, encoding="utf-8")
    out = tmp_path / "out"
    _, copied = packed_evidence(folder, out)
    assert "evidence/officers-aoba-micro.txt" not in copied
    assert "handed in apart" in (out / "meti/authority/filing.en.html").read_text()
    assert "officers-aoba-micro" not in (out / "meti/shareable/filing.en.html").read_text()


def test_what_lies_outside_the_folder_is_not_copied(tmp_path: Path):
    folder, text = case_folder(tmp_path)
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "evidence/registry-hoshikuzu.txt").unlink()
    (folder / "evidence/registry-hoshikuzu.txt").symlink_to(tmp_path / "secret.txt")
    outside = text.replace("path: evidence/measures.txt", "path: ../secret.txt")
    (folder / "filing.yaml").write_text(outside, encoding="utf-8")
    _, copied = packed_evidence(folder, tmp_path / "out")
    assert not {
        name
        for name in copied
        if "secret" in name or ("hoshikuzu.txt" in name and "registry" in name)
    }
    assert all((tmp_path / "out" / name).read_text(errors="replace") != "secret" for name in copied)


def test_the_shareable_copy_alone_comes_without_evidence(tmp_path: Path):
    folder, _ = case_folder(tmp_path)
    assert packed_evidence(folder, tmp_path / "out", "--copy", "shareable")[1] == set()


def test_two_documents_of_one_name_each_keep_a_place():
    items = [
        EvidenceItem(evidence=Evidence(id=f"e{n}", path=path), observed_sha256="0")
        for n, path in enumerate(("evidence/a.txt", "a.txt", "A.txt", "a.txt"))
    ]
    placed = place_copies(items)
    assert len(set(placed.values())) == len(placed) == 3
    assert all(path.startswith("evidence/") for path in placed.values())


def test_the_form_of_a_change_shows_the_plan_as_it_is_after_it():
    case = replace(
        GRID.case,
        filing=Filing(
            kind="change",
            act="introduction",
            components=(Component(id=GRID.filing.components[0].id, function="監視と遠隔操作"),),
            change=Change(
                of="KG-2026-014",
                phase="before_introduction",
                facility_replaced=False,
                type_changed=False,
                name_changed=False,
                function_changed=True,
                confirmed_by="霞 花子",
            ),
        ),
        cleared=GRID.filing,
        evidence=(),
    )
    assert case.filing is not None
    look = Look(case=case, regime=GRID.regime, library=LIBRARY, on=ON)
    made = Vetted(case, case.filing, look, vet(case, GRID.regime, LIBRARY, ON))
    shown = texts(form(made))
    assert "監視と遠隔操作" in shown
    assert GRID.filing.facility.overview in shown
    assert GRID.filing.components[1].name in " ".join(shown)
    alone = replace(case, cleared=None)
    look = Look(case=alone, regime=GRID.regime, library=LIBRARY, on=ON)
    made = Vetted(alone, case.filing, look, vet(alone, GRID.regime, LIBRARY, ON))
    assert not [
        r
        for s in form(made).sections
        for b in s.blocks
        for r in b.rows
        if r.cell.state == "missing" and r.label == "特定重要設備の概要"
    ]


def test_the_form_speaks_in_the_words_and_articles_of_the_authority():
    view = View(GRID, "mlit", "ja", "authority")
    field = next(f for f in GRID.regime.contents.fields if f.id == "component.type")
    assert view.label(field) == "構成設備の区分"
    assert View(GRID, "meti", "ja", "authority").label(field) != view.label(field)
    assert "国土交通省" in view.article(field.article)
    assert "第14条" in View(GRID, "mic", "ja", "authority").article(field.article)
