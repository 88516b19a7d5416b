"""Personal data: sealed wherever it lies, seen by those who need it, destroyed for good."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import DatabaseError, connection, transaction

from sekisho.model.assessment import Assessment
from sekisho.model.canonical import sha256_of
from sekisho.model.filing import Filing
from sekisho.model.schema import from_json
from sekisho.portal.accounts.models import Membership, User
from sekisho.portal.cases import engine, vault
from sekisho.portal.cases.door import TOKYO, now
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.filing.models import Draft
from sekisho.portal.personal import keys, parts
from sekisho.portal.personal.models import DataKey, Erasure
from sekisho.portal.refusals import ErasedError
from sekisho.portal.work import worker
from sekisho.portal.work.kinds import KINDS
from sekisho.portal.work.table import enqueue
from sekisho.portal.work.task import Task
from sekisho.regime import loader
from tests.samples.people import EXAMPLE, People, act, id_of, open_example, settle
from tests.samples.sites import Site, on_both

BORN = "1961-04-17"
PASSPORT = b"PASSPORT OF KASUMI TARO, BORN 17 APR 1961 " * 4_000
TODAY = now().astimezone(TOKYO).date().isoformat()


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example with an officer, the day of birth, and a passport."""
    folder = tmp_path / "example"
    shutil.copytree(EXAMPLE, folder)
    filing = yaml.safe_load((folder / "filing.yaml").read_bytes())
    filing["parties"][0]["officers"] = [
        {"name": "霞 太郎", "title": "代表取締役", "born_on": BORN, "nationality": "JP"}
    ]
    paper = {"id": "passport", "kind": "document", "path": "passport.pdf", "proves": "passport"}
    stated = {"party": filing["parties"][0]["id"], "sha256": sha256(PASSPORT).hexdigest()}
    filing["evidence"].append({**paper, **stated})
    text = yaml.safe_dump(json.loads(json.dumps(filing, default=str)), allow_unicode=True)
    (folder / "filing.yaml").write_text(text, encoding="utf-8")
    (folder / "passport.pdf").write_bytes(PASSPORT)
    return folder


def _accepted(example: Path) -> tuple[People, str]:
    people = settle()
    filer = people.client("filer")
    case = open_example(filer, example)
    for done in (
        act(filer, case, "check"),
        act(filer, case, "submission"),
        act(people.client("examiner"), case, "acceptance", on=TODAY),
    ):
        assert done.status_code == 302, done.content.decode()
    while worker.run_one():
        pass
    return people, case


def _everything(site: Site) -> Iterator[tuple[str, bytes]]:
    """Every byte that the site has stored: rows of all tables, the database file, the vault."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for cell in row:
                    held = (
                        bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                    )
                    yield table, held
    if site.vendor == "sqlite":
        file = Path(site.description["NAME"])
        yield from ((path.name, path.read_bytes()) for path in file.parent.glob(f"{file.name}*"))
    for key in DataKey.objects.exclude(about="draft").values_list("name", flat=True):
        path = site.data / "vault" / key[:2] / key
        yield path.name, path.read_bytes()


def _holds(site: Site, *wanted: bytes) -> list[tuple[str, bytes]]:
    return [(place, text) for place, held in _everything(site) for text in wanted if text in held]


@on_both
def test_no_byte_that_is_stored_tells_a_day_of_birth_or_what_a_passport_says(
    site: Site, example: Path
):
    _accepted(example)
    plain = sha256(PASSPORT).hexdigest().encode()
    assert not _holds(site, BORN.encode(), b"19610417", "1961年".encode(), b"PASSPORT OF")
    stated = [place for place, _ in _holds(site, plain) if not place.startswith("portal.sqlite")]
    listed = {"cases_document", "filing_draft"}  # the filer's own statement, in the filing
    assert set(stated) <= listed
    document = Document.objects.get(name="passport.pdf")
    assert document.sha256 != plain.decode()
    assert vault.agrees(document.vault_key, plain.decode())
    assert DataKey.objects.get(name=document.vault_key).about == "officer_identity_papers"


@on_both
def test_the_filing_is_put_together_again_for_those_who_need_it_and_no_others(example: Path):
    people, case = _accepted(example)
    reader = User.objects.create_user("reader@example.invalid", name="閲")
    people.users["reader"] = reader
    Membership.objects.create(user=reader, organisation=people.places["meti"], role="reader")
    filing = Document.objects.get(kind="filing")
    passport = Document.objects.get(name="passport.pdf")
    for name, sees in (("filer", True), ("examiner", True), ("decider", True), ("reader", False)):
        client = people.client(name)
        answer: Any = client.get(f"{case}documents/{filing.id}/")
        text = b"".join(answer.streaming_content).decode()
        assert (BORN in text) is sees, name
        assert "霞 太郎" in text
        answer = client.get(f"{case}documents/{passport.id}/")
        assert answer.status_code == (200 if sees else 403)
        assert ("personal/" in client.get(case).content.decode()) is sees
        for page in ("", "report/"):
            assert BORN not in client.get(f"{case}{page}").content.decode()
    for row in Document.objects.filter(kind="assessment"):
        found = from_json(bytes(row.body), Assessment).findings
        assert not any("born_on" in finding.rule for finding in found)


@on_both
def test_the_name_of_a_filing_with_personal_data_is_salted_and_the_same_everywhere(example: Path):
    _accepted(example)
    stored = Document.objects.get(kind="filing")
    case = engine.engine_case(CaseFile.objects.get())
    assert case.filing is not None
    assert stored.sha256 not in {sha256_of(case.filing), sha256_of(engine.filing_of(stored))}
    official = Document.objects.filter(kind="assessment", purpose="authority").latest("made_at")
    inputs = from_json(bytes(official.body), Assessment).inputs
    assert inputs.filing_sha256 == stored.sha256
    assert Event.objects.get(act="submit").decided_sha256 == stored.sha256


@on_both
def test_destroying_the_key_destroys_the_document_and_leaves_that_it_existed(
    site: Site, example: Path
):
    people, case = _accepted(example)
    wrapped = [bytes(row.wrapped) for row in DataKey.objects.exclude(about="")]
    opened = [
        keys.unwrap(bytes(row.wrapped), f"document/{row.name}")
        for row in DataKey.objects.exclude(about="")
    ]
    assert len(wrapped) >= 2
    before = Document.objects.count()
    assert act(people.client("examiner"), case, "personal", reason="x").status_code == 403
    decider = people.client("decider")
    assert "役員の生年月日" in decider.get(f"{case}personal/").content.decode()
    assert act(decider, case, "personal", reason=" ").status_code == 422
    assert act(decider, case, "personal", reason="保存期間の満了").status_code == 302

    assert not DataKey.objects.exclude(about="").exists()
    assert not _holds(site, *wrapped, *opened)
    assert Document.objects.count() == before
    erased = {place for row in Erasure.objects.all() for place in row.places}
    assert {"/parties/0/officers/0/born_on", "evidence:passport"} <= erased
    assert Erasure.objects.count() == len(wrapped)
    for document in Document.objects.filter(name="passport.pdf"):
        assert decider.get(f"{case}documents/{document.id}/").status_code == 410
        with pytest.raises(ErasedError):
            vault.read(document.vault_key, 10**9)
    assert BORN not in json.dumps(Draft.objects.get().filing)
    page = decider.get(f"{case}personal/").content.decode()
    assert "廃棄" in page
    assert "保存期間の満了" in page

    enqueue("vet", f"{id_of(case)} authority")
    while worker.run_one():
        pass
    newest = Document.objects.filter(kind="assessment", purpose="authority").latest("made_at")
    assessment = from_json(bytes(newest.body), Assessment)
    told = {finding.rule: finding.state for finding in assessment.findings}
    assert told["provenance.erased"] == "not_checked"
    assert "/parties/0/officers/0/born_on" in assessment.inputs.erased
    assert not any(
        finding.state == "found" and "born_on" in finding.place for finding in assessment.findings
    )


@on_both
def test_the_record_of_what_was_destroyed_cannot_be_changed(example: Path):
    people, case = _accepted(example)
    act(people.client("decider"), case, "personal", reason="満了")
    for statement in ("UPDATE personal_erasure SET reason = ''", "DELETE FROM personal_erasure"):
        with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.usefixtures("site")
def test_where_the_pack_names_no_years_nothing_is_destroyed_by_itself(example: Path):
    _, case = _accepted(example)
    _sweep(datetime.now(UTC) + timedelta(days=365 * 60))
    assert not Erasure.objects.exists()
    assert DataKey.objects.filter(about="filing").count() == 1
    assert case


@pytest.fixture
def three_years(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The packs of Sekisho, but that personal data is kept for three years from acceptance."""
    packs = tmp_path / "packs"
    shutil.copytree(loader.PACKS, packs)
    file = packs / "jp-espa" / "retention.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("unverified: true", "years: 3\n    since: [accepted]"), "utf-8")
    monkeypatch.setattr(loader, "PACKS", packs)
    for cached in (loader._read_own, engine.regime_on):
        cached.cache_clear()
    yield
    monkeypatch.undo()
    for cached in (loader._read_own, engine.regime_on):
        cached.cache_clear()


def _sweep(at: datetime) -> None:
    """Does the work of a day as the worker does it."""
    with transaction.atomic():
        KINDS["erase_due"](Task("all", {}, at, lambda _: None))()


@on_both
@pytest.mark.usefixtures("three_years")
def test_on_its_date_the_work_of_the_day_destroys_it(example: Path):
    people, case = _accepted(example)
    now = datetime.now(UTC)
    assert "下記の日に廃棄" in people.client("decider").get(f"{case}personal/").content.decode()
    _sweep(now + timedelta(days=3 * 365 - 5))
    assert not Erasure.objects.exists()
    _sweep(now + timedelta(days=3 * 366))
    assert Erasure.objects.filter(by__isnull=True).count() >= 2
    assert not DataKey.objects.exclude(about="").exists()
    assert Event.objects.filter(act="erase_personal").count() == 1
    _sweep(now + timedelta(days=4 * 366))
    assert Event.objects.filter(act="erase_personal").count() == 1


@pytest.mark.usefixtures("site")
def test_a_copy_of_the_database_holds_each_key_once_and_none_in_the_clear(
    site: Site, example: Path, tmp_path: Path
):
    _accepted(example)
    copy = tmp_path / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    held = copy.read_bytes()
    for row in DataKey.objects.all():
        assert held.count(bytes(row.wrapped)) == 1
        assert keys.unwrap(bytes(row.wrapped), f"document/{row.name}") not in held
    with sqlite3.connect(copy) as opened:
        assert opened.execute("SELECT count(*) FROM personal_datakey").fetchone()[0] > 0
    opened.close()
    master = (site.data / "secrets" / "master").read_bytes()
    assert master not in held


@pytest.mark.usefixtures("site")
def test_a_case_without_personal_data_is_kept_under_its_plain_name(tmp_path: Path):
    people = settle()
    filing = json.loads(
        json.dumps(yaml.safe_load((EXAMPLE / "filing.yaml").read_bytes()), default=str)
    )
    bare, taken = parts.split(filing, parts.known_fields())
    assert taken
    folder = tmp_path / "bare"
    shutil.copytree(EXAMPLE, folder)
    (folder / "filing.yaml").write_text(yaml.safe_dump(bare), "utf-8")
    case = open_example(people.client("filer"), folder)
    act(people.client("filer"), case, "submission")
    stored = Document.objects.get(kind="filing")
    assert stored.vault_key == ""
    assert stored.sha256 == sha256_of(from_json(bytes(stored.body), Filing))
    assert parts.known_fields() == ("/parties/*/officers/*/born_on",)
