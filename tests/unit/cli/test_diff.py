"""`sekisho diff` and a delivery, run as an engineer runs them, and with bad input."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sekisho.cli.main import run

ROOT = Path(__file__).parents[3]
EXAMPLES = ROOT / "examples"
UPDATE = EXAMPLES / "delivered-update"
OLD, NEW = str(UPDATE / "sbom-in-service.cdx.json"), str(UPDATE / "sbom-proposed.cdx.json")
GRID = EXAMPLES / "grid-control-update"
LIBRARY = str(EXAMPLES / "library")
UNWORDED = re.compile(r"\[[a-z_]+(?:\.[a-z_]+)+(?:\]|:)|\{[a-z_]+(?::[a-z]+)?\}")
Captured = pytest.CaptureFixture[str]
AGAIN = {
    "en": "relay-tls 1.4.2 keeps its version but not its bytes",
    "ja": "relay-tls 1.4.2は版が同じなのに中身が変わっています",
}


def written(folder: Path, name: str, **document: Any) -> str:
    path = folder / name
    known = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []}
    path.write_text(json.dumps(known | document), encoding="utf-8")
    return str(path)


def component(name: str, version: str = "1.0.0", **fields: Any) -> dict[str, Any]:
    purl = f"pkg:npm/{name}@{version}"
    return {"type": "library", "name": name, "version": version, "purl": purl, **fields}


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_package_built_again_under_its_version_comes_first(lang: str, capsys: Captured):
    assert run(["diff", OLD, NEW, "--lang", lang]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith({"en": "Same version, other bytes", "ja": "同じ版で内容"}[lang])
    assert lines[2] == "  ! relay-tls 1.4.2"


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_package_built_again_is_the_first_line_of_a_vetting(
    lang: str, tmp_path: Path, capsys: Captured
):
    page = tmp_path / "report.html"
    asked = ["--sbom", NEW, "--in-service", OLD, "--library", LIBRARY, "--html", str(page)]

    assert run(["vet", *asked, "--lang", lang]) == 1

    head, _, said = capsys.readouterr().out.partition("=" * 80 + "\n")
    assert "relay-tls" not in head
    assert said.startswith(f"! {AGAIN[lang]}")
    document = page.read_text(encoding="utf-8")
    first = re.search(r"<header>.*?<p class=\"(headline|verdict)[^>]*>([^<]*)", document, re.DOTALL)
    assert first is not None
    assert (first.group(1), first.group(2).startswith(AGAIN[lang])) == ("headline", True)
    assert document.index('class="headline"') < document.index('class="verdict')


def test_it_stands_above_a_flaw_known_to_be_exploited(capsys: Captured):
    run(["vet", str(GRID), "--lang", "en"])
    said = capsys.readouterr().out
    assert said.index("! aoba-alarms 2.2.0 keeps") < said.index("CVE-2099-10002")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_delivery_is_held_against_the_sbom(lang: str, capsys: Captured):
    files = ["--delivery", str(UPDATE / "delivery")]

    assert run(["vet", "--sbom", NEW, *files, "--library", LIBRARY, "--lang", lang]) == 1

    said = capsys.readouterr().out
    assert UNWORDED.findall(said) == []
    assert "relay-tls.so" in said
    assert "remote-help.exe" in said
    assert "relay-rules.txt" not in said


def test_a_folder_delivery_beside_a_filing_is_taken(tmp_path: Path, capsys: Captured):
    folder = tmp_path / "filing"
    (folder / "delivery").mkdir(parents=True)
    for name in ("sbom-proposed.cdx.json", "filing.yaml"):
        (folder / name).write_bytes((EXAMPLES / "quick-patch" / name).read_bytes())
    (folder / "delivery" / "stray.bin").write_bytes(b"stray")

    run(["vet", str(folder), "--library", LIBRARY, "--json"])

    rules = {finding["rule"] for finding in json.loads(capsys.readouterr().out)["findings"]}
    assert "reconcile.unexplained" in rules


def test_with_a_library_flaws_that_come_and_go_are_told(capsys: Captured):
    sides = [str(GRID / f"sbom-{side}.cdx.json") for side in ("in-service", "proposed")]

    assert run(["diff", *sides, "--library", LIBRARY, "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert "Published flaws: 0 new, 1 gone, 1 as before" in said
    assert "no library was given" not in said

    run(["diff", *reversed(sides), "--library", LIBRARY, "--json"])
    flaws = json.loads(capsys.readouterr().out)["flaws"]
    assert [finding["message"]["params"]["flaw"] for finding in flaws["new"]] == ["CVE-2099-10001"]
    assert len(flaws["kept"]) == 1


def test_without_one_it_says_what_was_not_compared(capsys: Captured):
    run(["diff", OLD, NEW, "--lang", "en"])
    assert "? Published flaws: no library was given (--library DIR)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (component("core"), component("core", "1.1.0"), 0),
        (component("core"), component("core", "0.9.0"), 1),
        (component("core"), component("core") | {"purl": "pkg:pypi/core@1.0.0"}, 1),
        (
            component("core"),
            component("core") | {"purl": "pkg:npm/core@1.0.0?repository_url=https://m.example"},
            1,
        ),
        (component("core"), component("other"), 0),
    ],
)
def test_the_exit_code_asks_for_a_look_at_what_is_medium_or_graver(
    before: dict[str, Any], after: dict[str, Any], code: int, tmp_path: Path
):
    old = written(tmp_path, "old.json", components=[before])
    assert run(["diff", old, written(tmp_path, "new.json", components=[after])]) == code


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_one_html_file_shows_old_beside_new(lang: str, tmp_path: Path, capsys: Captured):
    page = tmp_path / "difference.html"

    assert run(["diff", OLD, NEW, "--html", str(page), "--lang", lang]) == 1

    document = page.read_text(encoding="utf-8")
    assert UNWORDED.findall(document) == []
    assert "<script" not in document
    assert "Kita Ciphers" in document
    assert str(page) in capsys.readouterr().err
    assert run(["diff", OLD, NEW, "--html", str(tmp_path / "no" / "x.html")]) == 2


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_an_sbom_without_packages_is_named(lang: str, tmp_path: Path, capsys: Captured):
    empty = written(tmp_path, "empty.json")

    assert run(["diff", OLD, empty, "--lang", lang]) == 0
    assert "empty.json" in capsys.readouterr().out.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_two_products_are_said_to_be_two_before_anything_else(
    lang: str, tmp_path: Path, capsys: Captured
):
    def of(name: str) -> str:
        about = {"component": {"type": "application", "name": name, "version": "1"}}
        held = [component(f"{name}-part")]
        return written(tmp_path, f"{name}.json", metadata=about, components=held)

    run(["diff", of("Aoba"), of("Kita"), "--lang", lang])

    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("! ")
    assert "Aoba 1" in first
    assert "Kita 1" in first
