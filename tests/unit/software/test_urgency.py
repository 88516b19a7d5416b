from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from sekisho.check.known_flaws import look_for_known_flaws
from sekisho.model.errors import PackError
from sekisho.model.filing import Component, Facility, Filing
from sekisho.model.finding import Finding
from sekisho.model.reference import Enrichment, Likelihood
from sekisho.regime.loader import PACKS, load_regime, read_pack
from sekisho.report.catalogue import say
from tests.samples.software import STALE, TODAY, advisory, library, look, package, sbom

CVE = "CVE-2026-1"
FLAW = advisory("A-1", "core", aliases=(CVE,), severity_word="low")


def seen(automatable: bool | None, impact: str, **fields: object) -> Enrichment:  # noqa: FBT001  # an answer
    return Enrichment(
        feed="seen",
        cve=CVE,
        automatable=automatable,
        technical_impact=impact,  # type: ignore[arg-type]
        **fields,  # type: ignore[arg-type]
    )


def only(*findings: Finding) -> Finding:
    (finding,) = (f for f in findings if f.state == "found")
    return finding


def time_to_remedy(finding: Finding, lang: str = "en") -> str:
    return next(say(d, lang) for d in finding.details if d.id.startswith("urgency."))


@pytest.mark.parametrize(
    ("answers", "row", "outcome"),
    [
        ((False, False, False, "partial"), "0", "the next system upgrade"),
        ((True, False, False, "partial"), "1", "14 days"),
        ((False, True, False, "partial"), "2", "60 days"),
        ((False, False, True, "partial"), "3", "60 days"),
        ((False, False, False, "total"), "4", "the next system upgrade"),
        ((True, True, False, "partial"), "5", "14 days"),
        ((True, False, True, "partial"), "6", "14 days"),
        ((False, True, True, "partial"), "7", "14 days"),
        ((True, False, False, "total"), "8", "14 days"),
        ((False, True, False, "total"), "9", "14 days"),
        ((False, False, True, "total"), "10", "60 days"),
        ((True, True, True, "partial"), "11", "3 days"),
        ((True, True, False, "total"), "12", "3 days with a forensic investigation"),
        ((True, False, True, "total"), "13", "3 days with a forensic investigation"),
        ((False, True, True, "total"), "14", "3 days"),
        ((True, True, True, "total"), "15", "3 days with a forensic investigation"),
    ],
)
def test_four_answers_choose_one_row(answers: tuple[bool, bool, bool, str], row: str, outcome: str):
    exploited, exposed, automatable, impact = answers
    held = library(
        FLAW, exploited=(CVE,) if exploited else (), observed=(seen(automatable, impact),)
    )
    filing = Filing(facility=Facility(exposed=exposed))

    finding = only(*look_for_known_flaws(look(held, sbom(package("core")), filing=filing)).findings)

    said = time_to_remedy(finding)
    assert (
        said == f"Time to remedy: {outcome}, by the timelines of CISA BOD 26-04 (1.0.0), row {row}"
    )


def test_what_is_missing_gives_an_interval_and_is_named():
    held = library(FLAW, exploited=(CVE,), observed=(seen(None, "total"),))

    finding = only(*look_for_known_flaws(look(held, sbom(package("core")))).findings)
    unknown = only(*look_for_known_flaws(look(library(FLAW), sbom(package("core")))).findings)

    # Automated or not, an exploited flaw within reach that gives total control has one outcome.
    assert "3 days with a forensic investigation" in time_to_remedy(finding)
    assert "rows 12, 15" in time_to_remedy(finding)
    assert time_to_remedy(unknown).startswith(
        "Time to remedy: from 3 days to 60 days, as whether it can be automated, its technical"
    )
    assert time_to_remedy(unknown, "ja").startswith(
        "対応期限の目安：攻撃の自動化、技術的影響が不明のため"
    )


def test_each_answer_names_its_source_and_day():
    held = library(FLAW, exploited=(CVE,), observed=(seen(True, "total", exploitation="active"),))

    finding = only(*look_for_known_flaws(look(held, sbom(package("core")))).findings)

    told = [say(detail, "en") for detail in finding.details]
    assert "Known to be exploited: yes (kev, Fri 20 Nov 2026)" in told
    assert "Can be automated: yes (seen, Fri 20 Nov 2026)" in told
    assert any(line.startswith("Within reach from outside: yes, assumed") for line in told)
    assert "Listed as exploited (CVE-2026-1) on Sun 1 Nov 2026 in kev, edition 2026.11.20" in told
    assert {(s.feed, s.record) for s in finding.sources} >= {("kev", CVE), ("seen", CVE)}


def test_a_stale_catalogue_proves_nothing_about_what_is_not_in_it():
    held = library(FLAW, observed=(seen(True, "partial"),), kev_on=STALE)

    finding = only(*look_for_known_flaws(look(held, sbom(package("core")))).findings)

    assert time_to_remedy(finding).startswith("Time to remedy: from 3 days to 14 days, as whether")


def test_a_flaw_without_a_cve_cannot_be_looked_up_among_the_exploited():
    held = library(advisory("A-1", "core"))

    finding = only(*look_for_known_flaws(look(held, sbom(package("core")))).findings)

    assert "urgency.exploited.no_cve" in {detail.id for detail in finding.details}


def test_the_day_cisa_tells_beside_its_observations_is_an_assertion_too():
    held = library(FLAW, observed=(seen(True, "total", exploited_since=date(2024, 10, 21)),))

    finding = only(*look_for_known_flaws(look(held, sbom(package("core")))).findings)

    assert finding.rule == "known_flaws.exploited"
    assert "row 15" in time_to_remedy(finding)


def test_the_component_says_whether_it_is_within_reach_before_the_facility_does():
    held = library(FLAW, observed=(seen(True, "total"),))
    item = sbom(package("core"), component="hmi")
    filing = Filing(
        facility=Facility(exposed=True), components=(Component(id="hmi", exposed=False),)
    )

    inside = only(*look_for_known_flaws(look(held, item, filing=filing)).findings)
    outside = only(*look_for_known_flaws(look(held, item, filing=Filing())).findings)

    assert "row 10" in time_to_remedy(inside)
    assert "row 14" in time_to_remedy(outside)
    assert (inside.severity, outside.severity) == ("low", "critical")


def test_estimates_order_within_one_outcome_and_never_between_two():
    held = library(
        advisory("A-1", "calm", aliases=("CVE-2026-1001",)),
        advisory("A-2", "odd", aliases=("CVE-2026-1002",)),
        advisory("A-3", "grave", aliases=("CVE-2026-1003",)),
        observed=tuple(
            Enrichment(feed="seen", cve=cve, automatable=auto, technical_impact="partial")
            for cve, auto in (
                ("CVE-2026-1001", False),
                ("CVE-2026-1002", False),
                ("CVE-2026-1003", True),
            )
        ),
        estimates=(
            Likelihood(feed="odds", cve="CVE-2026-1001", score="0.10"),
            Likelihood(feed="odds", cve="CVE-2026-1002", score="0.95"),
            Likelihood(feed="odds", cve="CVE-2026-1003", score="0.01"),
        ),
    )
    items = sbom(package("calm"), package("odd"), package("grave"))

    answer = look_for_known_flaws(look(held, items))

    assert [f.message.params["flaw"] for f in answer.findings] == [
        "CVE-2026-1003",
        "CVE-2026-1002",
        "CVE-2026-1001",
    ]
    estimate = next(d for d in answer.findings[0].details if "likelihood" in d.id)
    assert (estimate.params["model"], estimate.params["on"]) == ("v9", "2026-11-20")


def test_a_table_that_does_not_answer_every_combination_is_refused(tmp_path: Path):
    folder = tmp_path / "lacking"
    shutil.copytree(PACKS / "baseline", folder)
    rows = (folder / "software.yaml").read_text(encoding="utf-8").splitlines()
    (folder / "software.yaml").write_text("\n".join(rows[:-1]), encoding="utf-8")

    with pytest.raises(PackError) as refused:
        read_pack(folder)

    assert refused.value.message.id == "pack.rows_not_whole"
    assert refused.value.place.file == "software.yaml"


def test_a_pack_without_a_table_judges_by_that_of_the_baseline():
    baseline, law = load_regime("baseline", TODAY), load_regime("jp-espa", TODAY)

    assert law.software == baseline.software
    assert law.software.named == (("cisa-bod-26-04", "1.0.0"),)
