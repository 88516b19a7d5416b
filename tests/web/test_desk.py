"""The desk: the register, a month's sheet from its upload to memos and drafts, dates, package."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sekisho.portal.desk.models import Result
from sekisho.portal.work import worker
from tests.samples.people import settle
from tests.samples.sites import ROOT

MONTH = ROOT / "examples" / "monthly-updates"
LIBRARY = ROOT / "examples" / "library"
ON = date(2026, 12, 1)

pytestmark = pytest.mark.usefixtures("site", "first_of_december")


@pytest.fixture
def first_of_december(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the example."""
    from sekisho.portal.settings import environment

    clock = tmp_path / "now"
    clock.write_text(f"{ON}T10:00:00+09:00", encoding="ascii")
    here = environment.environment()
    object.__setattr__(here, "now", clock)
    yield
    object.__setattr__(here, "now", None)


def upload(*parts: str) -> SimpleUploadedFile:
    path = MONTH.joinpath(*parts)
    return SimpleUploadedFile(path.name, path.read_bytes())


def hand_in_register(filer: Client) -> None:
    answer = filer.post("/register/", {"register": upload("register.xlsx")})
    assert answer.status_code == 302, answer.content.decode()


def add_plan(filer: Client, name: str) -> Any:
    given = {"plan": upload(name, "filing.yaml"), "events": upload(name, "events.yaml")}
    return filer.post("/register/plans/new/", given)


def hand_in_sheet(filer: Client, name: str = "updates-corrected.xlsx", **more: Any) -> str:
    answer = filer.post("/updates/new/", {"sheet": upload(name), **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def work() -> None:
    while worker.run_one():
        pass


def sboms() -> list[SimpleUploadedFile]:
    return [upload("sbom", path.name) for path in sorted((MONTH / "sbom").iterdir())]


def sorted_month(filer: Client) -> str:
    """The whole month of the example, answered; gives the address of its page."""
    hand_in_register(filer)
    assert add_plan(filer, "plan").status_code == 302
    month = hand_in_sheet(filer, sboms=sboms())
    work()
    answer = filer.post(f"{month}answers/", {"answers": upload("answers.xlsx")})
    assert answer.status_code == 302, answer.content.decode()
    work()
    return month


def on_command_line(folder: Path) -> None:
    """The same month by the command line."""
    wanted = os.environ | {"PYTHONPATH": str(ROOT / "src"), "SEKISHO_LANG": "en"}
    subprocess.run(
        [
            *(sys.executable, "-c", "from sekisho.cli.main import main; main()", "triage"),
            "updates-corrected.xlsx",
            *("--register", "register.xlsx", "--cleared", "plan", "--answers", "answers.xlsx"),
            *("--library", str(LIBRARY), "--on", ON.isoformat(), "-o", str(folder)),
        ],
        cwd=MONTH,
        env=wanted,
        capture_output=True,
        check=False,
    )


def zipped(filer: Client, month: str, what: str) -> dict[str, bytes]:
    number = Result.objects.order_by("-number")[0].number
    answer = filer.get(f"{month}results/{number}/{what}/")
    data = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as found:
        return {name: found.read(name) for name in found.namelist()}


def test_a_month_is_the_same_as_on_the_command_line(tmp_path: Path):
    filer = settle().client("filer")
    month = sorted_month(filer)
    on_command_line(tmp_path / "december")
    ours = zipped(filer, month, "memos") | zipped(filer, month, "drafts")
    theirs = {
        str(path.relative_to(tmp_path / "december")): path.read_bytes()
        for path in (tmp_path / "december").rglob("*")
        if path.is_file()
    }
    documents = {name for name in theirs if "/evidence/" in name}
    assert documents
    assert set(ours) == set(theirs) - documents
    differing = {name for name in ours if ours[name] != theirs[name]}
    # There the plan lies beside its documents, which the command copies and names by digest.
    assert all(name.startswith("drafts/") and name.endswith("filing.yaml") for name in differing)
    summed = json.loads(ours["triage.json"])
    assert (len(summed["memos"]), len(summed["drafts"])) == (40, 5)
