"""Packed files: what unpacks to too much, leads out or is broken does no harm."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest
import zstandard

from sekisho.model.errors import InputError, TooLargeError
from sekisho.read.defects import DefectLog
from sekisho.read.packed import Caps, read_lines, read_members, read_whole

SMALL = Caps(document=1000, whole=10_000, ratio=10, free=2000)


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


def members_of(path: Path, caps: Caps = SMALL) -> tuple[dict[str, bytes], DefectLog]:
    log = DefectLog()
    return dict(read_members(path, ".json", log, caps)), log


@pytest.mark.parametrize("suffix", [".gz", ".zst", ""])
def test_a_file_is_read_however_it_is_packed(tmp_path: Path, suffix: str) -> None:
    pack = {".gz": gzip.compress, ".zst": zstandard.compress, "": bytes}[suffix]
    path = tmp_path / f"x.txt{suffix}"
    path.write_bytes(pack(b"one\n\ntwo\n"))
    assert list(read_lines(path, DefectLog())) == [(1, b"one\n"), (3, b"two\n")]


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_a_bomb_is_stopped_at_its_cap(tmp_path: Path, suffix: str) -> None:
    pack = {".gz": gzip.compress, ".zst": zstandard.compress}[suffix]
    path = tmp_path / f"bomb{suffix}"
    path.write_bytes(pack(b"0" * 1_000_000))
    with pytest.raises(TooLargeError):
        read_whole(path, SMALL)


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_a_file_that_is_not_packed_as_it_says_is_refused(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(b"this is plain text")
    with pytest.raises(InputError) as caught:
        read_whole(path)
    assert caught.value.message.id == "packed.unreadable"


def test_a_cut_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.gz"
    path.write_bytes(gzip.compress(bytes(range(256)) * 40)[:-20])
    with pytest.raises(InputError):
        read_whole(path)


def test_a_line_over_the_cap_is_a_defect_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"a" * 1500 + b"\nnext\n")
    log = DefectLog()
    assert list(read_lines(path, log, SMALL)) == [(2, b"next\n")]
    assert log.kept[0].place.line == 1


def test_members_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", {"b.json": b"2", "a.json": b"1", "c.txt": b"3"})
    found, _ = members_of(path)
    assert list(found.items()) == [("a.json", b"1"), ("b.json", b"2")]


@pytest.mark.parametrize("name", ["../../evil.json", "/etc/evil.json", "..\\evil.json"])
def test_a_member_that_leads_out_is_a_defect(tmp_path: Path, name: str) -> None:
    found, log = members_of(archive(tmp_path / "x.zip", {name: b"{}", "good.json": b"{}"}))
    assert list(found) == ["good.json"]
    assert [defect.message.id for defect in log.kept] == ["packed.leaves_folder"]


def test_a_member_over_the_cap_is_a_defect(tmp_path: Path) -> None:
    found, log = members_of(archive(tmp_path / "x.zip", {"big.json": b"0" * 5000, "a.json": b"1"}))
    assert list(found) == ["a.json"]
    assert log.count == 1


def test_an_archive_of_many_small_bombs_is_stopped(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", {f"{n}.json": b"0" * 900 for n in range(200)})
    with pytest.raises(TooLargeError):
        members_of(path, Caps(document=1000, whole=10_000, free=2000, ratio=1))


def test_a_broken_member_is_a_defect_and_the_others_are_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", {"a.json": b"first content", "b.json": b"second content"})
    data = bytearray(path.read_bytes())
    at = data.index(b"a.json") + len("a.json")
    data[at : at + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(bytes(data))
    found, log = members_of(path)
    assert list(found) == ["b.json"]
    assert log.count == 1


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(io.BytesIO(b"PK but no zip").getvalue())
    with pytest.raises(InputError) as caught:
        members_of(path)
    assert caught.value.message.id == "packed.unreadable"


def test_a_zstandard_file_cut_between_two_blocks_is_refused(tmp_path: Path) -> None:
    whole = zstandard.compress(os.urandom(400_000))
    for length in (len(whole) // 2, len(whole) - 1):
        path = tmp_path / "x.txt.zst"
        path.write_bytes(whole[:length])
        with pytest.raises(InputError):
            read_whole(path)


def test_every_frame_of_a_zstandard_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.txt.zst"
    path.write_bytes(zstandard.compress(b"one\n") + zstandard.compress(b"two\n" * 9000))
    assert read_whole(path) == b"one\n" + b"two\n" * 9000


def test_the_cap_an_archive_passed_is_told(tmp_path: Path) -> None:
    bombs = {f"{number}.json": b" " * 900_000 for number in range(20)}
    caps = Caps(document=1_000_000, whole=8 * 1024 * 1024, free=8 * 1024 * 1024)
    with pytest.raises(TooLargeError) as caught:
        members_of(archive(tmp_path / "x.zip", bombs), caps)
    assert caught.value.message.params == {"limit": 8}
