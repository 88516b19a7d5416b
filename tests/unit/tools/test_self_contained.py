from __future__ import annotations

from pathlib import Path

import pytest

from tools.self_contained import breaches, read_banned

TABLE = Path(__file__).parents[3] / "tools" / "self_contained.csv"


@pytest.mark.parametrize(
    "line",
    [
        "see /" + "work/main/README",
        "cd /" + "home/aoi/sekisho",
        "/" + "tmp/dev/bin/python",
        "index-url = https://py" + "pi.org/simple",
    ],
)
def test_a_line_that_speaks_of_one_machine_is_found(line: str):
    assert list(breaches("docs/index.md", f"first\n{line}\n", read_banned(TABLE)))


@pytest.mark.parametrize(
    "line",
    [
        "the network /workspace of the operator",
        "cd docs/work/queue",
        "a helper agent of the authority",
        "SEKISHO_TEST_DATA=../shared/data ./check",
    ],
)
def test_an_ordinary_line_is_left_alone(line: str):
    assert not list(breaches("docs/index.md", line, read_banned(TABLE)))


def test_a_breach_names_its_file_its_line_and_its_reason():
    (said,) = breaches("a.md", "\n\n/" + "work/x\n", read_banned(TABLE))
    assert said == "a.md:3: '/" + "work/': a path of one machine"
