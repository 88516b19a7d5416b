"""A list alone in an archive is opened like any other file; other archives are not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from sekisho.library.intake.look import list_form
from sekisho.model.errors import InputError, TooLargeError
from sekisho.read.packed import open_single
from tools.fuzz_lists import UN


def archive(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


def test_a_list_alone_in_an_archive_is_told_by_its_content(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", list=UN)
    found = list_form(path)
    assert found is not None
    assert found.name == "un-xml"
    with open_single(path) as stream:
        assert stream.read() == UN


def test_of_two_files_in_an_archive_neither_is_taken(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", one=UN, two=UN)
    assert list_form(path) is None
    with pytest.raises(InputError) as caught, open_single(path):
        pass
    assert caught.value.message.params["reason"] == "not_single"


def test_an_archive_that_unpacks_to_far_too_much_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", list=b"<" + b" " * 80_000_000)
    with pytest.raises(TooLargeError), open_single(path) as stream:
        stream.read()


@pytest.mark.parametrize("cut", [10, 200])
def test_a_damaged_archive_is_refused(tmp_path: Path, cut: int) -> None:
    path = archive(tmp_path / "x.zip", list=UN)
    path.write_bytes(path.read_bytes()[:-cut])
    assert list_form(path) is None
    with pytest.raises(InputError), open_single(path) as stream:
        stream.read()
