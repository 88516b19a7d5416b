"""Errors on a terminal: place, message, remedy, in 80 columns."""

from __future__ import annotations

import pytest

from sekisho.cli.speech.show_errors import defect_text, place_text, print_defects
from sekisho.model.errors import Defect, Place
from sekisho.model.values.message import message
from sekisho.report.columns import width_of

QUOTE = "report.verbatim"


@pytest.mark.parametrize(
    ("place", "en", "ja"),
    [
        (Place(), "", ""),
        (Place(file="filing.yaml"), "filing.yaml", "filing.yaml"),
        (Place(file="filing.yaml", line=12), "filing.yaml:12", "filing.yaml:12"),
        (
            Place(file="f.yaml", line=12, column=5, pointer="/parties/0"),
            "f.yaml:12:5 (/parties/0)",
            "f.yaml:12:5 (/parties/0)",
        ),
        (Place(line=3), "line 3", "3行目"),
        (Place(pointer="/a"), "/a", "/a"),
        (
            Place(file="f.xlsx", sheet="役員", cell="B4"),
            "f.xlsx, sheet 役員, cell B4",
            "f.xlsx、シート役員、セルB4",
        ),
    ],
)
def test_a_place_is_written_as_people_read_it(place: Place, en: str, ja: str):
    assert (place_text(place, "en"), place_text(place, "ja")) == (en, ja)


def test_a_defect_is_its_place_its_message_and_its_remedy():
    defect = Defect(
        message=message(QUOTE, text="no such country"),
        place=Place(file="filing.yaml", line=4),
        remedy=message(QUOTE, text="Write a code of two letters"),
    )
    assert defect_text(defect, "en").splitlines() == [
        "filing.yaml:4: no such country",
        "  → Write a code of two letters",
    ]


def test_a_long_defect_stays_within_80_columns():
    defect = Defect(
        message=message(QUOTE, text="会社名が空です。" * 30), place=Place(file="x" * 50)
    )
    assert max(width_of(line) for line in defect_text(defect, "ja").splitlines()) <= 80


def test_every_defect_is_shown_and_counted(capsys: pytest.CaptureFixture[str]):
    defects = [Defect(message=message(QUOTE, text=f"wrong {n}")) for n in range(30)]
    print_defects(defects, "en")
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.splitlines()[-1] == "30 things to mend."
    assert len(shown.err.splitlines()) == 31


def test_a_hostile_file_name_cannot_steer_the_terminal():
    text = defect_text(Defect(message=message("no.such"), place=Place(file="\x1b[2J")), "en")
    assert "\x1b" not in text
