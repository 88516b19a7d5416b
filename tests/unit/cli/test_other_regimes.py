"""Two fictional filings under the British and the American rules, from the file to the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sekisho.cli.main import run

EXAMPLES = Path(__file__).parents[3] / "examples"
ACQUISITION = """\
schema: sekisho/filing/1
reference: FEN-2026-01
regime: uk-nsi
sector: energy
fictional: true
acquisition:
  acquirer: minato
  entity: fenwick
  activities: Runs the control systems of three gas storage sites
  completes_on: 2027-03-01
  shares_before: 20%
  shares_after: 60%
  specified_activity: yes
  confirmed_by: R. Aoki
parties:
  - id: minato
    name: Minato Energy Holdings K.K.
    law_country: JP
    address: {address: "Minato 1-1, Tokyo", country: JP}
  - id: fenwick
    name: Fenwick Gas Storage Ltd
    law_country: GB
    address: {address: "2 Wharf Lane, Leeds", country: GB}
    vote_holders: [{name: Harbour Trust, country: GB, votes: 80%}]
"""
PRODUCTS = """\
schema: sekisho/filing/1
reference: FCC-2026-01
regime: us-fcc-covered
fictional: true
components:
  - {id: camera, type: Surveillance camera, name: Gate camera C2, maker: aoba, place_of_manufacture: {country: JP}}
  - {id: drone, type: Drone, name: Line inspector D1, maker: aoba, place_of_manufacture: {country: JP}}
parties:
  - {id: aoba, name: Aoba Optics K.K., law_country: JP, no_vote_holders: yes}
"""


def write(folder: Path, filing: str, events: str = "") -> str:
    (folder / "filing.yaml").write_text(filing, encoding="utf-8")
    if events:
        (folder / "events.yaml").write_text(events, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Yes: mandatory notice of a notifiable acquisition", "18 May 2024", "[s. 6(2);")),
        ("ja", ("届出対象取得の届出", "2024年5月18日", "〔第6条第2項、")),
    ],
)
def test_a_notifiable_acquisition_must_be_notified_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, words: tuple[str, ...]
):
    run(["--lang", lang, "vet", write(tmp_path, ACQUISITION), "--on", "2026-11-20"])
    said = "".join(line.strip() for line in capsys.readouterr().out.splitlines())
    assert all(word in said or word in said.replace(" ", "") for word in words)


def test_what_a_notice_must_state_is_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    lacking = ACQUISITION.replace("  completes_on: 2027-03-01\n", "")
    run(["vet", write(tmp_path, lacking), "--on", "2026-11-20", "--json"])
    assessment = json.loads(capsys.readouterr().out)
    rules = [finding["rule"] for finding in assessment["findings"] if finding["state"] == "found"]
    assert rules == ["completeness.acquisition.completes_on"]


def test_while_the_period_stands_still_no_end_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    events = "- {kind: called_in, on: 2026-12-07}\n- {kind: stopped, on: 2026-12-18}\n"
    run(["vet", write(tmp_path, ACQUISITION, events), "--on", "2027-01-04"])
    told = " ".join(capsys.readouterr().out.split())
    assert (
        "cannot be told while the period stands still since Fri 18 Dec 2026: 9 days have run, 21 are left"
        in told
    )


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "No new equipment authorisation"), ("ja", "新たな機器認証は受けられません")],
)
def test_a_product_under_an_entry_gets_no_new_authorisation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, words: str
):
    code = run(["--lang", lang, "vet", write(tmp_path, PRODUCTS), "--on", "2026-11-26"])
    assert code == 1
    assert words in capsys.readouterr().out


def test_made_in_the_country_itself_it_is_clear_as_declared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    here = PRODUCTS.replace("country: JP}}", "country: US}}")
    assert run(["vet", write(tmp_path, here), "--on", "2026-11-26"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "No entry of the list bars a new equipment authorisation" in told
    assert "as declared" in told


def test_a_wrong_event_file_says_where_it_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    events = "- {kind: length_agreed, on: 2026-12-07, days: soon}\n"
    assert run(["vet", write(tmp_path, ACQUISITION, events), "--on", "2026-12-07"]) == 2
    said = capsys.readouterr().err
    assert "events.yaml" in said
    assert "is no whole number above zero" in said


@pytest.mark.parametrize(
    ("lang", "pending", "comfort"),
    [
        ("en", "Not decided yet.", "Nothing that stops it was found"),
        ("ja", "まだ結論は出ていません", "妨げとなる事項は見つかりませんでした"),
    ],
)
def test_an_acquisition_under_review_is_not_headed_as_if_nothing_stopped_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, pending: str, comfort: str
):
    events = "- {kind: submitted, on: 2026-12-01}\n- {kind: accepted, on: 2026-12-07}\n"
    folder, library = write(tmp_path, ACQUISITION, events), str(EXAMPLES / "library")
    run(["--lang", lang, "vet", folder, "--on", "2026-12-10", "--library", library])
    head = "".join(capsys.readouterr().out.splitlines()[:9])
    assert pending in head
    assert comfort not in head
