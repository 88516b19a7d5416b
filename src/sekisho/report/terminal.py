"""An assessment for a terminal: plain text in columns, readable without colour."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from sekisho.model.assessment import Assessment
from sekisho.model.finding import Finding, Severity
from sekisho.model.operator.note import Note
from sekisho.model.values.message import Message
from sekisho.report.burden_line import burden_line
from sekisho.report.catalogue import say, say_id, say_term, visible
from sekisho.report.columns import WIDTH, pad, width_of, wrap
from sekisho.report.notes import note_text, notes_elsewhere, notes_for
from sekisho.report.outline import (
    Gap,
    clear_runs,
    clock_in_order,
    duties_in_order,
    found_groups,
    gaps,
    headlines,
    reasons_of_its_own,
    verdict,
)
from sekisho.report.phrases import (
    acts_line,
    checks_text,
    clear_text,
    clock_day,
    compared_line,
    count_line,
    duty_text,
    feeds_text,
    head_text,
    name_text,
    notice_text,
    rules_text,
    set_apart,
    shortening_lines,
    source_text,
    with_article,
)

_SHOWN: dict[Severity, int] = {"critical": 40, "high": 20, "medium": 10, "low": 3, "info": 3}
_FEW, _ALL = 3, 16
"""Details of a finding, and of one that is told in full."""
_IN_FULL: dict[Severity, int] = {"critical": 8, "high": 8, "medium": 3, "low": 0, "info": 0}
"""How many of a group are told in full: who has to judge a likeness must see the reasons."""
_GRAVE = frozenset({"critical", "high"})
_STOPS = frozenset({"found", "unanswered", "barred"})
_GAPS = 12
_SOURCES = 3


class Ink(msgspec.Struct, frozen=True):
    """The escape sequences of a terminal; a plain one has none."""

    strong: str = ""
    grave: str = ""
    faint: str = ""
    end: str = ""

    def lay(self, sequence: str, text: str) -> str:
        """Colours every line of a text."""
        if not sequence:
            return text
        return "\n".join(f"{sequence}{line}{self.end}" for line in text.split("\n"))


PLAIN = Ink()
COLOUR = Ink(strong="\x1b[1m", grave="\x1b[1;31m", faint="\x1b[2m", end="\x1b[0m")


def render(
    assessment: Assessment, lang: str, width: int = WIDTH, ink: Ink = PLAIN, name: str = ""
) -> str:
    """Says an assessment in a language, in lines of at most `width` columns.

    What matters comes first: where the case goes, whether something must be filed and when,
    what was found, what was not checked, what is clear, and what all of it rests on. Long tails
    are folded with a count. `name` is the digest to tell where what is shown holds marks beside
    what was assessed.
    """
    page = _Page(assessment, lang, width, ink)
    page.name = name or assessment.sha256
    return "\n".join(page.lines()) + "\n"


class _Page:
    """One assessment on its way to lines."""

    def __init__(self, assessment: Assessment, lang: str, width: int, ink: Ink) -> None:
        self._it = assessment
        self._lang = lang
        self._width = width
        self._ink = ink
        self.name = ""

    def lines(self) -> Iterator[str]:
        yield from self._head()
        yield from self._duties()
        yield from self._clock()
        yield from self._shortening()
        yield from self._found()
        yield from self._gaps()
        yield from self._clear()
        yield from self._foot()

    def _head(self) -> Iterator[str]:
        it = self._it
        if name := name_text(it, self._lang):
            yield self._ink.lay(self._ink.strong, self._wrap(name))
        yield self._wrap(head_text(it, self._lang))
        for said in set_apart(it.caveats)[0]:
            yield self._ink.lay(self._ink.grave, self._wrap(say(said, self._lang), "! "))
        yield "=" * self._width
        yield from self._headlines()
        headed = verdict(it)
        tone = self._ink.grave if headed in _STOPS else self._ink.strong
        yield self._ink.lay(tone, self._wrap(say(it.route.message, self._lang)))
        yield self._wrap(say_id(f"report.outcome.{headed}", self._lang))
        if headed != "pass" and (not_checked := len(gaps(it))):
            yield self._wrap(say_id("report.outcome.gaps", self._lang, n=not_checked))
        yield self._wrap(count_line(it, self._lang))
        for reason in reasons_of_its_own(it):
            yield self._wrap(say(reason, self._lang), "  - ")

    def _headlines(self) -> Iterator[str]:
        told = headlines(self._it)
        for said in told[:_FEW]:
            yield self._ink.lay(self._ink.grave, self._wrap(say(said, self._lang), "! "))
        if len(told) > _FEW:
            yield self._say("report.more", n=len(told) - _FEW, first="  … ")

    def _duties(self) -> Iterator[str]:
        if not self._it.duties:
            return
        yield from self._heading(say_id("report.duties", self._lang))
        for duty in duties_in_order(self._it):
            yield self._wrap(duty_text(duty, self._lang), "  ")
            if duty.need == "needed" and duty.prior:
                yield self._wrap(say_id("report.duty.prior", self._lang), "    ")
            for reason in duty.reasons:
                said = with_article(reason.message, reason.article, self._lang)
                yield self._wrap(said, "    - ")
            rules = (duty.id, *(reason.rule for reason in duty.reasons))
            yield from self._notes(notes_for(self._it, rules), "      ")
        yield from self._notes(notes_elsewhere(self._it), "  ")
        yield self._wrap(compared_line(self._it, self._lang), "  ")
        _, below = set_apart(self._it.caveats)
        for caveat in below:
            yield self._wrap(say(caveat, self._lang), "  ! ")
        if acts := acts_line(self._it, self._lang):
            yield self._wrap(acts, "  ")

    def _notes(self, notes: tuple[Note, ...], indent: str) -> Iterator[str]:
        for note in notes:
            yield self._wrap(note_text(note, self._lang), f"{indent}# ")

    def _clock(self) -> Iterator[str]:
        dates = clock_in_order(self._it)
        if not dates:
            return
        yield from self._heading(say_id("report.clock", self._lang))
        days = [clock_day(date, self._lang) for date in dates]
        column = max(width_of(day) for day in days)
        for date, day in zip(dates, days, strict=True):
            mark = "! " if date.warning else "  "
            said = with_article(date.message, date.article, self._lang)
            line = self._wrap(said, f"{mark}{pad(day, column)}  ")
            yield self._ink.lay(self._ink.grave, line) if date.warning else line

    def _shortening(self) -> Iterator[str]:
        shortening = self._it.shortening
        if shortening is None:
            return
        yield from self._heading(say_id("report.shortening", self._lang))
        said, sign = shortening_lines(shortening, self._lang)
        yield self._wrap(said, "  ")
        for criterion in shortening.criteria:
            yield self._wrap(say(criterion, self._lang), "    - ")
        yield self._wrap(sign, "  ")

    def _found(self) -> Iterator[str]:
        groups = found_groups(self._it)
        total = sum(len(group.findings) for group in groups)
        yield from self._heading(say_id("report.found", self._lang, n=total))
        if not groups:
            yield self._wrap(say_id("report.found.none", self._lang), "  ")
        for group in groups:
            grave = group.severity in _GRAVE
            title = f"[{say_term(group.severity, self._lang)}] {say_term(group.check, self._lang)}"
            yield self._ink.lay(self._ink.grave if grave else self._ink.strong, title)
            shown = group.findings[: _SHOWN[group.severity]]
            for at, finding in enumerate(shown):
                told_in_full = at < _IN_FULL[finding.severity]
                yield from self._finding(finding, _ALL if told_in_full else _FEW)
            if left := len(group.findings) - len(shown):
                yield self._say("report.more", n=left, first="  … ")

    def _finding(self, finding: Finding, details: int) -> Iterator[str]:
        yield self._wrap(say(finding.message, self._lang), "  * ")
        yield from self._details(finding.details, details)
        if finding.place:
            yield self._labelled("report.where", visible(finding.place))
        for source in finding.sources[:_SOURCES]:
            yield self._labelled("report.why", source_text(source, self._lang))
        if finding.remedy is not None:
            yield self._labelled("report.do", say(finding.remedy, self._lang))

    def _details(self, details: tuple[Message, ...], most: int) -> Iterator[str]:
        """Says the first details; a tail of one is said, since a fold is no shorter."""
        shown = details if len(details) <= most + 1 else details[:most]
        for detail in shown:
            yield self._wrap(say(detail, self._lang), "      ", "        ")
        if left := len(details) - len(shown):
            yield self._say("report.more", n=left, first="      … ")

    def _gaps(self) -> Iterator[str]:
        open_ = gaps(self._it)
        yield from self._heading(say_id("report.gaps", self._lang, n=len(open_)))
        if not open_:
            yield self._wrap(say_id("report.gaps.none", self._lang), "  ")
        for gap in open_[:_GAPS]:
            yield from self._gap(gap)
        if len(open_) > _GAPS:
            yield self._say("report.gaps.more", n=len(open_) - _GAPS, first="  … ")

    def _gap(self, gap: Gap) -> Iterator[str]:
        name = checks_text(gap.checks, self._lang)
        mark = f" [{say_id('report.required', self._lang)}]" if gap.required else ""
        label = say_id("report.labelled", self._lang, label=f"{name}{mark}", text="")
        yield self._wrap(f"{label}{say(gap.message, self._lang)}", "  ? ", "    ")
        yield from self._details(gap.details, _FEW)
        if gap.remedy is not None:
            yield self._labelled("report.do", say(gap.remedy, self._lang))

    def _clear(self) -> Iterator[str]:
        yield from self._heading(say_id("report.clear", self._lang))
        runs = clear_runs(self._it)
        if not runs:
            yield self._wrap(say_id("report.clear.none", self._lang), "  ")
        for run in runs:
            yield self._wrap(clear_text(run, self._lang), "  + ")

    def _foot(self) -> Iterator[str]:
        it = self._it
        yield ""
        yield self._ink.lay(self._ink.faint, self._wrap(burden_line(it.burden, self._lang)))
        yield from self._heading(say_id("report.feeds", self._lang))
        yield self._wrap(feeds_text(it, self._lang), "  ")
        if stale := tuple(feed.id for feed in it.feeds if feed.stale):
            line = self._say("report.feeds.stale", feeds=stale, first="  ! ")
            yield self._ink.lay(self._ink.grave, line)
        yield self._wrap(rules_text(it, self._lang), "  ")
        yield self._say("report.library", digest=it.inputs.library_sha256, first="  ")
        yield self._say("report.name", digest=self.name, first="  ")
        yield self._wrap(notice_text(it, self._lang), "  ")

    def _heading(self, text: str) -> Iterator[str]:
        yield ""
        yield self._ink.lay(self._ink.strong, self._wrap(text))
        yield "-" * min(self._width, width_of(text))

    def _labelled(self, id: str, text: str) -> str:
        label = say_id("report.labelled", self._lang, label=say_id(id, self._lang), text="")
        said, tick, command = text.partition("`")
        if command.endswith("`") and width_of(command) > self._width:
            # A command is copied: broken into lines it would be several.
            return "\n".join((self._labelled(id, said), f"        {command[:-1]}"))
        return self._wrap(f"{said}{tick}{command}", f"      {label}", "        ")

    def _say(self, id: str, /, first: str = "", **params: str | int | tuple[str, ...]) -> str:
        return self._wrap(say_id(id, self._lang, **params), first)

    def _wrap(self, text: str, first: str = "", rest: str | None = None) -> str:
        return wrap(text, self._width, first, rest)
