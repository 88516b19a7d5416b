"""The dictionary of readings: asked for, told, and never there by chance."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from sekisho.match.names.record import scorer
from sekisho.match.names.script import dictionary
from sekisho.model.errors import UsageError

NOT_INSTALLED = "the extra `readings` (sudachipy, sudachidict-core) is not installed"
RUN = "from sekisho.cli.main import main; main()"
OTHER_EDITION = "sudachidict-core/19000101+sudachipy/0.0.0"

has_extra = find_spec("sudachipy") is not None and find_spec("sudachidict_core") is not None
with_extra = pytest.mark.skipif(not has_extra, reason=NOT_INSTALLED)


@pytest.fixture
def asked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Asks for a dictionary in this process, for as long as the test runs."""
    monkeypatch.setenv(dictionary.VARIABLE, request.param)
    dictionary.in_use.cache_clear()
    yield request.param
    dictionary.in_use.cache_clear()


def compared(left: str, right: str, asked: str) -> Any:
    """Compares two names in a process of its own: what a process has read it keeps."""
    told = subprocess.run(
        [sys.executable, "-c", RUN, "names", "compare", left, right, "--json"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {dictionary.VARIABLE: asked},
    )
    return json.loads(told.stdout)


def test_no_dictionary_takes_part_unless_it_is_asked_for():
    assert dictionary.in_use() == ""
    assert dictionary.readings("土師") == ()
    assert "+" not in scorer()


@pytest.mark.parametrize("asked", [OTHER_EDITION], indirect=True)
def test_an_edition_that_is_not_there_is_refused_and_never_replaced(asked: str):
    with pytest.raises(UsageError) as caught:
        scorer()
    assert caught.value.message.params["asked"] == asked
    assert caught.value.hint


@pytest.mark.skipif(has_extra, reason="the extra `readings` is installed")
@pytest.mark.parametrize("asked", ["sudachi"], indirect=True)
def test_a_dictionary_that_is_asked_for_and_not_installed_is_an_error(asked: str):
    with pytest.raises(UsageError) as caught:
        dictionary.readings("土師")
    assert caught.value.message.id == "names.readings.absent"
    assert asked


@with_extra
@pytest.mark.parametrize("asked", ["sudachi"], indirect=True)
def test_readings_are_given_as_the_tables_write_them(asked: str):
    assert asked
    assert dictionary.readings("土師")[0] == "haji"
    assert dictionary.readings("神戸")[0] == "kobe"
    assert dictionary.readings("日清") == ("nisshin",)
    assert dictionary.readings("髑髏纛") == ()


@with_extra
def test_a_reading_only_the_dictionary_knows_is_found_and_the_answer_names_it():
    without = compared("土師電機", "Haji Denki", "")
    beside = compared("土師電機", "Haji Denki", "sudachi")
    assert not without["match"]
    assert beside["match"]
    assert beside["scorer"].startswith(f"{without['scorer']}+sudachidict-core/")
    named = beside["scorer"].partition("+")[2]
    assert compared("土師電機", "Haji Denki", named) == beside


@with_extra
def test_japanese_readings_do_not_push_the_chinese_one_out():
    assert compared("王永志", "Wang Yongzhi", "sudachi")["match"]
