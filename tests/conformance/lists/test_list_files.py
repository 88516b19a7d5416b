"""Every real list of the shared data is read whole, or refused for the right reason.

`figures.csv` holds what was read of each file, and no record. To write it anew:
`python -m tests.conformance.lists.test_list_files FOLDER > tests/conformance/lists/figures.csv`
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import shutil
import sys
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import zstandard

from sekisho.library.build import gather
from sekisho.library.intake.find import find_feeds
from sekisho.model.errors import LibraryError
from sekisho.model.reference import ListedParty

DAY = date(2026, 11, 23)
FIGURES = Path(__file__).with_name("figures.csv")
COLUMNS = ("file", "outcome", "feed", "entries", "names", "defects", "remarks")
_BESIDE = {
    "sdn.csv": ("alt.csv", "add.csv", "sdn_comments.csv"),
    "cons_prim.csv": ("cons_alt.csv", "cons_add.csv", "cons_comments.csv"),
}
_ALONE_NOTHING = {name for names in _BESIDE.values() for name in names}
_SKIPPED = (".yml", ".yaml", ".md")
"""Conversions by others, which `tests/samples/third_party_lists.py` reads."""

Row = tuple[str, ...]


def _unpacked(archive: Path, into: Path) -> None:
    with archive.open("rb") as packed:
        data = zstandard.ZstdDecompressor().stream_reader(packed).read()
    with tarfile.open(fileobj=io.BytesIO(data)) as members:
        members.extractall(into, filter="data")


def _files(lists: Path, work: Path) -> Iterator[tuple[str, Path]]:
    """Every file of the folder, and every file within its archives, with its name."""
    for file in sorted(lists.rglob("*")):
        name = file.relative_to(lists).as_posix()
        if file.name.endswith(".tar.zst"):
            inside = work / "archives" / file.name
            _unpacked(file, inside)
            for member in sorted(inside.rglob("*")):
                if member.is_file() and member.suffix not in _SKIPPED:
                    yield f"{name}:{member.relative_to(inside).as_posix()}", member
        elif file.is_file() and not file.name.endswith(".jsonl.zst"):
            yield name, file


def _measured(name: str, file: Path, work: Path) -> Iterator[Row]:
    plain = file.name.removesuffix(".gz")
    if plain in _ALONE_NOTHING:
        return
    folder = work / "one"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    packed = file.name.removeprefix(plain)
    for part in (file, *(file.with_name(other + packed) for other in _BESIDE.get(plain, ()))):
        if part.is_file():
            (folder / part.name).write_bytes(part.read_bytes())
    (folder / "library.yaml").write_text("fictional: yes\n")
    try:
        gathered = gather(folder, DAY)
    except LibraryError:
        yield (name, find_feeds(folder).left[0].reason.id, *[""] * 5)
        return
    for refusal in gathered.refused:
        yield (name, refusal.defects[0].message.id, refusal.feed, *[""] * 4)
    for reading in gathered.contents.readings:
        records = list(reading)
        names = sum(len(each.names) for each in records if isinstance(each, ListedParty))
        log = reading.defects
        figures = (len(records), names, log.count, log.remarks)
        yield (name, "read", reading.id, *map(str, figures))
    if not gathered.contents.readings and not gathered.refused:
        yield (name, gathered.left[0].reason.id, *[""] * 5)


def measure(lists: Path) -> list[Row]:
    """Reads every file of the lists, each as if it were alone in a folder."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        return [row for name, file in _files(lists, work) for row in _measured(name, file, work)]


@pytest.fixture(scope="module")
def rows(test_data: Path) -> list[Row]:
    return measure(test_data / "lists")


def entries(rows: list[Row], file: str, feed: str = "") -> int:
    found = [row for row in rows if row[0] == file and row[1] == "read" and feed in ("", row[2])]
    return int(found[0][3])


def test_every_file_is_read_or_refused_as_before(rows: list[Row]) -> None:
    with FIGURES.open(encoding="utf-8", newline="") as stream:
        before = [tuple(row) for row in csv.reader(stream)][1:]
    assert rows == before


def test_every_entry_the_united_nations_published_is_read(rows: list[Row], test_data: Path) -> None:
    data = gzip.decompress((test_data / "lists/watchman-2019/UN_consolidated.xml.gz").read_bytes())
    published = data.count(b"<INDIVIDUAL>") + data.count(b"<ENTITY>")
    assert entries(rows, "watchman-2019/UN_consolidated.xml.gz") == published == 1003


@pytest.mark.parametrize("year", ["2019", "2021"])
def test_every_entry_of_the_sdn_list_is_read(rows: list[Row], test_data: Path, year: str) -> None:
    file = f"watchman-{year}/sdn.csv.gz"
    data = gzip.decompress((test_data / "lists" / file).read_bytes())
    published = len({line.split(b",")[0] for line in data.splitlines() if line[:1].isdigit()})
    assert entries(rows, file) == published


@pytest.mark.parametrize(("year", "twice"), [("2019", 3), ("2021", 2)])
def test_every_denied_person_is_read_and_the_repeated_rows_are_told(
    rows: list[Row], test_data: Path, year: str, twice: int
) -> None:
    file = f"watchman-{year}/dpl.txt.gz"
    lines = gzip.decompress((test_data / "lists" / file).read_bytes()).splitlines()
    published = sum(1 for line in lines if line.strip()) - 1
    assert entries(rows, file) == published - twice


def test_every_freeze_of_the_ministry_of_finance_is_read(test_data: Path, tmp_path: Path) -> None:
    """Someone else's conversion of the same workbook has as many entries on every sheet it has."""
    source = test_data / "lists/jp/shisantouketsu20260305.xlsx"
    (tmp_path / source.name).write_bytes(source.read_bytes())
    (reading, *_) = gather(tmp_path, DAY).contents.readings
    read = Counter(str(party.part).split(".")[0] for party in reading)
    _unpacked(test_data / "lists/jp/ammitto-jp-lists.tar.zst", tmp_path / "theirs")
    compared = 0
    for file in sorted((tmp_path / "theirs").rglob("mof-asset-freeze/*/*.yml")):
        sheet = str(int(file.parent.name.split("-")[0]))
        text = file.read_text(encoding="utf-8")
        theirs = len(re.findall(r"^  - id: jp\.mof\.", text, re.MULTILINE))
        assert (sheet, read[sheet]) == (sheet, theirs)
        compared += 1
    assert compared == 37


def test_every_foreign_end_user_is_read(rows: list[Row], test_data: Path, tmp_path: Path) -> None:
    _unpacked(test_data / "lists/jp/ammitto-jp-lists.tar.zst", tmp_path)
    (file,) = tmp_path.rglob("foreign-user-list/20250929.yml")
    text = file.read_text(encoding="utf-8")
    theirs = len(re.findall(r"^  - id: jp\.meti\.", text, re.MULTILINE))
    assert entries(rows, "jp/20250929_4.xlsx") == theirs == 835


if __name__ == "__main__":
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(measure(Path(sys.argv[1])))
