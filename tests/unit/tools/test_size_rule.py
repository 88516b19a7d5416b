from __future__ import annotations

from pathlib import Path

import pytest

from tools.size_rule import judge


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "src" / "house").mkdir(parents=True)
    (tmp_path / "tools").mkdir()
    return tmp_path


def _write(house: Path, name: str, text: str) -> None:
    path = house / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _function(lines: int) -> str:
    return "def long():\n" + "    a = 1\n" * (lines - 1)


def test_a_small_house_keeps_the_rule(house: Path):
    _write(house, "src/house/room.py", _function(50))
    assert judge(house) == []


def test_a_file_may_have_400_lines_and_no_more(house: Path):
    _write(house, "src/house/room.py", "a = 1\n" * 400)
    _write(house, "src/house/hall.py", "a = 1\n" * 401)
    assert judge(house) == ["src/house/hall.py: 401 lines, at most 400"]


def test_a_test_file_may_have_600(house: Path):
    _write(house, "tests/test_room.py", "a = 1\n" * 600)
    _write(house, "tests/test_hall.py", "a = 1\n" * 601)
    assert judge(house) == ["tests/test_hall.py: 601 lines, at most 600"]


def test_a_function_may_have_50_lines_wherever_it_stands(house: Path):
    inner = "".join(f"    {line}\n" for line in _function(51).splitlines())
    _write(house, "src/house/room.py", f"class Room:\n{inner}")
    assert judge(house) == ["src/house/room.py:long: 51 lines, at most 50"]


def test_a_package_may_hold_12_modules_besides_its_init(house: Path):
    for n in range(12):
        _write(house, f"src/house/m{n}.py", "")
    _write(house, "src/house/__init__.py", "")
    assert judge(house) == []
    _write(house, "src/house/m12.py", "")
    assert judge(house) == ["src/house: 13 modules, at most 12"]


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "common.py", "case_manager.py"])
def test_a_drawer_is_no_module(house: Path, name: str):
    _write(house, f"src/house/{name}", "")
    assert judge(house) == [f"src/house/{name}: a module is called by what it holds"]


def test_a_class_is_no_manager(house: Path):
    _write(house, "src/house/room.py", "class RoomManager:\n    pass\n")
    assert judge(house) == ["src/house/room.py:RoomManager: a class is called by what it is"]


def test_what_is_in_service_may_be_called_so(house: Path):
    _write(house, "src/house/in_service.py", "class _InService:\n    pass\n")
    assert judge(house) == []


def test_a_file_that_is_no_python_is_said_and_the_rest_is_judged(house: Path):
    _write(house, "src/house/room.py", "def (:\n")
    _write(house, "src/house/utils.py", "")
    assert len(judge(house)) == 2


def test_an_exception_with_a_reason_is_kept(house: Path):
    _write(house, "src/house/room.py", "a = 1\n" * 401)
    _write(
        house, "tools/size_exceptions.csv", "kind,place,reason\nfile,src/house/room.py,grammar\n"
    )
    assert judge(house) == []


def test_an_exception_without_a_reason_is_refused(house: Path):
    _write(house, "tools/size_exceptions.csv", "kind,place,reason\nfile,src/house/room.py, \n")
    with pytest.raises(ValueError, match="names no reason"):
        judge(house)


def test_an_exception_no_longer_needed_must_go(house: Path):
    _write(house, "src/house/room.py", "a = 1\n")
    _write(house, "tools/size_exceptions.csv", "kind,place,reason\nfile,src/house/room.py,once\n")
    assert judge(house) == ["src/house/room.py: is an exception without need"]
