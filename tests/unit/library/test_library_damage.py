"""A library that was cut, changed or made by another version is refused, and the file named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from sekisho.library.manifest import Manifest
from sekisho.library.snapshot import Library, open_library
from sekisho.library.status import verify_library
from sekisho.model.canonical import canonical_bytes
from sekisho.model.errors import LibraryError
from sekisho.model.schema import from_json


def refused(path: Path) -> LibraryError:
    with pytest.raises(LibraryError) as caught:
        open_library(path)
    return caught.value


def overwrite(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def flip_last(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def rewrite_manifest(folder: Path, **changes: object) -> None:
    manifest = from_json((folder / "manifest.json").read_bytes(), Manifest)
    manifest = msgspec.structs.replace(manifest, **changes)
    manifest = msgspec.structs.replace(manifest, contents_sha256=manifest.digest())
    (folder / "manifest.json").write_bytes(canonical_bytes(manifest))


@pytest.mark.parametrize(
    "name", ["advisories/pypi/packages.recs", "likelihood/rows", "equipment.json"]
)
def test_a_file_cut_short_is_found_when_opening(snapshot: Path, name: str) -> None:
    overwrite(snapshot / name, lambda data: data[: len(data) // 2])
    error = refused(snapshot)
    assert (error.message.id, error.message.params["file"]) == ("library.truncated", name)
    assert error.hint is not None


def test_a_missing_file_is_found_when_opening(snapshot: Path) -> None:
    (snapshot / "exploited" / "offs").unlink()
    assert refused(snapshot).message.params["file"] == "exploited/offs"


def test_a_folder_without_a_manifest_is_no_library(tmp_path: Path) -> None:
    assert refused(tmp_path).message.id == "library.none"


def test_a_file_in_place_of_a_folder_is_no_library(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("not a folder")
    assert refused(tmp_path / "library").message.id == "library.none"


def test_a_library_of_a_newer_version_asks_for_an_update(snapshot: Path) -> None:
    manifest = json.loads((snapshot / "manifest.json").read_text())
    (snapshot / "manifest.json").write_text(json.dumps({**manifest, "schema": "sekisho/library/2"}))
    assert refused(snapshot).message.id == "library.newer"


def test_index_files_of_another_version_ask_for_a_new_build(snapshot: Path) -> None:
    rewrite_manifest(snapshot, tables="1")
    assert refused(snapshot).message.id == "library.tables"


def test_index_files_from_before_versions_were_written_out_ask_for_a_new_build(
    snapshot: Path,
) -> None:
    manifest = json.loads((snapshot / "manifest.json").read_text())
    del manifest["tables"]
    (snapshot / "manifest.json").write_text(json.dumps(manifest))
    assert refused(snapshot).message.id == "library.tables"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"schema": "sekisho/library/1", "made_on": 7}'])
def test_a_manifest_that_is_none_is_refused(snapshot: Path, text: str) -> None:
    (snapshot / "manifest.json").write_text(text)
    assert refused(snapshot).message.id == "library.manifest"


def test_a_manifest_changed_by_hand_is_refused(snapshot: Path) -> None:
    overwrite(snapshot / "manifest.json", lambda data: data.replace(b'"count":1', b'"count":9'))
    assert refused(snapshot).message.id == "library.changed"


def test_a_manifest_cannot_name_files_outside_the_library(snapshot: Path) -> None:
    manifest = from_json((snapshot / "manifest.json").read_bytes(), Manifest)
    outside = msgspec.structs.replace(manifest.files[0], path="../../etc/hostname")
    rewrite_manifest(snapshot, files=(outside,))
    assert refused(snapshot).message.id == "library.manifest"


LOOKUPS: dict[str, Callable[[Library], object]] = {
    "advisories/pypi/packages.keys": lambda library: library.advisories.match("PyPI", "x", "1"),
    "advisories/pypi/packages.offs": lambda library: library.advisories.match("PyPI", "x", "1"),
    "exploited/keys": lambda library: library.exploited("CVE-2026-10001"),
    "exploited/recs": lambda library: library.exploited("CVE-2026-10001"),
    "likelihood/rows": lambda library: library.likelihood("CVE-2026-10001"),
    "equipment.json": lambda library: library.equipment(),
    "parties/base/keys.keys.blk": lambda library: library.parties.search("Virelume"),
    "parties/base/head": lambda library: library.parties.search("Virelume"),
}


@pytest.mark.parametrize("name", list(LOOKUPS))
def test_a_file_changed_after_building_is_caught_before_an_answer(
    snapshot: Path, name: str
) -> None:
    overwrite(snapshot / name, flip_last)
    library = open_library(snapshot)
    with pytest.raises(LibraryError) as caught:
        LOOKUPS[name](library)
    assert caught.value.message.id == "library.changed"


def test_verify_names_every_file_that_differs_and_every_stranger(snapshot: Path) -> None:
    assert verify_library(snapshot) == []
    overwrite(snapshot / "advisories/pypi/packages.recs", flip_last)
    (snapshot / "exploited/keys").unlink()
    (snapshot / "note.txt").write_text("hello")
    told = [(d.message.id, d.message.params["file"]) for d in verify_library(snapshot)]
    assert told == [
        ("library.changed", "advisories/pypi/packages.recs"),
        ("library.truncated", "exploited/keys"),
        ("library.stranger", "note.txt"),
    ]


def test_an_index_file_the_manifest_does_not_name_is_missing_not_a_fault(snapshot: Path) -> None:
    manifest = from_json((snapshot / "manifest.json").read_bytes(), Manifest)
    kept = tuple(file for file in manifest.files if not file.path.startswith("exploited"))
    rewrite_manifest(snapshot, files=kept)
    with pytest.raises(LibraryError) as caught:
        open_library(snapshot).exploited("CVE-2026-10001")
    assert caught.value.message.id == "library.truncated"


def test_a_manifest_that_is_no_text_is_refused(snapshot: Path) -> None:
    path = snapshot / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"CISA", b"C\xe5\xad\xf3"))
    assert refused(snapshot).message.id == "library.manifest"


def test_a_library_replaced_while_it_is_read_says_so_and_what_was_opened_goes_on(
    snapshot: Path,
) -> None:
    library = open_library(snapshot)
    found = library.parties.search("Virelume")
    other = snapshot.with_name("other")
    shutil.copytree(snapshot, other)
    rewrite_manifest(other, made_on=date(2026, 1, 2))
    shutil.rmtree(snapshot)
    other.rename(snapshot)
    assert library.parties.search("Virelume") == found
    (snapshot / "exploited/keys").unlink()
    with pytest.raises(LibraryError) as caught:
        library.exploited("CVE-2026-10001")
    assert caught.value.message.id == "library.replaced"
