"""A reader in a child process may fail in any way: the parent gets an error it can say."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from sekisho.model.errors import DefectsError, InputError, TooLargeError
from sekisho.read.child import ChildLimits, read_in_child

QUICK = ChildLimits(memory=512, processor=1, wall=20)


def run(reader: str, data: bytes = b"", file: str = "a.xlsx", kind: Any = tuple[str, ...]) -> Any:
    return read_in_child(f"tests.unit.filing.hostile_readers:{reader}", data, file, kind, QUICK)


def test_the_answer_of_a_reader_comes_back_as_it_was():
    assert run("echo", "届出".encode()) == ("a.xlsx", "届出")


def test_what_a_reader_refuses_is_refused_with_its_place_and_remedy():
    with pytest.raises(DefectsError) as caught:
        run("refuse")
    (defect,) = caught.value.defects
    assert (defect.message.id, defect.place.file) == ("error.empty", "a.xlsx")
    assert defect.remedy is not None


def test_a_reader_that_eats_memory_is_stopped():
    with pytest.raises(TooLargeError) as caught:
        run("eat_memory")
    assert caught.value.message.id == "error.child_memory"


def test_a_reader_that_never_ends_is_stopped():
    with pytest.raises(TooLargeError) as caught:
        run("never_end")
    assert caught.value.message.id == "error.child_time"


@pytest.mark.parametrize("reader", ["crash", "kill_itself", "no_such_reader"])
def test_a_reader_that_crashes_takes_nobody_with_it(reader: str):
    with pytest.raises(InputError) as caught:
        run(reader)
    assert caught.value.message.id == "error.child_broken"


def test_an_answer_of_another_kind_is_no_answer():
    with pytest.raises(InputError) as caught:
        run("lie")
    assert caught.value.message.id == "error.child_broken"


@pytest.mark.parametrize("way", ["connect", "start", "fork", "write", "remove", "link", "shell"])
def test_a_reader_reaches_nothing_outside_its_process(way: str, tmp_path: Path):
    precious = tmp_path / "precious.txt"
    precious.write_text("as it was", encoding="utf-8")
    assert run("misbehave", way.encode(), str(precious), str) == "PermissionError"
    assert precious.read_text(encoding="utf-8") == "as it was"
    assert os.listdir(tmp_path) == ["precious.txt"]  # noqa: PTH208  # names alone
