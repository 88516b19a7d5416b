from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.model.errors import Place
from sekisho.model.reference import Cycle, Enrichment, ProductLifecycle
from sekisho.read.advisories.enrichment import read_enrichment
from sekisho.read.advisories.lifecycle import read_products
from sekisho.read.defects import DefectLog


def cve(*options: dict[str, Any], kev: str = "", id: str = "CVE-2026-1001") -> dict[str, Any]:
    metrics: list[dict[str, Any]] = [
        {"cvssV3_1": {"baseScore": 9.8}},
        {
            "other": {
                "type": "ssvc",
                "content": {"options": list(options), "timestamp": "2026-10-01T10:00:00Z"},
            }
        },
    ]
    if kev:
        metrics.append({"other": {"type": "kev", "content": {"dateAdded": kev}}})
    containers = {"cna": {"descriptions": ["x" * 100]}, "adp": [{"metrics": metrics}]}
    return {"cveMetadata": {"cveId": id}, "containers": containers}


def read(*records: Any) -> tuple[list[Enrichment], DefectLog]:
    log = DefectLog()
    lines = [each if isinstance(each, bytes) else json.dumps(each).encode() for each in records]
    placed = [(Place(file="x", line=at), line) for at, line in enumerate(lines)]
    return list(read_enrichment(placed, "seen", log)), log


def test_the_decision_points_are_read_whatever_their_letters():
    points = ({"Exploitation": "Active"}, {"Automatable": "Yes"}, {"Technical Impact": "Total"})

    (found,), log = read(cve(*points, kev="2026-10-02"))

    assert found == Enrichment(
        feed="seen",
        cve="CVE-2026-1001",
        exploitation="active",
        automatable=True,
        technical_impact="total",
        stated_on=date(2026, 10, 1),
        exploited_since=date(2026, 10, 2),
    )
    assert log.count == 0


@pytest.mark.parametrize(
    "record",
    [
        cve({"Automatable": "perhaps"}),
        cve({"Automatable": "yes"}, id="CVE-1"),
        {"cveMetadata": {"cveId": 7}, "containers": {}},
        b'{"cveMetadata": {"cveId": "CVE-2026-1001"}, "containers": ' + b"[" * 3000,
    ],
)
def test_a_bad_record_is_a_defect_and_the_next_is_read(record: Any):
    found, log = read(record, cve({"Automatable": "no"}))

    assert [each.automatable for each in found] == [False]
    assert log.count == 1


def test_records_without_decision_points_and_other_files_of_an_archive_give_nothing():
    bare = {"cveMetadata": {"cveId": "CVE-2026-1001"}, "containers": {"adp": [{}]}}

    found, log = read(bare, {"name": "package.json"}, b"no json")

    assert (found, log.count) == ([], 0)


def test_release_lines_are_read_with_days_yes_and_no():
    page = {
        "title": "Kasumi",
        "permalink": "/kasumi",
        "releases": [
            {"releaseCycle": "2", "eol": False, "eoas": "2026-01-01", "latest": "2.4"},
            {"releaseCycle": 1.5, "eol": True, "releaseDate": "2020-02-29"},
            {"releaseCycle": "0", "eol": "31/12/2019"},
        ],
    }
    log = DefectLog()

    found = list(read_products([(Place(file="x"), json.dumps(page).encode())], "ends", log))

    lines = (
        Cycle(name="2", support=date(2026, 1, 1), life=False, latest="2.4"),
        Cycle(name="1.5", released_on=date(2020, 2, 29), life=True),
    )
    assert found == [ProductLifecycle(feed="ends", id="kasumi", title="Kasumi", cycles=lines)]
    assert [defect.message.id for defect in log.kept] == ["lifecycle.bad_cycle"]


def test_no_document_stops_the_readers():
    for data in (b"", b"[]", b"null", b'"x"', b"{", b'{"releases": 7}', b"\xff\xfe", b"[" * 10_000):
        log = DefectLog()
        placed = [(Place(file="x"), data)]
        assert list(read_enrichment(placed, "seen", log)) == []
        assert list(read_products(placed, "ends", log)) == []


@given(
    data=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.dates().map(str),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "cveMetadata",
                        "cveId",
                        "containers",
                        "adp",
                        "metrics",
                        "other",
                        "type",
                        "content",
                        "options",
                        "Automatable",
                        "releases",
                        "releaseCycle",
                        "eol",
                        "permalink",
                        "eoas",
                    ]
                ),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_whatever_an_object_holds_it_is_read_or_told_as_a_defect(data: Any):
    log = DefectLog()
    placed = [(Place(file="x"), json.dumps(data).encode())]

    for found in (*read_enrichment(placed, "seen", log), *read_products(placed, "ends", log)):
        assert found.feed in {"seen", "ends"}
