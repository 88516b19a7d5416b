"""A portal in one file, and back again: whole, or not at all."""

from __future__ import annotations

import io
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
import zstandard
from django.db import connection

from sekisho.portal.accounts.models import Organisation
from sekisho.portal.cases.models import CaseFile, Document, Event
from sekisho.portal.settings.environment import environment
from tests.samples.people import id_of, open_example, settle
from tests.samples.servers import call
from tests.samples.sites import Site, on_both, on_server, use_database
from tests.samples.workers import address_of

pytestmark = [pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]


def vault_of(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (data / "vault").glob("*/*")}


@contextmanager
def empty_place(site: Site, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Gives the variables of another, empty portal on the same kind of database."""
    at = {"SEKISHO_DATA": str(tmp_path / "fresh")}
    if site.vendor == "sqlite":
        yield at
        return
    name = f"{site.description['NAME']}_fresh"
    on_server(site.description, f'CREATE DATABASE "{name}"')
    known = {**site.description, "NAME": name}
    yield at | {
        "SEKISHO_DATABASE_URL": "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(
            **known
        )
    }
    use_database(site.description)
    on_server(site.description, f'DROP DATABASE "{name}" WITH (FORCE)')


def look_at(site: Site, place: dict[str, str]) -> None:
    """Points Django at the restored database."""
    if site.vendor == "sqlite":
        use_database({**site.description, "NAME": Path(place["SEKISHO_DATA"]) / "portal.sqlite3"})
    else:
        use_database({**site.description, "NAME": f"{site.description['NAME']}_fresh"})


@pytest.fixture
def lived(site: Site, tmp_path: Path) -> tuple[dict[str, str], UUID]:
    """Gives the variables of a portal with a case in it, and the id of the case."""
    case = UUID(id_of(open_example(settle().client("filer"))))
    data = tmp_path / "data"
    data.mkdir()
    at = {**address_of(site), "SEKISHO_DATA": str(data)}
    shutil.copytree(environment().data / "vault", data / "vault")
    if site.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(data / "portal.sqlite3")])
    (data / "static").mkdir()
    (data / "static" / "made-anew.css").write_text("")
    return at, case


@on_both
def test_what_was_backed_up_comes_back_whole(
    site: Site, lived: tuple[dict[str, str], UUID], tmp_path: Path
):
    at, case = lived
    archive = tmp_path / "portal.tar.zst"
    made = call(tmp_path, "portal", "backup", str(archive), **at)
    assert made.returncode == 0, made.stderr
    assert "SHA-256" in made.stdout
    assert archive.stat().st_mode & 0o77 == 0
    before = list(Event.objects.values_list("seq", "act", "on", "at"))
    with empty_place(site, tmp_path) as place:
        restored = call(tmp_path, "portal", "restore", str(archive), **place)
        assert restored.returncode == 0, restored.stderr
        fresh = Path(place["SEKISHO_DATA"])
        assert vault_of(fresh) == vault_of(Path(at["SEKISHO_DATA"]))
        assert not (fresh / "static").exists()
        look_at(site, place)
        assert CaseFile.objects.get().id == case
        assert list(Event.objects.values_list("seq", "act", "on", "at")) == before
        keys = Document.objects.exclude(vault_key="").values_list("vault_key", flat=True)
        assert set(keys) <= set(vault_of(fresh))
        with pytest.raises(Exception, match="append-only"):
            Event.objects.update(act="forged")
        again = call(tmp_path, "portal", "restore", str(archive), **place)
        assert again.returncode == 2
        assert "not empty" in again.stderr


@on_both
def test_an_archive_is_never_put_over_a_portal(
    site: Site, lived: tuple[dict[str, str], UUID], tmp_path: Path
):
    at, _ = lived
    archive = tmp_path / "portal.tar.zst"
    assert call(tmp_path, "portal", "backup", str(archive), **at).returncode == 0
    elsewhere = at if site.vendor == "sqlite" else {**at, "SEKISHO_DATA": str(tmp_path / "new")}
    ended = call(tmp_path, "portal", "restore", str(archive), **elsewhere)
    assert ended.returncode == 2
    assert "→ Restore into a new folder" in ended.stderr
    assert Organisation.objects.count() == 4
    assert not (tmp_path / "new").exists()


def broken(archive: Path, how: str) -> None:
    """Makes an archive wrong in one way."""
    plain = archive.with_suffix(".tar")
    packed = archive.read_bytes()
    if how == "cut":
        archive.write_bytes(packed[: len(packed) // 2])
        return
    if how == "flipped":
        middle = len(packed) // 2
        archive.write_bytes(packed[:middle] + bytes([packed[middle] ^ 1]) + packed[middle + 1 :])
        return
    if how == "no archive":
        archive.write_bytes(b"PK\x03\x04")
        return
    with zstandard.ZstdDecompressor().stream_reader(packed) as reader:
        plain.write_bytes(reader.read())
    kept = plain.with_suffix(".new")
    with tarfile.open(plain) as old, tarfile.open(kept, "w") as new:
        for info in old:
            body = old.extractfile(info)
            if how == "one changed" and info.name.startswith("files/vault"):
                assert body is not None
                changed = body.read()[::-1] + b" "
                info.size = len(changed)
                body = io.BytesIO(changed)
            if how == "one missing" and info.name.startswith("files/vault"):
                how = "done"
                continue
            new.addfile(info, body)
        if how == "one more":
            info = tarfile.TarInfo("../../escaped")
            new.addfile(info)
    archive.write_bytes(zstandard.compress(kept.read_bytes()))


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "how", ["cut", "flipped", "no archive", "one changed", "one missing", "one more"]
)
def test_an_archive_that_is_not_whole_restores_nothing(
    how: str, lived: tuple[dict[str, str], UUID], tmp_path: Path
):
    at, _ = lived
    archive = tmp_path / "portal.tar.zst"
    assert call(tmp_path, "portal", "backup", str(archive), **at).returncode == 0
    broken(archive, how)
    ended = call(tmp_path, "portal", "restore", str(archive), SEKISHO_DATA=str(tmp_path / "fresh"))
    assert ended.returncode == 2
    assert "no whole archive" in ended.stderr
    assert not (tmp_path / "fresh").exists()
    assert not (tmp_path.parent / "escaped").exists()


@pytest.mark.usefixtures("site")
def test_a_backup_is_not_laid_over_another_nor_into_the_folder_it_copies(
    lived: tuple[dict[str, str], UUID], tmp_path: Path
):
    at, _ = lived
    (tmp_path / "there.zst").write_text("older")
    for name, said in (
        ("there.zst", "never overwritten"),
        ("data/inside.zst", "lost with it"),
        ("no/where.zst", "no folder"),
    ):
        ended = call(tmp_path, "portal", "backup", str(tmp_path / name), **at)
        assert ended.returncode == 2
        assert said in ended.stderr
    assert (tmp_path / "there.zst").read_text() == "older"
    assert [path.name for path in tmp_path.glob(".*")] == []


@on_both
def test_without_the_programs_of_postgresql_it_is_said(
    site: Site, lived: tuple[dict[str, str], UUID], tmp_path: Path
):
    at, _ = lived
    archive = tmp_path / "portal.tar.zst"
    ended = call(tmp_path, "portal", "backup", str(archive), **at, PATH=str(tmp_path))
    if site.vendor == "sqlite":
        assert ended.returncode == 0
    else:
        assert ended.returncode == 2
        assert "pg_dump is not installed" in ended.stderr


@pytest.mark.usefixtures("site")
def test_a_backup_of_the_other_database_is_refused(
    lived: tuple[dict[str, str], UUID], tmp_path: Path, postgresql_cluster: dict[str, str]
):
    at, _ = lived
    archive = tmp_path / "portal.tar.zst"
    assert call(tmp_path, "portal", "backup", str(archive), **at).returncode == 0
    url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/postgres".format(**postgresql_cluster)
    place = {"SEKISHO_DATA": str(tmp_path / "fresh"), "SEKISHO_DATABASE_URL": url}
    ended = call(tmp_path, "portal", "restore", str(archive), **place)
    assert ended.returncode == 2
    assert "other kind of database" in ended.stderr
