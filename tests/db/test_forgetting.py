"""What is destroyed is gone: keys from the bytes of the database, files that no act kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from sekisho.portal.cases import vault
from sekisho.portal.cases.door import TOKYO, now
from sekisho.portal.cases.models import CaseFile, Document
from sekisho.portal.filing.models import Draft
from sekisho.portal.personal import forgetting, keys
from sekisho.portal.personal.models import DataKey
from sekisho.portal.settings.environment import environment
from sekisho.portal.work import worker
from sekisho.portal.work.models import Work
from tests.samples.people import People, act, id_of, open_example, settle
from tests.samples.sites import Site, on_both
from tests.samples.workers import address_of

BORN = "1961-04-17"
PLACE = "/parties/0/officers/0/born_on"
TODAY = now().astimezone(TOKYO).date().isoformat()

_KILLED = """
import os, signal, sys
from sekisho.portal.running.setup import make_ready
make_ready()
from django.db import transaction
from sekisho.portal.cases import vault
with transaction.atomic():
    stored = vault.put([b"x" * 100_000], 10**6)
    print(stored.key, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def bytes_of_database(site: Site) -> bytes:
    """Reads the files of the database of a test as they lie on the disk."""
    if site.vendor == "sqlite":
        file = Path(site.description["NAME"])
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT pg_read_binary_file(folder || '/' || name, 0, 100000000, true)"
            " FROM (SELECT 'base/' || oid AS folder FROM pg_database"
            "   WHERE datname = current_database()) AS here,"
            " LATERAL pg_ls_dir(folder) AS name WHERE name NOT LIKE 'pg_internal%'"
        )
        return b"".join(bytes(row[0]) for row in cursor.fetchall() if row[0] is not None)


def a_draft(born: str = BORN) -> tuple[People, str]:
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    typed = {PLACE: born, "/parties/0/officers/0/name": "霞 太郎"}
    assert act(filer, case, "filing/parties/0", **typed).status_code == 302
    return people, case


def key_of_draft() -> DataKey:
    return DataKey.objects.get(about="draft")


@on_both
def test_a_destroyed_key_is_in_no_byte_of_the_database(site: Site):
    people, case = a_draft()
    filer, examiner, decider = map(people.client, ("filer", "examiner", "decider"))
    act(filer, case, "submission")
    act(examiner, case, "acceptance", on=TODAY)
    held = [bytes(row.wrapped) for row in DataKey.objects.exclude(about="")]
    others = [bytes(row.wrapped) for row in DataKey.objects.filter(about="")]
    before = bytes_of_database(site)
    assert all(wrapped in before for wrapped in held)
    assert act(decider, case, "personal", reason="満了").status_code == 302
    while worker.run_one():
        pass
    after = bytes_of_database(site)
    assert not [wrapped for wrapped in held if wrapped in after]
    assert all(wrapped in after for wrapped in others)
    assert not Work.objects.filter(kind=forgetting.PURGE, done_at__isnull=True).exists()


@pytest.mark.parametrize("site", ["postgresql"], indirect=True)
@pytest.mark.usefixtures("site")
def test_where_others_hold_the_keys_the_clearing_is_tried_again():
    a_draft()
    key = key_of_draft()
    wrapped = bytes(key.wrapped)
    with transaction.atomic():
        forgetting.forget([key.name])
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT count(*) FROM personal_datakey")
            with pytest.raises(DatabaseError, match="lock timeout"):
                forgetting.purge()
            assert DataKey.objects.exclude(name=key.name).exists()
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    forgetting.purge()
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
    assert not DataKey.objects.filter(wrapped=wrapped).exists()


@on_both
def test_a_draft_is_sealed_under_a_key_of_its_own_and_read_by_its_operator_alone(site: Site):
    people, case = a_draft()
    held = bytes_of_database(site)
    assert BORN.encode() not in held
    assert key_of_draft().case_id == CaseFile.objects.get().id
    assert BORN in people.client("filer").get(f"{case}filing/parties/0/").content.decode()
    for name in ("rival", "examiner", "stranger"):
        assert people.client(name).get(f"{case}filing/parties/0/").status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SELECT filing FROM filing_draft")
        stored = cursor.fetchone()[0]
    row = json.loads(stored) if isinstance(stored, str) else stored
    assert row["_sealed"]["key"] == key_of_draft().name
    assert "born_on" not in json.dumps(row["parties"])


@on_both
def test_without_its_key_a_draft_opens_without_the_values():
    people, case = a_draft()
    key = key_of_draft()
    with transaction.atomic():
        forgetting.forget([key.name])
    page = people.client("filer").get(f"{case}filing/parties/0/")
    assert page.status_code == 200
    assert BORN not in page.content.decode()
    assert "霞 太郎" in page.content.decode()


@pytest.mark.usefixtures("site")
def test_a_value_that_is_taken_out_of_a_draft_takes_its_key_with_it():
    people, case = a_draft()
    filer = people.client("filer")
    wanted = _born(Draft.objects.get().filing)
    assert PLACE in wanted
    for pointer in wanted:
        page = pointer.split("/officers/")[0].removeprefix("/")
        assert act(filer, case, f"filing/{page}", **{pointer: ""}).status_code == 302
    assert not _born(Draft.objects.get().filing)
    assert not DataKey.objects.filter(about="draft").exists()
    typed = {PLACE: "1970-01-02", "/parties/0/officers/0/name": "霞 太郎"}
    act(filer, case, "filing/parties/0", **typed)
    assert _born(Draft.objects.get().filing) == [PLACE]


@pytest.mark.usefixtures("site")
def test_a_draft_that_is_thrown_away_takes_its_key_with_it():
    a_draft()
    draft = Draft.objects.get()
    draft.checked = None
    draft.delete()
    assert not DataKey.objects.filter(about="draft").exists()
    assert Work.objects.filter(kind=forgetting.PURGE).exists()


@pytest.mark.usefixtures("site")
def test_nothing_personal_reaches_a_draft_unsealed():
    a_draft()
    draft = Draft.objects.get()
    with pytest.raises(ValueError, match="sealed"):
        Draft.objects.filter(id=draft.id).update(filing=draft.filing)


@pytest.mark.usefixtures("site")
def test_a_draft_of_an_earlier_version_is_read_and_sealed_anew():
    a_draft()
    draft = Draft.objects.get()
    whole = draft.filing
    old = keys.seal_text(json.dumps({PLACE: BORN}), "draft")
    with connection.cursor() as cursor:
        cursor.execute("SELECT filing FROM filing_draft")
        row = json.loads(cursor.fetchone()[0])
        row["_sealed"] = old
        cursor.execute("UPDATE filing_draft SET filing = %s", [json.dumps(row)])
    again = Draft.objects.get()
    assert again.filing["parties"][0]["officers"][0] == whole["parties"][0]["officers"][0]
    again.save()
    assert Draft.objects.get().filing == again.filing


@on_both
def test_a_paper_that_is_called_an_identity_paper_later_is_personal_from_then_on(tmp_path: Path):
    people, case = a_draft()
    filer = people.client("filer")
    file = tmp_path / "scan.pdf"
    file.write_bytes(b"PASSPORT " * 50)
    with file.open("rb") as sent:
        assert act(filer, case, "evidence", file=sent).status_code == 302
    paper = Document.objects.get(name="scan.pdf")
    assert DataKey.objects.get(name=paper.vault_key).about == ""
    _prove(case, "scan.pdf", "passport")
    assert act(filer, case, "filing/facility", **{"/facility/name": "変電所"}).status_code == 302
    assert DataKey.objects.get(name=paper.vault_key).about == "officer_identity_papers"
    assert act(filer, case, "check").status_code == 302
    newest = Document.objects.filter(kind="assessment").latest("made_at")
    assert paper.sha256 not in bytes(newest.body).decode()
    assert vault.salted(paper.vault_key) in bytes(newest.body).decode()


@on_both
@pytest.mark.enable_socket
def test_what_a_killed_process_stored_and_never_kept_is_swept(site: Site):
    address = address_of(site)
    told = subprocess.run(
        [sys.executable, "-c", _KILLED],
        env={**os.environ, **address},
        capture_output=True,
        check=False,
        text=True,
    )
    assert told.returncode == -signal.SIGKILL, told.stderr
    key = told.stdout.strip()
    left = Path(address["SEKISHO_DATA"]) / "vault" / key[:2] / key
    assert left.stat().st_size > 100_000
    orphan = environment().data / "vault" / key[:2] / key
    if left != orphan:
        # On SQLite the killed process had a data folder of its own, with the database in it.
        orphan.parent.mkdir(parents=True, exist_ok=True)
        left.rename(orphan)
    assert not DataKey.objects.filter(name=key).exists()
    kept = vault.put([b"kept"], 100)
    vault.sweep(time.time() - 3600)
    assert orphan.is_file()
    vault.sweep(time.time() + 3600)
    assert not orphan.exists()
    assert vault.read(kept.key, 100) == b"kept"


def _born(tree: dict[str, Any]) -> list[str]:
    return [
        f"/parties/{n}/officers/{m}/born_on"
        for n, party in enumerate(tree.get("parties", []))
        for m, officer in enumerate(party.get("officers", []))
        if officer.get("born_on")
    ]


def _prove(case: str, path: str, what: str) -> None:
    draft = Draft.objects.get(case_id=id_of(case))
    for row in draft.filing["evidence"]:
        if row["path"] == path:
            row["proves"] = what
            row["party"] = draft.filing["parties"][0]["id"]
    draft.save()
