"""An assessment as one HTML file: no script, nothing from elsewhere, printable, accessible."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from sekisho.model.assessment import Assessment, Duty
from sekisho.model.case import Case
from sekisho.model.finding import Finding, Source
from sekisho.model.values.message import Message
from sekisho.report.articles import say_article
from sekisho.report.burden_line import burden_line
from sekisho.report.catalogue import say, say_date, say_term, visible
from sekisho.report.clock_drawing import draw_clock
from sekisho.report.delivery import file_table, question_list
from sekisho.report.markup import Markup, Spoken, element, join, raw
from sekisho.report.notes import note_text, notes_elsewhere, notes_for
from sekisho.report.outline import (
    Gap,
    Group,
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
    act_text,
    checks_text,
    clear_text,
    clock_day,
    compared_line,
    count_line,
    duty_text,
    head_text,
    name_text,
    notice_text,
    rules_text,
    set_apart,
    shortening_lines,
    source_text,
    with_article,
)

_STYLE = Path(__file__).parent / "look" / "report.css"
_HEADS = 5
_OPEN = frozenset({"critical", "high"})


def render(assessment: Assessment, lang: str, name: str = "", case: Case | None = None) -> str:
    """Writes an assessment as one HTML document in a language.

    `name` is the digest to tell where what is shown holds marks beside what was assessed. With the
    `case` of a vendor's delivery the files that came and the questions to the vendor are told too.

    Everything a filing or a list says is escaped; the document forbids scripts and anything
    from elsewhere by its own content security policy.
    """
    return _Page(assessment, lang, name or assessment.sha256, case).document()


@cache
def style() -> tuple[Markup, str]:
    """Gives the style sheet and the digest by which the policy lets it in."""
    text = _STYLE.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return raw(text), f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"


class _Page(Spoken):
    """One assessment on its way to HTML."""

    def __init__(self, assessment: Assessment, lang: str, name: str, case: Case | None) -> None:
        super().__init__(lang)
        self._it = assessment
        self._name = name
        self._case = case if case and case.delivery else None

    def document(self) -> str:
        css, policy = style()
        title = self._say("report.title", on=self._it.on.isoformat())
        name = name_text(self._it, self._lang)
        head = element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("title", " - ".join(part for part in (name, title, "Sekisho") if part)),
            element("style", css),
        )
        sections = self._sections()
        body = element(
            "body",
            element("a", self._say("report.skip"), href="#main", class_="skip"),
            self._header(title, sections),
            element("main", *(part for _, _, part in sections), id="main", tabindex="-1"),
            self._footer(),
        )
        return f"<!doctype html>\n{element('html', head, body, lang=self._lang)}\n"

    def _sections(self) -> list[tuple[str, str, Markup]]:
        """Lists the sections as (anchor, heading, content); empty ones are left out."""
        it = self._it
        found, open_ = found_groups(it), gaps(it)
        total = sum(len(group.findings) for group in found)
        parts = [
            ("duties", self._say("report.duties"), self._duties()),
            ("clock", self._say("report.clock"), self._clock()),
            ("shortening", self._say("report.shortening"), self._shortening()),
            ("found", self._say("report.found", n=total), self._found(found)),
            ("gaps", self._say("report.gaps", n=len(open_)), self._gaps(open_)),
            ("clear", self._say("report.clear"), self._clear()),
            *self._delivery(),
            ("acts", self._say("report.acts"), self._acts()),
            ("checks", self._say("report.checks"), self._checks()),
            ("feeds", self._say("report.feeds"), self._feeds()),
        ]
        return [
            (
                id,
                title,
                element(
                    "section",
                    element("h2", title, id=f"{id}-title"),
                    *content,
                    id=id,
                    aria_labelledby=f"{id}-title",
                ),
            )
            for id, title, content in parts
            if content
        ]

    def _delivery(self) -> list[tuple[str, str, list[Markup]]]:
        """What came from a vendor, and what to ask back; nothing where nothing came."""
        if self._case is None:
            return []
        came, asked = file_table(self._case, self._lang), question_list(self._case, self._lang)
        return [
            ("delivered", self._say("report.delivered"), [came]),
            ("questions", self._say("report.questions"), [asked]),
        ]

    def _header(self, title: str, sections: list[tuple[str, str, Markup]]) -> Markup:
        it = self._it
        headed, not_checked = verdict(it), len(gaps(it))
        reasons = [element("li", say(reason, self._lang)) for reason in reasons_of_its_own(it)]
        links = [element("li", element("a", name, href=f"#{id}")) for id, name, _ in sections]
        return element(
            "header",
            element("p", head_text(it, self._lang), class_="head"),
            *(
                element("p", say(said, self._lang), class_="caveats")
                for said in set_apart(it.caveats)[0]
            ),
            element("h1", title),
            element("p", name, class_="name") if (name := name_text(it, self._lang)) else "",
            *(element("p", say(m, self._lang), class_="headline") for m in headlines(it)[:_HEADS]),
            element(
                "div",
                element("p", say(it.route.message, self._lang)),
                element("p", self._say(f"report.outcome.{headed}")),
                element("p", self._say("report.outcome.gaps", n=not_checked))
                if headed != "pass" and not_checked
                else "",
                element("p", count_line(it, self._lang)),
                element("ul", *reasons) if reasons else "",
                class_=f"verdict {headed}",
            ),
            element(
                "nav",
                element("h2", self._say("report.contents"), id="contents-title"),
                element("ul", *links, class_="contents"),
                aria_labelledby="contents-title",
            ),
        )

    def _duties(self) -> list[Markup]:
        duties = [self._duty(duty) for duty in duties_in_order(self._it)]
        if others := notes_elsewhere(self._it):
            notes = [element("li", note_text(note, self._lang)) for note in others]
            duties.append(element("ul", *notes, class_="notes"))
        if duties:
            duties.append(element("p", compared_line(self._it, self._lang), class_="verified"))
        _, below = set_apart(self._it.caveats)
        caveats = [element("li", say(each, self._lang)) for each in below]
        return (
            [*duties, element("ul", *caveats, class_="caveats")] if duties and caveats else duties
        )

    def _duty(self, duty: Duty) -> Markup:
        reasons = [
            element("li", with_article(reason.message, reason.article, self._lang))
            for reason in duty.reasons
        ]
        rules = (duty.id, *(reason.rule for reason in duty.reasons))
        notes = [element("li", note_text(note, self._lang)) for note in notes_for(self._it, rules)]
        prior = duty.need == "needed" and duty.prior
        return element(
            "div",
            element("p", duty_text(duty, self._lang)),
            element("p", self._say("report.duty.prior")) if prior else "",
            element("ul", *reasons) if reasons else "",
            element("ul", *notes, class_="notes") if notes else "",
            class_=f"duty {duty.need}",
        )

    def _clock(self) -> list[Markup]:
        rows = [
            (
                f"{at}. {clock_day(entry, self._lang)}",
                join(
                    self._tag("report.clock.warning", "high") if entry.warning else "",
                    say(entry.message, self._lang),
                ),
                say_article(entry.article, self._lang),
            )
            for at, entry in enumerate(clock_in_order(self._it), 1)
        ]
        if not rows:
            return []
        head = ("report.clock.date", "report.clock.what", "report.clock.article")
        drawing = draw_clock(self._it, self._lang)
        listed = self._table("report.clock", head, rows)
        if drawing is None:
            return [listed]
        key = self._say("report.clock.key", on=self._it.on.isoformat())
        return [drawing, element("p", key, class_="head"), listed]

    def _acts(self) -> list[Markup]:
        rows = [
            (
                act_text(act, self._lang),
                say_term(act.by, self._lang),
                say_term("yes" if act.lawful else "no", self._lang),
                say_date(act.until, self._lang) if act.until else "",
                with_article(act.message, act.article, self._lang)
                if act.message
                else say_article(act.article, self._lang),
            )
            for act in sorted(self._it.lawful_acts, key=lambda act: not act.lawful)
        ]
        ids = ("act", "by", "lawful", "until", "why")
        head = tuple(f"report.acts.{id}" for id in ids)
        return [self._table("report.acts", head, rows)] if rows else []

    def _shortening(self) -> list[Markup]:
        shortening = self._it.shortening
        if shortening is None:
            return []
        said, sign = shortening_lines(shortening, self._lang)
        held = [element("li", say(row, self._lang)) for row in shortening.criteria]
        return [element("p", said), element("ul", *held), element("p", sign)]

    def _found(self, groups: tuple[Group, ...]) -> list[Markup]:
        if not groups:
            return [element("p", self._say("report.found.none"))]
        return [part for group in groups for part in self._group(group)]

    def _group(self, group: Group) -> list[Markup]:
        name = say_term(group.check, self._lang)
        severity = say_term(group.severity, self._lang)
        title = element("h3", element("span", severity, class_=f"tag {group.severity}"), name)
        items = [element("li", self._finding(finding)) for finding in group.findings]
        return [title, element("ul", *items, class_="findings")]

    def _finding(self, finding: Finding) -> Markup:
        remedy = element("p", self._remedy(finding.remedy), class_="do") if finding.remedy else ""
        body = element("div", remedy, *self._list(finding.details), self._facts(finding))
        opened = {"open": "open"} if finding.severity in _OPEN or finding.claims else {}
        return element(
            "details", element("summary", say(finding.message, self._lang)), body, **opened
        )

    def _facts(self, finding: Finding) -> Markup:
        rule = f"{finding.rule} {finding.rule_version}"
        facts = [
            ("report.subject", element("code", visible(finding.subject))),
            ("report.where", element("code", visible(finding.place)) if finding.place else ""),
            ("report.why", self._sources(finding.sources)),
            ("report.evidence", ", ".join(visible(id) for id in finding.evidence)),
            ("report.basis", say_term(finding.basis, self._lang)),
            ("report.rule", element("code", rule)),
        ]
        rows = [
            join(element("dt", self._say(id)), element("dd", value)) for id, value in facts if value
        ]
        return element("dl", *rows, class_="facts")

    def _sources(self, sources: tuple[Source, ...]) -> Markup | str:
        items = []
        for source in sources:
            text = source_text(source, self._lang)
            linked = source.url.startswith(("https://", "http://"))
            link = element("a", text, href=source.url, rel="noreferrer") if linked else text
            items.append(element("li", link))
        return element("ul", *items) if items else ""

    def _gaps(self, open_: tuple[Gap, ...]) -> list[Markup]:
        if not open_:
            return [element("p", self._say("report.gaps.none"))]
        items = []
        for gap in open_:
            mark = self._tag("report.required", "required") if gap.required else ""
            name = element("strong", checks_text(gap.checks, self._lang))
            remedy = element("p", self._remedy(gap.remedy), class_="do") if gap.remedy else ""
            label = join(mark, name)
            said = element("p", label, self._colon(), say(gap.message, self._lang))
            items.append(element("li", said, remedy, *self._list(gap.details)))
        return [element("ul", *items)]

    def _clear(self) -> list[Markup]:
        items = [element("li", clear_text(run, self._lang)) for run in clear_runs(self._it)]
        if not items:
            return [element("p", self._say("report.clear.none"))]
        return [element("ul", *items)]

    def _checks(self) -> list[Markup]:
        rows = [
            (
                f"{say_term(run.check, self._lang)} ({run.check} {run.version})",
                say_term(run.state, self._lang),
                f"{run.looked_at:,}",
                f"{run.found:,}",
                f"{run.unanswered:,}",
                say_term("yes" if run.required else "no", self._lang),
            )
            for run in self._it.checks
        ]
        ids = ("check", "state", "looked_at", "found", "unanswered", "required")
        head = tuple(f"report.checks.{id}" for id in ids)
        return [self._table("report.checks", head, rows)] if rows else []

    def _feeds(self) -> list[Markup]:
        rows = [
            (
                visible(feed.title or feed.id),
                say_date(feed.published_on, self._lang)
                if feed.published_on
                else self._say("report.feed.undated.word"),
                f"{feed.count:,}",
                self._tag("report.feed.stale", "high")
                if feed.stale
                else self._say("report.feed.fresh"),
                element("code", feed.sha256[:16]),
            )
            for feed in self._it.feeds
        ]
        ids = ("name", "date", "count", "state", "digest")
        head = tuple(f"report.feed.{id}" for id in ids)
        if not rows:
            return [element("p", self._say("report.feeds.none"))]
        return [self._table("report.feeds", head, rows)]

    def _footer(self) -> Markup:
        it = self._it
        lines = (
            burden_line(it.burden, self._lang),
            rules_text(it, self._lang),
            self._say("report.library", digest=it.inputs.library_sha256),
            self._say("report.engine", engine=it.inputs.engine),
            self._say("report.name", digest=self._name),
            notice_text(it, self._lang),
        )
        return element("footer", *(element("p", line) for line in lines))

    def _list(self, said: tuple[Message, ...]) -> list[Markup]:
        items = [element("li", say(one, self._lang)) for one in said]
        return [element("ul", *items)] if items else []

    def _remedy(self, remedy: Message) -> str:
        return f"{self._say('report.do')}{self._colon()}{say(remedy, self._lang)}"

    def _colon(self) -> str:
        return self._say("report.labelled", label="", text="")

    def _tag(self, id: str, kind: str) -> Markup:
        return element("span", self._say(id), class_=f"tag {kind}")
