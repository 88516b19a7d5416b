"""A filing with ten thousand components: vetted in the background, its page says how far."""

from __future__ import annotations

import json
import shutil
import threading
import time
from pathlib import Path
from typing import Any

import yaml
from django.db import connections

from sekisho.portal.cases.models import Document
from sekisho.portal.work import worker
from tests.samples.people import EXAMPLE, act, id_of, open_example, settle
from tests.samples.sites import on_both

COMPONENTS = 10_000


def large_example(folder: Path) -> Path:
    """Gives the example with an SBOM of ten thousand components of its own."""
    shutil.copytree(EXAMPLE, folder)
    path = folder / "sbom-proposed.cdx.json"
    sbom = json.loads(path.read_bytes())
    known = len(sbom["components"])
    sbom["components"] += [
        {
            "type": "library",
            "bom-ref": f"made-{n}",
            "name": f"made-{n}",
            "version": f"1.{n % 90}.{n % 7}",
            "purl": f"pkg:pypi/made-{n}@1.{n % 90}.{n % 7}",
            "supplier": {"name": f"架空の作者{n % 50}"},
            "hashes": [{"alg": "SHA-256", "content": f"{n:064x}"}],
        }
        for n in range(COMPONENTS - known)
    ]
    path.write_text(json.dumps(sbom, ensure_ascii=False), encoding="utf-8")
    filing = yaml.safe_load((folder / "filing.yaml").read_bytes())
    for row in filing["evidence"]:
        if row["path"] == path.name:
            del row["sha256"]
    text = yaml.safe_dump(filing, allow_unicode=True)
    (folder / "filing.yaml").write_text(text, encoding="utf-8")
    return folder


@on_both
def test_ten_thousand_components_are_vetted_while_the_page_tells_how_far(tmp_path: Path):
    people = settle()
    filer, examiner = people.client("filer"), people.client("examiner")
    case = open_example(filer, large_example(tmp_path / "large"))
    assert act(filer, case, "submission").status_code == 302
    assert Document.objects.filter(case_id=id_of(case), kind="assessment").count() == 0
    seen = [shown(examiner, case)]
    working = threading.Thread(target=work)
    working.start()
    while working.is_alive():
        seen.append(shown(examiner, case))
        time.sleep(0.02)
    working.join()
    told = [percent for percent in seen if percent is not None]
    assert told[0] == 0
    assert told == sorted(told)
    assert len(set(told)) >= 4, told
    assert max(told) >= 60
    page = examiner.get(case).content.decode()
    assert "<progress" not in page
    assert 'class="findings"' in page


def work() -> None:
    """Does what waits, as a worker does, and leaves no connection behind."""
    try:
        while worker.run_one():
            pass
    finally:
        connections.close_all()


def shown(client: Any, case: str) -> int | None:
    """Gives the percent that the page of a case shows, `None` where it shows none."""
    part = client.get(f"{case}progress/").content.decode()
    found = part.partition('max="100" value="')[2].partition('"')[0]
    return int(found) if found else None
