"""The result of the lab as one HTML file, under the headings of a regulatory impact assessment."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

import sekisho.report
from sekisho.lab.pages.figures import (
    figures,
    group_name,
    main_effect,
    range_text,
    side_by_side,
    source_name,
    value_text,
)
from sekisho.lab.pages.plots import Line, draw_bars, draw_lines
from sekisho.lab.pages.words import (
    assumed_text,
    filings_text,
    grouped,
    mark,
    point_text,
    rule_brief,
    rule_text,
    signed,
    tests_text,
    title_text,
    vetted_text,
    watermark,
)
from sekisho.lab.result import Effect, LabResult, Row
from sekisho.report.catalogue import say_date, visible
from sekisho.report.markup import Markup, Spoken, element, raw, table

_STYLES = (
    Path(sekisho.report.__file__).parent / "look" / "report.css",
    Path(__file__).parent / "look" / "lab.css",
)
_FLIPS, _OPERATORS, _BARS = 100, 300, 15
LIMITS = ("designation", "unknown", "findings", "hours", "behaviour", "synthetic")
"""The limits every page tells, in their order."""


def render(result: LabResult, lang: str, names: dict[str, str], objective: str = "") -> str:
    """Writes a result as one HTML document; nothing in it runs or comes from elsewhere."""
    return _Page(result, lang, names, objective).document()


@cache
def _styles() -> tuple[tuple[Markup, ...], str]:
    texts = tuple(path.read_text(encoding="utf-8") for path in _STYLES)
    digests = (base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    policy = f"default-src 'none'; style-src {allowed}; base-uri 'none'"
    return tuple(raw(text) for text in texts), policy


class _Page(Spoken):
    """One result on its way to HTML."""

    def __init__(self, result: LabResult, lang: str, names: dict[str, str], objective: str) -> None:
        super().__init__(lang)
        self._it = result
        self._names, self._objective = names, objective

    def document(self) -> str:
        styles, policy = _styles()
        title = title_text(self._it, self._lang)
        head = element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("title", f"{title} - Sekisho"),
            *(element("style", style) for style in styles),
        )
        sections = self._sections()
        links = [element("li", element("a", name, href=f"#{id}")) for id, name, _ in sections]
        scenario = watermark(self._it, self._lang)
        body = element(
            "body",
            element("a", self._say("report.skip"), href="#main", class_="skip"),
            element(
                "header",
                element("h1", title),
                *(element("p", said, class_="scenario") for said in scenario),
                element(
                    "nav",
                    element("h2", self._say("report.contents"), id="contents-title"),
                    element("ul", *links, class_="contents"),
                    aria_labelledby="contents-title",
                ),
            ),
            element(
                "main",
                *(self._section(*section) for section in sections),
                id="main",
                tabindex="-1",
                data_mark=mark(self._it, self._lang),
            ),
            self._footer(scenario),
            class_="synthetic" if scenario else "real",
        )
        return f"<!doctype html>\n{element('html', head, body, lang=self._lang)}\n"

    def _sections(self) -> list[tuple[str, str, list[Markup]]]:
        parts = [
            ("objective", self._objective_part()),
            ("options", self._options()),
            ("figures", self._figures()),
            ("affected", self._affected()),
            ("costs", self._costs()),
            ("sensitivity", self._sensitivity()),
            ("flips", self._flips()),
            ("assumptions", self._assumptions()),
            ("limits", self._limits()),
        ]
        return [(id, self._say(f"lab.page.{id}"), content) for id, content in parts]

    def _section(self, id: str, title: str, content: list[Markup]) -> Markup:
        heading = element("h2", title, id=f"{id}-title")
        return element("section", heading, *content, id=id, aria_labelledby=f"{id}-title")

    def _objective_part(self) -> list[Markup]:
        text = visible(self._objective) if self._objective else ""
        return [element("p", text or self._say("lab.page.objective.none"))]

    def _options(self) -> list[Markup]:
        rows = [
            (draft.name, rule_text(told.rule, self._lang), signed(told.cases))
            for number, draft in enumerate(self._it.drafts)
            for told in main_effect(self._it, number).rules
        ]
        head = ("lab.page.option", "lab.page.row", "lab.page.cases")
        intro = element("p", self._say("lab.page.options.text"))
        return [intro, self._table("lab.page.options", head, rows)] if rows else [intro]

    def _figures(self) -> list[Markup]:
        parts: list[Markup] = []
        if len(self._it.drafts) > 1:
            names = (draft.name for draft in self._it.drafts)
            head = (self._say("lab.page.figure"), *names)
            caption = self._say("lab.page.figures")
            parts.append(table(caption, head, side_by_side(self._it, self._lang)))
        for draft, told in enumerate(self._it.drafts):
            if len(self._it.drafts) > 1:
                parts.append(element("h3", told.name))
            lines = figures(self._it, draft, self._lang)
            heads = [source_name(self._it, at, self._lang) for at in range(len(self._it.sources))]
            cases = tuple(signed(source.cases) for source in self._it.sources)
            rows = [(self._say("lab.figure.cases"), *cases, "")]
            for line in lines:
                name = f"{line.name} *" if line.is_assumed else line.name
                values = (value_text(value, self._lang) for value in line.values)
                rows.append((name, *values, range_text(self._it, line, self._lang)))
            head = (self._say("lab.page.figure"), *heads, self._say("lab.range.head"))
            if not any(row[-1] for row in rows):
                head, rows = head[:-1], [row[:-1] for row in rows]
            parts.append(table(self._say("lab.page.figures"), head, rows))
        parts.append(element("p", f"* {self._say('lab.assumed_hours')}", class_="head"))
        return parts + [element("p", vetted_text(v, self._lang)) for v in self._it.vetted]

    def _affected(self) -> list[Markup]:
        parts: list[Markup] = []
        for effect in self._shown_effects():
            name = self._effect_name(effect)
            count = len(effect.operators)
            parts.append(element("h3", self._say("lab.operators", n=count, source=name)))
            rows = [
                (
                    visible(flip.name),
                    self._names.get(flip.sector, flip.sector),
                    self._say(f"lab.designated.{flip.before}"),
                    self._say(f"lab.designated.{flip.after}"),
                    tests_text(flip, self._lang, self._names),
                    rule_text(flip.rule, self._lang),
                )
                for flip in effect.operators[:_OPERATORS]
            ]
            ids = ("operator", "sector", "before", "after", "values", "row")
            head = tuple(f"lab.page.{id}" for id in ids)
            none = element("p", self._say("lab.operators.none"))
            parts.append(self._table("lab.page.affected", head, rows) if rows else none)
        return parts

    def _shown_effects(self) -> list[Effect]:
        """Of each draft the middle scenario, and every source of real cases."""
        mains = [main_effect(self._it, draft) for draft in range(len(self._it.drafts))]
        return [
            effect
            for main in mains
            for effect in self._it.effects_of(main.draft)
            if effect is main or not self._it.sources[effect.source].synthetic
        ]

    def _effect_name(self, effect: Effect) -> str:
        name = source_name(self._it, effect.source, self._lang)
        if len(self._it.drafts) == 1:
            return name
        return f"{self._it.drafts[effect.draft].name} · {name}"

    def _costs(self) -> list[Markup]:
        parts: list[Markup] = []
        for number, effect in enumerate(self._shown_effects()):
            if not effect.total.flips:
                continue
            parts.append(element("h3", self._effect_name(effect)))
            bars = [(self._group(row, "sector"), row.flips) for row in effect.sectors[:_BARS]]
            title = self._say("lab.page.plot.operators")
            text = self._say("lab.page.plot.text", n=len(bars))
            drawing = draw_bars((title, text, f"bars-{number}"), bars)
            parts += [drawing] if drawing else []
            for group, rows in (
                ("sector", effect.sectors),
                ("size", effect.sizes),
                ("country", effect.countries),
            ):
                parts.append(self._group_table(group, rows))
        return parts or [element("p", self._say("lab.operators.none"))]

    def _group_table(self, group: str, rows: tuple[Row, ...]) -> Markup:
        ids = ("flips_count", "caught", "freed")
        head = (f"lab.page.{group}", *(f"lab.page.{id}" for id in ids), "lab.figure.typed")
        head += ("lab.figure.documents", "lab.figure.examiner_hours", "lab.figure.operator_hours")
        cells = [
            (
                self._group(row, group),
                signed(row.flips),
                signed(row.kinds.get("caught", 0)),
                signed(row.kinds.get("freed", 0)),
                signed(row.typed),
                signed(row.documents),
                value_text(row.examiner_hours, self._lang),
                value_text(row.operator_hours, self._lang),
            )
            for row in rows
        ]
        return self._table(f"lab.page.{group}", head, cells)

    def _group(self, row: Row, group: str) -> str:
        return group_name(row, group, self._lang, self._names)

    def _sensitivity(self) -> list[Markup]:
        sweep = self._it.sweep
        if sweep is None:
            return [element("p", self._say("lab.page.sensitivity.none"))]
        axis = list(dict.fromkeys(point.value for point in sweep.points))
        sources = list(dict.fromkeys(point.source for point in sweep.points))
        lines = [
            Line(
                source_name(self._it, at, self._lang),
                tuple(p.operators_in - p.operators_out for p in sweep.points if p.source == at),
            )
            for at in sources
        ]
        path = sweep.path
        if len(self._it.drafts) > 1:
            path = self._say("lab.sweep.of", path=path, draft=self._it.drafts[0].name)
        title = self._say("lab.page.plot.sweep", path=path)
        text = self._say("lab.page.plot.text", n=len(axis))
        marks = (grouped(sweep.base), grouped(sweep.draft))
        named = (title, text, "sweep")
        drawing = draw_lines(named, [grouped(value) for value in axis], lines, marks)
        rows = [
            (
                grouped(value),
                *(point_text(point, self._lang) for point in sweep.points if point.value == value),
            )
            for value in axis
        ]
        head = (self._say("lab.sweep.value"), *(line.name for line in lines))
        key = element("p", self._say("lab.sweep.key", base=marks[0], draft=marks[1]))
        listed = table(title, head, rows)
        return [*([drawing] if drawing else []), key, listed]

    def _flips(self) -> list[Markup]:
        parts: list[Markup] = []
        for effect in self._shown_effects():
            if not effect.flips:
                continue
            n, name = effect.flips_in_all, self._effect_name(effect)
            parts.append(element("h3", self._say("lab.cases", n=n, source=name)))
            rows = [
                (
                    visible(flip.id),
                    say_date(flip.on, self._lang),
                    visible(flip.name),
                    self._say(f"lab.kind.{flip.kind}"),
                    filings_text(flip.before, self._lang),
                    filings_text(flip.after, self._lang),
                    f"{signed(flip.fields)} / {signed(flip.documents)} / {signed(flip.days)}",
                    rule_brief(flip.rule, self._lang),
                )
                for flip in effect.flips[:_FLIPS]
            ]
            ids = ("case", "day", "operator", "kind", "before", "after", "asked", "row")
            head = tuple(f"lab.page.{id}" for id in ids)
            parts.append(self._table("lab.page.flips", head, rows))
            if n > len(rows):
                parts.append(element("p", self._say("lab.cases.more", n=n - len(rows))))
        return parts or [element("p", self._say("lab.operators.none"))]

    def _assumptions(self) -> list[Markup]:
        used = [source for source in self._it.sources if source.assumptions]
        rows = []
        for at, assumed in enumerate(used[0].assumptions if used else ()):
            what, source = assumed_text(assumed, self._lang)
            values = (visible(each.assumptions[at].value) for each in used)
            rows.append((what, *values, source))
        names = (
            source_name(self._it, at, self._lang)
            for at, source in enumerate(self._it.sources)
            if source.assumptions
        )
        head = (self._say("lab.page.assumption"), *names, self._say("lab.page.source"))
        hours = element("p", self._say("lab.page.limit.hours"))
        return [hours, table(self._say("lab.page.assumptions"), head, rows)] if rows else [hours]

    def _limits(self) -> list[Markup]:
        said = [self._say(f"lab.page.limit.{id}") for id in LIMITS]
        if self._it.findings_not_replayed:
            said.append(self._say("lab.findings.not_replayed", n=self._it.findings_not_replayed))
        return [element("ul", *(element("li", text) for text in said))]

    def _footer(self, scenario: tuple[str, ...]) -> Markup:
        it = self._it
        made = self._say(
            "lab.page.made", engine=it.engine, base=it.base.name, digest=it.base.sha256
        )
        lines = [made, *(f"{draft.name}: SHA-256 {draft.sha256}" for draft in it.drafts)]
        return element("footer", *(element("p", line) for line in (*lines, *scenario)))
