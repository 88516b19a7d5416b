"""Writes examples/monthly-updates: a register, last year's plans, forty updates and their answers.

python tools/monthly_example.py            writes the folder anew
python tools/monthly_example.py --check    writes nothing; names each file that is not current

Everything in it is fictional. Equal input gives equal bytes.
"""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from sekisho.cli.triage.months import Asked, open_month
from sekisho.desk.plans import HandedIn
from sekisho.desk.register import import_register, register_from
from sekisho.desk.register_sheet import register_sheet
from sekisho.desk.triage.month.sheets import updates_sheet
from sekisho.desk.triage.questions import QUESTIONS, Question
from sekisho.model.filing import Component, Entrustment, Filing, Introduction
from sekisho.model.operator.register import OWN_STAFF, Register
from sekisho.model.party import Location, Officer, Party, VoteHolder
from sekisho.read.filing import read_filing
from sekisho.read.filing.write import write_yaml
from sekisho.read.sheets.listing_write import Sheet, write_listing
from sekisho.report.catalogue import both

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "examples" / "monthly-updates"
SOURCE = ROOT / "examples" / "grid-control-update"
PATCH = ROOT / "examples" / "quick-patch"
ON = date(2026, 12, 1)
ISSUED_ON = date(2025, 8, 20)
NAME = "白瀬 ひかり"
CARE = "株式会社ほしかわ保守"
KASANE = "かさねシステムズ株式会社"
FACTORY = Location(address="宮城県架空市青葉工場", country="JP")

_OTHERS = ROOT / "tools" / "monthly_register.csv"
_UPDATES = ROOT / "tools" / "monthly_updates.csv"
_BY_OWN_STAFF = ("os-", "server")
_PARTS = (
    ("ems-app", "アプリケーション", "Aoba EMS", "系統の監視と制御", "4.2.0", "aoba-micro"),
    ("alarm-app", "アプリケーション", "Aoba Alarm", "警報の表示", "2.2.0", "aoba-micro"),
    ("gateway", "アプリケーション", "Aoba Gateway", "変電所との通信", "2.4.0", "aoba-micro"),
    ("hmi", "アプリケーション", "Aoba HMI", "操作画面", "4.1.0", "aoba-micro"),
    ("historian", "アプリケーション", "Aoba Historian", "運転記録の保存", "6.1.0", "aoba-micro"),
    ("report-app", "アプリケーション", "Aoba Report", "帳票の作成", "5.0.0", "aoba-micro"),
    (
        "middleware",
        "その他のソフトウェア",
        "Tanuki Bus",
        "監視データの配信",
        "3.0.1",
        "tanuki-soft",
    ),
    ("db", "その他のソフトウェア", "Tanuki DB", "監視データの保存", "12.3", "tanuki-soft"),
    ("web", "その他のソフトウェア", "Tanuki Web", "操作画面の配信", "2.8.0", "tanuki-soft"),
    *(
        (
            f"os-{number}",
            "オペレーティングシステム",
            "Kasane OS",
            "計算機資源の管理",
            "8.4.1",
            "kasane",
        )
        for number in range(1, 9)
    ),
    ("server", "サーバー", "Hoshikuzu H-200", "アプリケーションの実行", "1.8.0", "aoba-micro"),
)

_GUIDE = """# A month's updates / 月次の更新

Fictional. Kasumi Grid has forty updates planned for December 2026; nearly none needs a filing.

架空の例です。霞送配電では2026年12月に40件の更新を予定しています。届出を要するものはわずかです。

- `register.xlsx`: what is in service, one row a component / 台帳
- `plan/filing.yaml`, `care/filing.yaml`: last year's plans (introduction, maintenance) / 前年度の届出
- `events.yaml` beside each: what happened to it / その経過
- `updates.xlsx`: the month's sheet, with one wrong cell / 更新の表（誤りのあるセルが一つ）
- `updates-corrected.xlsx`: the same after the cell was corrected / 誤りを直したもの
- `answers.xlsx`: the questions, answered by name / 質問への回答

`python tools/monthly_example.py` writes all of it. See [Sort a month's updates](../../docs/how-to/triage.md).
"""


def write_example(folder: Path) -> None:
    """Writes the whole example into a folder."""
    plan = _plan(folder / "plan")
    care = _care(folder / "care", plan)
    register = _register(plan, care)
    (folder / "register.xlsx").write_bytes(register_sheet(register))
    (folder / "sbom").mkdir()
    for source, name in (
        (PATCH / "sbom-in-service.cdx.json", "gateway-2.4.0.cdx.json"),
        (PATCH / "sbom-proposed.cdx.json", "gateway-2.4.1.cdx.json"),
        (SOURCE / "sbom-in-service.cdx.json", "ems-4.2.0.cdx.json"),
        (SOURCE / "sbom-proposed.cdx.json", "ems-5.0.0.cdx.json"),
    ):
        shutil.copyfile(source, folder / "sbom" / name)
    rows = list(_updates())
    wrong = [
        row | ({"planned_on": "12月中旬"} if row["version"] == "5.0.2" else {}) for row in rows
    ]
    (folder / "updates.xlsx").write_bytes(updates_sheet(register, wrong))
    (folder / "updates-corrected.xlsx").write_bytes(updates_sheet(register, rows))
    (folder / "answers.xlsx").write_bytes(_answers(folder))
    (folder / "README.md").write_text(_GUIDE, encoding="utf-8")


def _plan(folder: Path) -> Filing:
    """Last year's plan: the facility with its components, parties, measures and documents."""
    source = read_filing((SOURCE / "filing.yaml").read_bytes(), "filing.yaml")
    kasane = Party(
        id="kasane",
        name=KASANE,
        other_names=("Kasane Systems",),
        representative="重 しのぶ",
        address=Location(address="長野県架空市重4-4", country="JP"),
        law_country="JP",
        vote_holders=(
            VoteHolder(
                name="重 しのぶ", country="JP", votes=source.parties[2].vote_holders[0].votes
            ),
        ),
        officers=(
            Officer(
                name="重 しのぶ", title="代表取締役", born_on=date(1975, 5, 12), nationality="JP"
            ),
        ),
    )
    kept = tuple(
        replace(item, issued_on=ISSUED_ON if item.issued_on else None)
        for item in source.evidence
        if item.kind == "document"
    )
    shutil.copytree(SOURCE / "evidence", folder / "evidence")
    papers = {
        "registry": "架空の登記事項証明書 / Fictional certificate of registration\nかさねシステムズ株式会社\n",
        "officers": "架空の旅券の写し等 / Fictional copies of passports\n重 しのぶ\n",
    }
    own = []
    for what, paper in papers.items():
        path = f"evidence/{what}-kasane.txt"
        (folder / path).write_text(paper, encoding="utf-8")
        like = next(item for item in kept if item.id == f"{what}-tanuki-soft")
        digest = sha256(paper.encode()).hexdigest()
        own.append(replace(like, id=f"{what}-kasane", path=path, party="kasane", sha256=digest))
    plan = replace(
        source,
        reference="KG-2025-021",
        filed_on=date(2025, 9, 25),
        introduction=Introduction(content="第4版の導入", planned_on=date(2025, 11, 15)),
        components=tuple(_component(part) for part in _PARTS),
        parties=tuple(_earlier(party) for party in (*source.parties, kasane)),
        evidence=(*kept, *own),
    )
    return _written(folder, plan)


def _earlier(party: Party) -> Party:
    """A party as last year's plan states it: with the three fiscal years before that filing."""
    return replace(
        party, fiscal_years_ended_on=tuple(date(year, 3, 31) for year in (2025, 2024, 2023))
    )


def _component(part: tuple[str, ...]) -> Component:
    id, type, name, function, version, supplier = part
    is_server = id == "server"
    place = Location(address="1 Crater Road, Bouvet", country="BV") if is_server else FACTORY
    return Component(
        id=id,
        type=type,
        name=name,
        function=function,
        version=version,
        supplier=supplier,
        maker="hoshikuzu" if is_server else supplier,
        models=("H-200",) if is_server else (),
        place_of_manufacture=place,
    )


def _care(folder: Path, plan: Filing) -> Filing:
    """Last year's plan for the maintenance of the same facility."""
    firm = replace(
        plan.parties[1],
        id="hoshikawa",
        name=CARE,
        other_names=("Hoshikawa Maintenance",),
        representative="星川 渡",
        address=Location(address="東京都架空区星川5-5", country="JP"),
    )
    care = replace(
        plan,
        reference="KG-2025-022",
        act="entrustment",
        filed_on=date(2025, 9, 25),
        introduction=None,
        entrustment=Entrustment(
            contractor="hoshikawa",
            works=("maintenance",),
            content="アプリケーションとその他のソフトウェアの更新の適用",
            starts_on=date(2025, 12, 1),
            ends_on=date(2027, 3, 31),
        ),
        facility=replace(plan.facility, supplier="", place_of_manufacture=Location()),
        components=(),
        parties=(plan.parties[0], firm),
        evidence=(),
        risk_measures=tuple(row for row in plan.risk_measures if row.id.startswith("G-")),
    )
    care = replace(
        care, risk_measures=tuple(replace(row, evidence=()) for row in care.risk_measures)
    )
    return _written(folder, care)


def _written(folder: Path, filing: Filing) -> Filing:
    folder.mkdir(parents=True, exist_ok=True)
    said = "# Fictional; written by tools/monthly_example.py / 架空の例\n"
    events = said + "".join(f"- {{kind: {kind}, on: {day}}}\n" for kind, day in _life(filing))
    (folder / "events.yaml").write_text(events, encoding="utf-8")
    (folder / "filing.yaml").write_text(said + write_yaml(filing), encoding="utf-8")
    return filing


def _life(filing: Filing) -> Iterator[tuple[str, date]]:
    """What happened to last year's plans: the period ended without a word."""
    yield "submitted", date(2025, 9, 25)
    yield "accepted", date(2025, 9, 29)
    if filing.introduction and filing.introduction.planned_on:
        yield "introduced", filing.introduction.planned_on


def _register(plan: Filing, care: Filing) -> Register:
    """The register that follows from the plans, and what no plan of last year told."""
    register = register_from([HandedIn(filing, "") for filing in (plan, care)])
    entries = [
        replace(
            entry,
            updates_by=OWN_STAFF,
            entrustment="",
            entrustment_starts_on=None,
            entrustment_ends_on=None,
        )
        if entry.component.startswith(_BY_OWN_STAFF)
        else entry
        for entry in register.entries
    ]
    others = import_register(_OTHERS.read_bytes(), _OTHERS.name, both).register.entries
    return replace(register, entries=(*entries, *others), as_of=date(2026, 11, 30))


def _updates() -> Iterator[dict[str, Any]]:
    """The forty updates of the month."""
    with _UPDATES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            stated = {key: text for key, text in row.items() if text}
            days = {
                key: date.fromisoformat(text) for key, text in stated.items() if key.endswith("_on")
            }
            yield stated | days


def _answers(folder: Path) -> bytes:
    """The questions of the month, answered once each by a named person."""
    asked = Asked(
        folder / "updates.xlsx",
        folder / "register.xlsx",
        (),
        None,
        ON,
        None,
        ROOT / "examples/library",
    )
    questions = open_month(asked).questions
    return write_listing(Sheet(QUESTIONS, [_answer(each) for each in questions]), both)


def _answer(question: Question) -> dict[str, Any]:
    return {
        "question": question.id,
        "nothing_changed": True,
        "confirmed_by": NAME,
        "confirmed_on": ON,
    }


def main(arguments: list[str]) -> int:
    """Writes the example, or compares it with what would be written."""
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary) / "monthly-updates"
        made.mkdir()
        write_example(made)
        if "--check" not in arguments:
            shutil.rmtree(FOLDER, ignore_errors=True)
            shutil.copytree(made, FOLDER)
            return 0
        stale = [
            path.relative_to(made).as_posix()
            for path in sorted(made.rglob("*"))
            if path.is_file() and _differs(path, FOLDER / path.relative_to(made))
        ]
        for name in stale:
            print(f"not current: examples/monthly-updates/{name}")
        return 1 if stale else 0


def _differs(left: Path, right: Path) -> bool:
    """Compares two files; of workbooks what is in them, since packing differs between machines."""
    if not right.is_file():
        return True
    if left.suffix == ".xlsx":
        return _parts(left) != _parts(right)
    return left.read_bytes() != right.read_bytes()


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
