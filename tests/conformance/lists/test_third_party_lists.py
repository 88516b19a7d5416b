"""Real lists in the conversions of others become entries of our own form, every one.

One line of each conversion of ammitto is its index, which the README counts.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from sekisho.library.build import gather
from sekisho.model.reference import ListedParty
from sekisho.read.defects import DefectLog
from sekisho.read.lists.sift import sifted
from sekisho.read.lists.xml.eu import read_eu
from sekisho.read.lists.xml.uk import read_uk
from tests.samples import rebuilt_exports
from tests.samples import third_party_lists as theirs

Take = Callable[[Path], Iterator[ListedParty]]


@pytest.mark.parametrize(
    ("take", "entries"),
    [
        (theirs.european, 4158),
        (theirs.british, 4453),
        (theirs.american, 315),
        (theirs.world_bank, 1264),
    ],
)
def test_every_entry_has_a_name_and_an_id(test_data: Path, take: Take, entries: int) -> None:
    parties = list(take(test_data / "lists"))
    assert len(parties) == entries
    assert all(party.name and party.id for party in parties)
    assert len({party.id for party in parties}) == entries


def test_the_european_export_is_read_whole(test_data: Path) -> None:
    data, rows = rebuilt_exports.european_export(test_data / "lists")
    log = DefectLog()
    parties = list(sifted(read_eu(io.BytesIO(data), "eu.xml", "eu", log), "eu.xml", log))
    assert (len(parties), log.count) == (len(rows), 0) == (4160, 0)
    for party, row in zip(parties, rows, strict=True):
        assert party.id == row["eu_reference_number"]
        assert party.programme == row["regulations"][0]["programme"]
        said = {" ".join(alias["whole_name"].split()) for alias in row["name_aliases"]}
        assert said <= {*party.names, ""}
        weak = {" ".join(a["whole_name"].split()) for a in row["name_aliases"] if not a["strong"]}
        assert set(party.weak_names) <= weak
    assert all(party.listed_on for party in parties)


def test_the_british_export_is_read_whole(test_data: Path) -> None:
    data, rows = rebuilt_exports.british_export(test_data / "lists")
    log = DefectLog()
    parties = list(sifted(read_uk(io.BytesIO(data), "uk.xml", "uk", log), "uk.xml", log))
    assert (len(parties), log.count) == (len(rows), 0) == (4453, 0)
    for party, row in zip(parties, rows, strict=True):
        assert party.id == row["unique_id"]
        assert str(party.listed_on) == row["date_designated"]
        assert party.programme == row["regime_name"].strip()
    assert sum(len(party.weak_names) for party in parties) == 447


def test_weak_names_stay_apart_from_sure_ones(test_data: Path) -> None:
    weak = sum(len(party.weak_names) for party in theirs.british(test_data / "lists"))
    assert weak == 447


def test_a_debarment_ends_on_its_day(test_data: Path) -> None:
    ended = [
        party
        for party in theirs.world_bank(test_data / "lists")
        if party.ended_on and party.ended_on <= date(2026, 11, 26)
    ]
    assert len(ended) == 803


@pytest.mark.parametrize(
    ("archive", "below", "entries"),
    [
        ("jp/ammitto-jp-lists.tar.zst", "russia-export-prohibition", 583),
        ("jp/ammitto-jp-lists.tar.zst", "belarus-export-prohibition", 31),
        ("ammitto-cn-lists.tar.zst", "sources/sanction-lists", 273),
    ],
)
def test_announcements_go_into_a_library_as_our_own_format(
    test_data: Path, tmp_path: Path, archive: str, below: str, entries: int
) -> None:
    parties = list(theirs.announced(test_data / "lists" / archive, below))
    theirs.write_own(parties, "announced", tmp_path)
    (reading, *_) = gather(tmp_path, date(2026, 11, 23)).contents.readings
    read = list(reading)
    assert (reading.id, reading.defects.count) == ("announced", 0)
    assert len(read) == len(parties) == entries
    assert {name for party in parties for name in party.names} <= {
        name for party in read for name in party.names
    }


@pytest.mark.parametrize(
    ("table", "entries"),
    [
        ("cn__sanctions__sanctions.csv", 610),
        ("us__bis_mieu__mieu.csv", 13),
        ("us__dod_chinese_milcorps__sanctions.csv", 397),
        ("us__special_leg__source_files__section_353.csv", 167),
        ("eu__journal_sanctions__data__consolidated__32014R0833.csv.gz", 1746),
    ],
)
def test_curated_tables_are_entries_too(test_data: Path, table: str, entries: int) -> None:
    parties = list(theirs.curated(test_data / "lists/opensanctions-nc" / table))
    assert len(parties) == entries
