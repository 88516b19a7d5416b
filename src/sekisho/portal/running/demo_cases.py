"""Fictional cases of the demonstration, in every state, made by the acts that people use."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from msgspec.structs import replace

from sekisho.model.filing import Filing
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.models import CaseFile
from sekisho.portal.decide import acts as deciding
from sekisho.portal.decide.models import Decision
from sekisho.portal.decide.text import DecisionText
from sekisho.portal.examine import acts as examining
from sekisho.portal.examine.models import Question
from sekisho.portal.filing import acts as filing

EXAMPLE = "grid-control-update"
_EXTENDED = timedelta(days=75)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts in the stories; the second of the authority may take decisions."""

    filer: Sitting
    examiner: Sitting
    decider: Sitting


@dataclass(frozen=True, slots=True)
class Story:
    """A case from its first day on."""

    id: UUID
    cast: Cast
    start: datetime

    def by(self, who: Sitting, days: int = 0) -> Doing:
        """Says who acts, so many days after the start."""
        return Doing(who, self.start + timedelta(days=days))

    def submit(self) -> None:
        """Hands the filing in, on the first day."""
        filing.submit(self.id, self.by(self.cast.filer))

    def accept(self) -> None:
        """Hands it in and accepts it, both on the first day."""
        self.submit()
        doing = self.by(self.cast.examiner)
        examining.accept(self.id, doing, doing.today)

    def decide(self, act: str, days: int, reasons: str, until: date | None = None) -> None:
        """Takes a decision that two people sign."""
        case = CaseFile.objects.get(id=self.id)
        text = DecisionText(
            act=act,
            case=str(self.id),
            reference=case.reference,
            reasons=reasons,
            until=until,
            measures="保守端末の接続元を限定する。" if act == "recommend" else "",
            drafted_by=self.cast.examiner.user.name if self.cast.examiner.user else "",
            drafted_on=(self.start + timedelta(days=days)).date(),
        )
        deciding.draft(self.id, self.by(self.cast.examiner, days), text)
        drafted = Decision.objects.select_related("text").get(case=case, act=act)
        for who in (self.cast.examiner, self.cast.decider):
            deciding.sign(self.id, self.by(who, days), act, drafted.text.sha256)


def _returned(story: Story) -> None:
    story.submit()
    reason = "様式第一の「導入の時期」が記載されていません。"
    examining.give_back(story.id, story.by(story.cast.examiner, 1), reason)


def _asked(story: Story) -> None:
    story.accept()
    text = "保守端末は、どの国の拠点から接続しますか。"
    examining.ask(story.id, story.by(story.cast.examiner, 3), text)


def _replied(story: Story) -> None:
    _asked(story)
    question = Question.objects.get(case_id=story.id)
    filing.reply(story.id, story.by(story.cast.filer, 5), question.id, "国内の保守拠点のみです。")


def _extended(story: Story) -> None:
    story.accept()
    until = (story.start + _EXTENDED).date()
    story.decide("extend", 20, "再委託先の確認に時間を要するため。", until)


def _recommended(story: Story) -> None:
    story.accept()
    doing = story.by(story.cast.examiner, 2)
    examining.consult(story.id, doing, doing.today, "架空の関係省庁")
    story.decide("recommend", 6, "遠隔保守の経路に、特定妨害行為の手段となるおそれがあるため。")


def _cleared(story: Story) -> None:
    _replied(story)
    story.decide("end_screening", 6, "妨害のおそれを認めない。")


def _withdrawn(story: Story) -> None:
    story.submit()
    filing.withdraw(story.id, story.by(story.cast.filer, 2), "導入の計画を見直すため。")


_STORIES: MappingProxyType[str, tuple[int, Callable[[Story], None]]] = MappingProxyType(
    {
        "KG-2026-001": (0, lambda _: None),
        "KG-2026-002": (1, Story.submit),
        "KG-2026-003": (4, _returned),
        "KG-2026-004": (2, Story.accept),
        "KG-2026-005": (6, _asked),
        "KG-2026-006": (9, _replied),
        "KG-2026-007": (27, Story.accept),
        "KG-2026-008": (25, _extended),
        "KG-2026-009": (8, _recommended),
        "KG-2026-010": (12, _cleared),
        "KG-2026-011": (45, Story.accept),
        "KG-2026-012": (10, _withdrawn),
    }
)
"""Reference -> how many days ago it began, and what has happened since.

Of what was accepted 45 days ago the period has lapsed: the worker records it.
"""


def make_cases(cast: Cast, examples: Path, now: datetime) -> int:
    """Makes the cases where there is none yet; gives how many."""
    folder = examples / EXAMPLE
    if CaseFile.objects.exists() or not folder.is_dir():
        return 0
    written = filing.read_file((folder / "filing.yaml").read_bytes(), "filing.yaml")
    for reference, (ago, tell) in _STORIES.items():
        start = now - timedelta(days=ago)
        tell(Story(_open(cast, replace(written, reference=reference), folder, start), cast, start))
    return len(_STORIES)


def _open(cast: Cast, written: Filing, folder: Path, start: datetime) -> UUID:
    doing = Doing(cast.filer, start)
    id = filing.open_case(doing, written)
    for evidence in written.evidence:
        if evidence.path and (folder / evidence.path).is_file():
            kind = evidence.media_type or mimetypes.guess_type(evidence.path)[0] or ""
            listed = replace(evidence, media_type=kind)
            filing.add_evidence(id, doing, listed, _pieces(folder / evidence.path))
    return id


def _pieces(path: Path) -> Iterator[bytes]:
    yield path.read_bytes()
