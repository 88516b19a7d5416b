"""What `--over` names: a folder of past cases, folders of real cases, or the cases of a pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sekisho.lab.past.folder import MANIFEST, read_manifest, read_operators
from sekisho.lab.past.record import Manifest, Nature, OperatorRow, PastCase
from sekisho.model.case import Case
from sekisho.model.errors import Place, UsageError
from sekisho.model.operator.profile import OperatorProfile
from sekisho.model.values.message import message
from sekisho.read.case import find_filing, open_filing
from sekisho.read.files import read_bytes
from sekisho.read.limits import FILING
from sekisho.regime.authoring.cases import PackCase
from sekisho.regime.loader import find_pack
from sekisho.regime.tables.reading import read_tree, to_row

PACK_CASES = "cases:"
_ORDER = ("low", "mid", "high")
_FILINGS = ("filing.yaml", "filing.yml", "filing.json", "filing.xlsx")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Past cases that are replayed together.

    `chunked` is the manifest of a folder whose chunks are read when their turn comes; `cases`
    are those held in memory, `whole` their full cases where they lie on disk as such.
    """

    name: str
    nature: Nature
    as_of: date
    folder: Path | None = None
    chunked: Manifest | None = None
    cases: tuple[PastCase, ...] = ()
    whole: dict[str, Case] = field(default_factory=dict)
    operators: dict[str, OperatorRow] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many cases there are."""
        return self.chunked.count if self.chunked else len(self.cases)


def open_sources(given: str, packs: Path | None = None) -> tuple[Source, ...]:
    """Opens what `--over` names: one source, or one for each scenario of a population.

    `packs` is the folder of packs of one's own. Raises `UsageError` when it names nothing that
    can be replayed, and what reading it raises.
    """
    if given.startswith(PACK_CASES):
        return (_pack_cases(given, packs),)
    folder = Path(given)
    if (folder / MANIFEST).is_file():
        return (_chunked(folder),)
    inner = sorted(path.parent for path in folder.glob(f"*/{MANIFEST}") if _is_cases(path.parent))
    if inner:
        found_scenarios = [_chunked(path) for path in inner]
        return tuple(sorted(found_scenarios, key=lambda source: _rank(source.name)))
    found = [path for path in (folder, *sorted(folder.glob("*"))) if _holds_filing(path)]
    if found:
        return (_real(given, found),)
    raise UsageError(
        message("lab.no_cases", over=given),
        place=Place(file="--over"),
        hint=message("lab.no_cases.remedy"),
    )


def _rank(name: str) -> tuple[int, str]:
    """Scenarios stand in the order of their assumptions, others by name."""
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _is_cases(folder: Path) -> bool:
    return b'"sekisho/cases/1"' in read_bytes(folder / MANIFEST, FILING)


def _holds_filing(path: Path) -> bool:
    return path.is_dir() and any((path / name).is_file() for name in _FILINGS)


def _chunked(folder: Path) -> Source:
    manifest = read_manifest(folder)
    return Source(
        name=manifest.scenario or manifest.title,
        nature="scenario" if manifest.synthetic else "real",
        as_of=manifest.as_of,
        folder=folder,
        chunked=manifest,
        operators=read_operators(folder, manifest),
    )


def _pack_cases(given: str, packs: Path | None) -> Source:
    named = given.removeprefix(PACK_CASES)
    own = Path(named)
    is_own = (own / "pack.yaml").is_file()
    pack = find_pack(own.name, own.parent) if is_own else find_pack(named, packs)
    cases = []
    for path in sorted((pack.folder / "cases").glob("*.yaml")):
        read = to_row(read_tree(path, pack.folder), PackCase)
        cases += list(_scenarios(read))
    if not cases:
        raise UsageError(message("lab.no_cases", over=given), hint=message("lab.no_cases.remedy"))
    as_of = max(case.on for case in cases)
    return Source(name=given, nature="pack_cases", as_of=as_of, cases=tuple(cases))


def _scenarios(read: PackCase) -> Iterator[PastCase]:
    seen: list[OperatorProfile] = []
    for at, scenario in enumerate(read.scenarios, 1):
        profile: OperatorProfile | None = getattr(scenario, "profile", None)
        # The same operator may stand in several scenarios of a case: it flips once.
        if profile in seen and scenario.filing is None:
            continue
        if profile is not None:
            seen.append(profile)
        if scenario.filing is not None or profile is not None:
            yield PastCase(
                id=f"{read.id}/{at}",
                on=scenario.on,
                profile=profile,
                filing=scenario.filing,
                cleared=scenario.cleared,
                events=scenario.events,
            )


def _real(given: str, folders: list[Path]) -> Source:
    cases, whole = [], {}
    for folder in folders:
        case = open_filing(find_filing(folder))
        whole[folder.name] = case
        cases.append(
            PastCase(
                id=folder.name,
                on=_day_of(case, folder),
                filing=case.filing,
                cleared=case.cleared,
                events=case.events,
            )
        )
    as_of = max(case.on for case in cases)
    is_fictional = any(case.filing is not None and case.filing.fictional for case in whole.values())
    nature: Nature = "fictional" if is_fictional else "real"
    return Source(name=given, nature=nature, as_of=as_of, cases=tuple(cases), whole=whole)


def _day_of(case: Case, folder: Path) -> date:
    """A case is judged as of its acceptance, else its first event, else the day it was filed."""
    accepted = [event.on for event in case.events if event.kind == "accepted"]
    days = accepted or sorted(event.on for event in case.events)
    if not days and case.filing is not None:
        filing = case.filing
        planned = (
            filing.filed_on,
            filing.introduction.planned_on if filing.introduction else None,
            filing.entrustment.starts_on if filing.entrustment else None,
            filing.change.confirmed_on if filing.change else None,
            filing.emergency.done_on if filing.emergency else None,
        )
        days = [day for day in planned if day is not None]
    if not days:
        raise UsageError(
            message("lab.no_day"), place=Place(file=str(folder)), hint=message("lab.no_day.remedy")
        )
    return days[0]
