"""PostgreSQL on a disk that is really full: nothing is half done, and the page says so."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections

from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.settings.environment import environment
from tests.samples.people import act, id_of, open_example, settle
from tests.samples.sites import on_server, use_database

_MIB = 32


@pytest.fixture
def small_disk(postgresql_tables: dict[str, Any]) -> Iterator[Path]:
    """A portal whose tables lie on a disk of a few megabytes; gives where that disk is."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root may mount a small disk")
    disk = Path("/tmp") / f"sekisho-small-disk-{os.getpid()}"
    disk.mkdir(mode=0o755)
    mounted = ["mount", "-t", "tmpfs", "-o", f"size={_MIB}m", "sekisho-test", str(disk)]
    if subprocess.run(mounted, check=False, capture_output=True).returncode:
        disk.rmdir()
        pytest.skip("this machine does not let a small disk be mounted")
    tables, name = disk / "tables", f"small_{os.getpid()}"
    described = {**postgresql_tables, "NAME": name}
    try:
        tables.mkdir()
        shutil.chown(tables, "postgres", "postgres")
        on_server(described, f"CREATE TABLESPACE {name} LOCATION '{tables}'")
        on_server(described, f'CREATE DATABASE "{name}" TEMPLATE "tables" TABLESPACE {name}')
        use_database(described)
        yield disk
        connections.close_all()
        on_server(described, f'DROP DATABASE "{name}" WITH (FORCE)')
        on_server(described, f"DROP TABLESPACE {name}")
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=False)
        disk.rmdir()


def stored() -> set[Path]:
    return {path for path in (environment().data / "vault").rglob("*") if path.is_file()}


def test_an_act_for_which_the_disk_has_no_room_is_undone(small_disk: Path):
    people = settle()
    filer = people.client("filer")
    case = open_example(filer)
    file = SimpleUploadedFile("before.pdf", b"%PDF")
    assert act(filer, case, "evidence", file=file).status_code == 302
    version, events, files = _standing(case), Event.objects.count(), stored()
    ballast = small_disk / "ballast"
    room = shutil.disk_usage(small_disk).free
    ballast.write_bytes(b"x" * room)
    refused = None
    for n in range(2000):
        file = SimpleUploadedFile(f"{n}-{'x' * 200}.pdf", b"%PDF")
        answer = act(filer, case, "evidence", file=file)
        if answer.status_code != 302:
            refused = answer
            break
        version, events, files = _standing(case), Event.objects.count(), stored()
    assert refused is not None, "the disk was never full"
    assert refused.status_code == 507
    assert "保存領域がいっぱいです" in refused.content.decode()
    assert (_standing(case), Event.objects.count(), stored()) == (version, events, files)
    assert filer.get(case).status_code == 200
    ballast.unlink()
    file = SimpleUploadedFile("after.pdf", b"%PDF")
    assert act(filer, case, "evidence", file=file).status_code == 302
    assert Document.objects.filter(name="after.pdf").count() == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM cases_document d LEFT JOIN personal_datakey k"
            " ON k.name = d.vault_key WHERE d.vault_key <> '' AND k.name IS NULL"
        )
        assert cursor.fetchone() == (0,)


def _standing(case: str) -> int:
    return CaseFile.objects.get(id=id_of(case)).version
