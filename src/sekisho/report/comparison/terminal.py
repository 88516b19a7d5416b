"""A difference for a terminal: grouped by what matters, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.match.packages.difference import Change, Kind
from sekisho.model.finding import Finding
from sekisho.report.catalogue import say, say_id, say_term
from sekisho.report.columns import WIDTH, width_of, wrap
from sekisho.report.comparison.told import (
    Compared,
    Section,
    flaws_line,
    gaps_of,
    notes_of,
    row_of,
    sections_of,
    warning_of,
)
from sekisho.report.terminal import PLAIN, Ink

_SHOWN = 20
_FLAWS, _KEPT = 20, 5
_GRAVE = frozenset({"bytes", "back"})


def render(compared: Compared, lang: str, width: int = WIDTH, ink: Ink = PLAIN) -> str:
    """Says a difference in a language, in lines of at most `width` columns; tails are folded."""
    return "\n".join(_Page(compared, lang, width, ink).lines()) + "\n"


class _Page:
    """One difference on its way to lines."""

    def __init__(self, compared: Compared, lang: str, width: int, ink: Ink) -> None:
        self._it = compared
        self._lang = lang
        self._width = width
        self._ink = ink

    def lines(self) -> Iterator[str]:
        difference = self._it.difference
        if warning := warning_of(difference):
            yield self._ink.lay(self._ink.grave, self._wrap(say(warning, self._lang), "! "))
            yield ""
        sections = sections_of(difference)
        grave = [section for section in sections if section.group == "bytes"]
        for section in grave:
            yield from self._section(section)
        yield from self._flaws()
        for section in sections[len(grave) :]:
            yield from self._section(section)
        if not sections:
            yield self._say("compare.none")
            yield ""
        yield from self._foot()

    def _section(self, section: Section) -> Iterator[str]:
        grave = section.group in _GRAVE
        yield from self._heading(f"compare.group.{section.group}", section.count, grave=grave)
        for kind, changes in section.kinds:
            alone = len(section.kinds) == 1 and grave
            if not alone:
                yield self._say(f"compare.kind.{kind}", n=len(changes), first="  ")
            yield from self._changes(kind, changes, "  " if alone else "    ")
        yield ""

    def _changes(self, kind: Kind, changes: tuple[Change, ...], indent: str) -> Iterator[str]:
        for change in changes[:_SHOWN]:
            row = row_of(change, self._lang)
            if kind == "repackaged":
                yield self._wrap(row.name, f"{indent}! ")
                yield self._wrap(f"{row.old} →", f"{indent}    ")
                yield self._wrap(row.new, f"{indent}    ")
                continue
            sides = " → ".join(side for side in (row.old, row.new) if side)
            joint = " " if kind in _VERSIONED else ": "
            if kind == "renamed":
                yield self._wrap(sides, indent)
            else:
                yield self._wrap(f"{row.name}{joint if sides else ''}{sides}", indent)
        if (left := len(changes) - _SHOWN) > 0:
            yield self._say("compare.more", n=left, first=f"{indent}… ")

    def _flaws(self) -> Iterator[str]:
        flaws = self._it.flaws
        if flaws is None:
            return
        grave = bool(flaws.new or flaws.planted)
        yield from self._heading("compare.flaws", len(flaws.new) + len(flaws.planted), grave=grave)
        yield self._wrap(flaws_line(flaws, self._lang), "  ")
        for finding in (*flaws.planted, *flaws.new)[:_FLAWS]:
            yield self._flaw(finding, "+")
        if (left := len(flaws.planted) + len(flaws.new) - _FLAWS) > 0:
            yield self._say("compare.more", n=left, first="    … ")
        for finding in flaws.fixed:
            yield self._wrap(say(finding.message, self._lang), "  - ")
            for detail in finding.details:
                yield self._wrap(say(detail, self._lang), "      ")
        for finding in flaws.kept[:_KEPT]:
            yield self._flaw(finding, "=")
        if (left := len(flaws.kept) - _KEPT) > 0:
            yield self._say("compare.more", n=left, first="    … ")
        yield ""

    def _flaw(self, finding: Finding, sign: str) -> str:
        severity = say_term(finding.severity, self._lang)
        return self._wrap(f"[{severity}] {say(finding.message, self._lang)}", f"  {sign} ")

    def _foot(self) -> Iterator[str]:
        difference = self._it.difference
        old, new = difference.counts
        yield self._say("compare.counts", old=old, new=new, unchanged=difference.unchanged)
        if all(difference.products) and not difference.other_product:
            before, after = difference.products
            yield self._say("compare.products", before=before, after=after)
        for note in notes_of(difference):
            yield self._wrap(say(note, self._lang), "  * ")
        if gaps := tuple(gaps_of(self._it)):
            yield self._say("compare.gaps", n=len(gaps))
            for gap in gaps:
                yield self._wrap(say(gap, self._lang), "  ? ")
        if self._it.flaws and self._it.flaws.sources:
            yield self._wrap(self._it.flaws.sources)

    def _heading(self, id: str, count: int, *, grave: bool) -> Iterator[str]:
        text = say_id("compare.heading", self._lang, title=say_id(id, self._lang), n=count)
        yield self._ink.lay(self._ink.grave if grave else self._ink.strong, self._wrap(text))
        yield "-" * min(self._width, width_of(text))

    def _say(self, id: str, /, first: str = "", **params: str | int) -> str:
        return self._wrap(say_id(id, self._lang, **params), first)

    def _wrap(self, text: str, first: str = "") -> str:
        return wrap(text, self._width, first)


_VERSIONED = frozenset({"upgraded", "downgraded", "rebuilt", "version_changed"})
