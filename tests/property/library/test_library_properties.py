"""What must hold for any content: nothing is lost, order means nothing, damage never misleads."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.library.build import write_library
from sekisho.library.contents import Contents
from sekisho.library.feeds import Feed
from sekisho.library.likelihood import LikelihoodTable, build_table
from sekisho.library.reading import Reading
from sekisho.library.snapshot import library_in_memory, open_library
from sekisho.model.errors import LibraryError, Place
from sekisho.model.reference import Exploited, Likelihood
from sekisho.read.advisories.osv import read_records
from sekisho.read.defects import DefectLog
from sekisho.read.lists.published import country_code, day_of

DAY = date(2026, 11, 23)
cves = st.builds("CVE-{}-{:04d}".format, st.integers(1999, 2099), st.integers(1, 10**9))
decimals = st.from_regex(r"[01]\.[0-9]{1,9}\Z", fullmatch=True)
estimates = st.dictionaries(cves, st.tuples(decimals, decimals), max_size=30)
exploited = st.lists(
    st.builds(Exploited, feed=st.just("kev"), cve=cves, name=st.text()), max_size=20
)


def contents(rows: list[Exploited]) -> Contents:
    feed = Feed(id="kev", kind="exploited", title="K", publisher="K", published_on=DAY)
    return Contents([Reading(feed, rows)], made_on=DAY)


@given(estimates)
def test_every_estimate_is_given_back_as_it_was_written(
    written: dict[str, tuple[str, str]],
) -> None:
    rows = [
        Likelihood(feed="epss", cve=cve, score=score, percentile=percentile)
        for cve, (score, percentile) in written.items()
    ]
    parts = build_table(reversed(rows), ["other", "epss"])
    table = LikelihoodTable(
        {name: memoryview(data) for name, data in parts.items()}, ["other", "epss"]
    )
    assert [table.get(row.cve) for row in rows] == rows
    assert build_table(rows, ["other", "epss"]) == parts


@given(estimates, cves)
def test_a_cve_without_an_estimate_has_none(
    written: dict[str, tuple[str, str]], asked: str
) -> None:
    rows = [Likelihood(feed="epss", cve=cve, score=s) for cve, (s, _) in written.items()]
    parts = build_table(rows, ["epss"])
    table = LikelihoodTable({n: memoryview(d) for n, d in parts.items()}, ["epss"])
    assert (table.get(asked) is None) == (asked not in written)


@given(exploited, st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(rows: list[Exploited], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert library_in_memory(contents(rows)).sha256 == library_in_memory(contents(shuffled)).sha256


@settings(max_examples=60)
@given(exploited.filter(bool), st.data())
def test_a_changed_byte_gives_an_error_or_the_same_answers(
    rows: list[Exploited], data: st.DataObject
) -> None:
    with TemporaryDirectory() as folder:
        out = Path(folder) / "library"
        write_library(contents(rows), out)
        before = [open_library(out).exploited(row.cve) for row in rows]
        path = out / "exploited" / data.draw(st.sampled_from(["keys", "offs", "recs"]))
        content = bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] ^= data.draw(st.integers(1, 255))
        path.write_bytes(bytes(content))
        library = open_library(out)
        for row, answer in zip(rows, before, strict=True):
            try:
                assert library.exploited(row.cve) == answer
            except LibraryError:
                continue


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_any_bytes_are_a_record_or_a_defect(documents: list[bytes]) -> None:
    log = DefectLog()
    found = list(read_records(((Place(line=n), d) for n, d in enumerate(documents)), log))
    assert len(found) + log.count == len(documents)


@given(st.text(max_size=60))
def test_any_text_is_a_day_and_a_country_or_none(text: str) -> None:
    found = day_of(text)
    assert found is None or date.min <= found <= date.max
    assert len(country_code(text)) in (0, 2)
