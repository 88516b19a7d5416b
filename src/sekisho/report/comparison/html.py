"""A difference as one HTML file: old beside new, grouped, no script, nothing from elsewhere."""

from __future__ import annotations

from sekisho.match.packages.difference import Change, Kind
from sekisho.model.finding import Finding
from sekisho.report.catalogue import say, say_id, visible
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
from sekisho.report.html import style
from sekisho.report.markup import Markup, Spoken, element, join, table

_ROWS = 5000
"""Rows of one table; the rest is in `--json`, for no browser scrolls through more."""

_OPEN = frozenset({"bytes", "back", "who", "whence"})
_OPEN_ROWS = 50
_TONES = {"bytes": "critical", "back": "medium", "who": "medium", "whence": "medium"}


def render(compared: Compared, lang: str) -> str:
    """Writes a difference as one HTML document in a language; all that a document says is escaped."""
    return _Page(compared, lang).document()


class _Page(Spoken):
    """One difference on its way to HTML."""

    def __init__(self, compared: Compared, lang: str) -> None:
        super().__init__(lang)
        self._it = compared
        self._sections = sections_of(compared.difference)

    def document(self) -> str:
        css, policy = style()
        title = self._say("compare.title")
        head = element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("title", f"{self._name()} - {title} - Sekisho"),
            element("style", css),
        )
        parts = self._parts()
        marks = (element("span", id=f"only-{id}", class_="only") for id, _, _ in parts)
        body = element(
            "body",
            element("a", self._say("report.skip"), href="#main", class_="skip"),
            *marks,
            self._header(title, parts),
            element("main", *(part for _, _, part in parts), id="main", tabindex="-1"),
            self._footer(),
            class_="comparison",
        )
        return f"<!doctype html>\n{element('html', head, body, lang=self._lang)}\n"

    def _name(self) -> str:
        before, after = self._it.difference.products
        return f"{visible(before or self._it.old)} → {visible(after or self._it.new)}"

    def _parts(self) -> list[tuple[str, str, Markup]]:
        """Lists the sections as (anchor, heading with count, content)."""
        listed: list[tuple[str, int, list[Markup]]] = [
            (section.group, section.count, self._section(section)) for section in self._sections
        ]
        if self._it.flaws is not None:
            at = 1 if self._sections and self._sections[0].group == "bytes" else 0
            count = len(self._it.flaws.new) + len(self._it.flaws.planted)
            listed.insert(at, ("flaws", count, self._flaws()))
        parts: list[tuple[str, str, Markup]] = []
        for id, count, content in listed:
            key = "compare.flaws" if id == "flaws" else f"compare.group.{id}"
            heading = self._say("compare.heading", title=self._say(key), n=count)
            parts.append((id, heading, self._framed(id, heading, content)))
        if gaps := [say(gap, self._lang) for gap in gaps_of(self._it)]:
            heading = self._say(
                "compare.heading", title=self._say("compare.gaps.title"), n=len(gaps)
            )
            items = element("ul", *(element("li", gap) for gap in gaps))
            parts.append(("gaps", heading, self._framed("gaps", heading, [items])))
        return parts

    def _framed(self, id: str, heading: str, content: list[Markup]) -> Markup:
        title = element("h2", heading, id=f"{id}-title")
        return element("section", title, *content, id=id, aria_labelledby=f"{id}-title")

    def _header(self, title: str, parts: list[tuple[str, str, Markup]]) -> Markup:
        it = self._it.difference
        old, new = it.counts
        warning = warning_of(it)
        only = [element("li", element("a", name, href=f"#only-{id}")) for id, name, _ in parts]
        everything = element("li", element("a", self._say("compare.all"), href="#main"))
        counts = {"old": old, "new": new, "unchanged": it.unchanged}
        lead = [] if self._sections else [element("p", self._say("compare.none"))]
        if self._it.flaws is not None:
            lead.append(element("p", flaws_line(self._it.flaws, self._lang)))
        notes = [element("li", say(note, self._lang)) for note in notes_of(it)]
        return element(
            "header",
            element(
                "p", self._say("compare.files", old=self._it.old, new=self._it.new), class_="head"
            ),
            element("h1", title),
            element("p", self._name(), class_="name"),
            element("p", say(warning, self._lang), class_="headline") if warning else "",
            *self._headlines(),
            element(
                "div", element("p", self._say("compare.counts", **counts)), *lead, class_="verdict"
            ),
            element("ul", *notes, class_="caveats") if notes else "",
            self._nav("only", "compare.only", [*only, everything]),
        )

    def _headlines(self) -> list[Markup]:
        """Says above everything else how many packages were built again under one version."""
        found = [s for s in self._sections if s.group == "bytes"]
        if not found:
            return []
        names = tuple(row_of(change, self._lang).name for _, cs in found[0].kinds for change in cs)
        said = self._say("compare.headline", n=len(names), names=names)
        return [element("p", said, class_="headline")]

    def _nav(self, id: str, heading: str, links: list[Markup]) -> Markup:
        return element(
            "nav",
            element("h2", self._say(heading), id=f"{id}-nav-title"),
            element("ul", *links, class_="contents"),
            aria_labelledby=f"{id}-nav-title",
        )

    def _section(self, section: Section) -> list[Markup]:
        lead = element("p", self._say(f"compare.group.{section.group}.lead"), class_="head")
        return [lead, *(self._kind(section, kind, changes) for kind, changes in section.kinds)]

    def _kind(self, section: Section, kind: Kind, changes: tuple[Change, ...]) -> Markup:
        title = self._say(f"compare.kind.{kind}", n=len(changes))
        tone = _TONES.get(section.group, "")
        body = [self._rows(title, changes)]
        if len(changes) > _ROWS:
            body.append(element("p", self._say("compare.more", n=len(changes) - _ROWS)))
        opened = section.group in _OPEN or len(changes) <= _OPEN_ROWS
        return element(
            "details",
            element("summary", element("span", title, class_=f"tag {tone}".strip())),
            element("div", *body),
            id=f"kind-{kind}",
            **({"open": "open"} if opened else {}),
        )

    def _rows(self, title: str, changes: tuple[Change, ...]) -> Markup:
        head = tuple(self._say(f"compare.head.{name}") for name in ("package", "old", "new"))
        rows = [row_of(change, self._lang) for change in changes[:_ROWS]]
        told = [(row.name, _cell(row.old), _cell(row.new)) for row in rows]
        return table(title, head, told, box="wide long" if len(told) > _OPEN_ROWS else "wide")

    def _flaws(self) -> list[Markup]:
        flaws = self._it.flaws
        if flaws is None:
            return []
        parts = [element("p", flaws_line(flaws, self._lang), class_="head")]
        listed = (*flaws.planted, *flaws.new)
        if listed:
            items = (element("li", self._flaw(finding, opened=True)) for finding in listed)
            parts.append(element("ul", *items, class_="findings"))
        others = [*flaws.fixed, *flaws.kept]
        if others:
            items = (element("li", self._flaw(finding, opened=False)) for finding in others)
            parts += [
                element("h3", self._say("compare.flaws.others")),
                element("ul", *items, class_="findings"),
            ]
        return parts

    def _flaw(self, finding: Finding, *, opened: bool) -> Markup:
        severity = say_id(f"term.{finding.severity}", self._lang)
        tag = element("span", severity, class_=f"tag {finding.severity}")
        details = element("ul", *(element("li", say(one, self._lang)) for one in finding.details))
        remedy = (
            element("p", say(finding.remedy, self._lang), class_="do") if finding.remedy else ""
        )
        return element(
            "details",
            element("summary", join(tag, say(finding.message, self._lang))),
            element("div", remedy, details),
            **({"open": "open"} if opened else {}),
        )

    def _footer(self) -> Markup:
        sources = self._it.flaws.sources if self._it.flaws else ""
        return element(
            "footer",
            element("p", sources) if sources else "",
            element("p", self._say("compare.notice")),
        )


def _cell(text: str) -> Markup | str:
    """A digest is set in the letters of code."""
    kind, _, digest = text.partition(" ")
    if len(digest) >= 32 and digest.isalnum() and kind.islower():
        return join(f"{kind} ", element("code", digest))
    return text
