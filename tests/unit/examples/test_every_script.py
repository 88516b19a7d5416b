"""A filing in Japanese against a list in Latin letters alone. Firms and list are fictional."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sekisho.cli.main import run

EXAMPLES = Path(__file__).parents[3] / "examples"
LISTED = "氷晶ヴェルドナ保守サービス株式会社"
"""The re-contractor; the list has Hyosho Verdona Maintenance Service Co., Ltd."""

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    into = tmp_path_factory.mktemp("lists") / "harbour"
    assert run(["library", "build", "--from", str(EXAMPLES / "own-list"), "-o", str(into)]) == 0
    return into


def filed(tmp_path: Path, once: str) -> Path:
    """The bank's filing, in which one firm bears the listed name and nothing in Latin letters."""
    folder = Path(shutil.copytree(EXAMPLES / "bank-core-outsourcing", tmp_path / "filing"))
    path = folder / "filing.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line == f"    name: {once}\n")
    lines[at] = f"    name: {LISTED}\n"
    if lines[at + 1].startswith("    other_names"):
        del lines[at + 1]
    path.write_text("".join(lines), encoding="utf-8")
    return folder


REASONS = {
    "en": (
        "nearly the same name as Hyosho Verdona Maintenance Service Co., Ltd.",
        "氷晶 and Hyosho: a Japanese reading of the characters",
        "ヴェルドナ and Verdona: kana that stand for the foreign word",
        "保守 and Maintenance: the same general word",
        "Written in different scripts: Chinese characters, kana / Latin letters",
        "A different country does not rule a hit out",
        "The list says: Kept remote access to cranes it had maintained",
        "Harbour Watch List (fictional), entry H-4",
    ),
    "ja": (
        "Hyosho Verdona Maintenance Service Co., Ltd.（掲載番号H-4）とほぼ一致します",
        "氷晶 と Hyosho：漢字等の日本語読み",
        "ヴェルドナ と Verdona：外国語の仮名表記",
        "保守 と Maintenance：同じ意味の一般語",
        "文字の種類が異なります：漢字、仮名／ラテン文字",
        "国が異なっても該当の可能性は残ります",
        "リストの記載：Kept remote access to cranes it had maintained",
    ),
}


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize(
    ("once", "depth"),
    [
        ("ひびきシステムズ株式会社", 0),
        ("こもれび運用株式会社", 1),
        ("Quillmere Data Services Ltd.", 2),
        ("夜明け監視サービス株式会社", 3),
    ],
)
def test_a_contractor_at_any_depth_listed_in_latin_letters_alone_is_found_with_the_reason(
    *, once: str, depth: int, lang: str, library: Path, tmp_path: Path, capsys: Captured
):
    folder = filed(tmp_path, once)
    capsys.readouterr()
    assert run(["--lang", lang, "vet", str(folder), "--library", str(library)]) == 1
    said = closed_up(capsys.readouterr().out)
    assert closed_up(LISTED) in said
    assert [reason for reason in REASONS[lang] if closed_up(reason) not in said] == []
    deep = {"en": f"re-entrustment {depth} deep", "ja": f"{depth}段階目の再委託"}[lang]
    assert (closed_up(deep) in said) is (depth > 0)


def closed_up(text: str) -> str:
    """Text without spaces: a line may break anywhere in Japanese."""
    return "".join(text.split())


def test_the_filing_as_it_is_meets_nothing_on_that_list(library: Path, capsys: Captured):
    run(["vet", str(EXAMPLES / "bank-core-outsourcing"), "--library", str(library)])
    assert "Harbour Watch List" not in capsys.readouterr().out.split("Sources used")[0]
