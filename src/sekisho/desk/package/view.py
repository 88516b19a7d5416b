"""What a package is made from: one case, vetted, seen by one authority in one language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Literal

from sekisho.check.look import Look
from sekisho.desk.package.authorities import authority_name
from sekisho.desk.paper.sheet import Cell, Row
from sekisho.model.assessment import Assessment
from sekisho.model.case import Case
from sekisho.model.filing import Act, Filing
from sekisho.model.values.country import country_name
from sekisho.model.values.message import Value
from sekisho.regime.pack import Regime
from sekisho.regime.plans.judged import Judged, judge
from sekisho.regime.rules.decided import add_duties
from sekisho.regime.scopes import Subject, is_stated, list_subjects, read_path
from sekisho.regime.tables.contents import Field, Scope
from sekisho.report.articles import say_article
from sekisho.report.catalogue import say_date, say_id

Copy = Literal["authority", "shareable"]
"""The copy for the authority holds everything; the shareable one no date of birth."""


_ROLES = ("subject.is_supplier", "subject.is_contractor", "subject.is_recontractor")


def is_filed(subject: Subject) -> bool:
    """Says whether a party supplies or works, so that the form asks for its block."""
    return any(subject.facts.get(role) is True for role in _ROLES)


@dataclass(frozen=True)
class Vetted:
    """A case with the assessment made of it: nothing of a package is judged a second time."""

    case: Case
    filing: Filing
    look: Look
    assessment: Assessment

    @property
    def regime(self) -> Regime:
        """The rules it was vetted under."""
        return self.look.regime

    @property
    def on(self) -> date:
        """The day it was vetted as of."""
        return self.assessment.on

    @cached_property
    def subjects(self) -> dict[Scope, tuple[Subject, ...]]:
        """Everything the pack asks about, as the check of completeness sees it."""
        facts = add_duties(self.look.facts, self.look.duties)
        return list_subjects(self.regime, self.plan, facts, self.on, self.judged.cleared)

    @cached_property
    def judged(self) -> Judged:
        """What is asked about its contents: of a change, the changed plan."""
        needed = [duty.filing for duty in self.assessment.duties if duty.need == "needed"]
        return judge(self.regime, self.case, self.filing, needed)

    @property
    def plan(self) -> Filing:
        """What the form shows: the filing, of a change the plan as it is after it."""
        return self.judged.filing

    def cite(self, article: str, authority: str) -> str:
        """Gives a citation as the order of an authority numbers it."""
        key = (article, authority)
        if key not in self._cited:
            self._cited[key] = self.regime.cite(article, authority)
        return self._cited[key]

    @cached_property
    def _cited(self) -> dict[tuple[str, str], str]:
        return {}

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The filings this one has to be; what it calls itself where nothing is known to be due."""
        needed = [duty.filing for duty in self.assessment.duties if duty.need == "needed"]
        stated = [self.filing.kind] if self.filing.kind else []
        return tuple(dict.fromkeys(needed or stated))

    @cached_property
    def names(self) -> dict[str, str]:
        """What each party is called, by its id."""
        return {party.id: party.name or party.id for party in self.plan.parties}

    @cached_property
    def numbers(self) -> dict[str, str]:
        """The number of each party of section D by its id, in the order of the form."""
        filing, work = self.plan, self.plan.entrustment
        order = [
            filing.facility.supplier,
            *(part.supplier for part in filing.components),
            *([work.contractor] if work else []),
            *(link.contractor for link in filing.reentrustments),
        ]
        filed = {subject.id for subject in self.subjects["party"] if is_filed(subject)}
        known = [id for id in dict.fromkeys(order) if f"party:{id}" in filed]
        return {id: f"D-{number}" for number, id in enumerate(known, 1)}

    @property
    def is_due(self) -> bool:
        """Whether something must be filed, or it cannot be told that nothing must."""
        return any(duty.need != "not_needed" for duty in self.assessment.duties)

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        """The acts the filing speaks of."""
        filing = self.plan
        spoken: tuple[tuple[Act, bool], ...] = (
            ("introduction", filing.introduction is not None),
            ("entrustment", filing.entrustment is not None),
        )
        return tuple(act for act, said in spoken if said or filing.act == act)


@dataclass(frozen=True)
class View:
    """A vetted case as one authority sees it: in one language, in one copy."""

    vetted: Vetted
    authority: str
    lang: str
    copy: Copy

    @property
    def filing(self) -> Filing:
        """What is filed; of a change, the plan as it is after it."""
        return self.vetted.plan

    @property
    def regime(self) -> Regime:
        """The rules."""
        return self.vetted.regime

    @property
    def authority_name(self) -> str:
        """What the authority is called."""
        return authority_name(self.regime, self.authority, self.lang)

    def say(self, id: str, /, **params: Value) -> str:
        """Says a message in the language of the view."""
        return say_id(id, self.lang, **params)

    def article(self, article: str) -> str:
        """Gives a citation as the order of the authority numbers it, in the language of the view."""
        return _said(self.vetted.cite(article, self.authority), self.lang)

    def label(self, field: Field) -> str:
        """Names a field of the pack as a heading does, in the words of the authority's order."""
        called = field.called.get(self.authority)
        if called is None:
            return _label(field.id, self.lang)
        return _heading(called.said_in(self.lang), self.lang)

    def party(self, id: str) -> str:
        """Names a party by what the filing calls it; an id without a party stays as it is."""
        return self.vetted.names.get(id, id)

    def numbered(self, id: str) -> str:
        """Names a party with its number in section D, where it has one."""
        number = self.vetted.numbers.get(id)
        return (
            self.say("package.numbered", name=self.party(id), number=number)
            if number
            else self.party(id)
        )

    def country(self, code: str) -> str:
        """Names a country."""
        return country_name(code, self.lang) if code else ""

    def day(self, on: date | None) -> str:
        """Writes a date as a form has it, without its weekday; nothing for none."""
        if on is None:
            return ""
        said = say_date(on, self.lang)
        return said.partition("（")[0] if self.lang == "ja" else said.partition(" ")[2]

    def span(self, first: date | None, last: date | None) -> str:
        """Writes a period; an end that is not stated is left open."""
        if first is None and last is None:
            return ""
        return self.say("package.span", first=self.day(first), last=self.day(last))

    def yes_no(self, value: bool | None) -> str:  # noqa: FBT001  # the value is what is shown
        """Writes yes or no, nothing where it is not stated."""
        return "" if value is None else self.say("term.yes" if value else "term.no")

    def joined(self, parts: tuple[str, ...]) -> str:
        """Joins what belongs together in one cell."""
        return ("、" if self.lang == "ja" else ", ").join(part for part in parts if part)

    def cell(self, text: str, *, needed: bool | None = True) -> Cell:
        """Makes a cell in which a lack is seen: one that is needed, or that nobody could judge."""
        if text.strip():
            return Cell(text)
        if needed is None:
            return Cell(self.say("package.not_stated.open"), "open")
        if not needed:
            return Cell(self.say("package.not_needed"), "hidden")
        return Cell(self.say("package.not_stated"), "missing")

    def is_asked(self, field: Field, subject: Subject) -> bool | None:
        """Says whether the pack asks a field of a subject, `None` where that cannot be told."""
        kinds = set(self.vetted.kinds)
        if kinds and not kinds.intersection(field.filings):
            return False
        if not self.vetted.judged.knows(field):
            return None
        answer = self.regime.ask(field.when, subject.facts).answer
        return None if answer == "unknown" else answer == "yes"

    def row(self, field: Field, subject: Subject, text: str) -> Row | None:
        """Makes the row of a field; `None` for one neither stated nor asked."""
        needed = self.is_asked(field, subject)
        values = [read_path(subject.record, path) for path in field.paths]
        stated = [value for value in values if is_stated(value)]
        if not stated and needed is False:
            return None
        shown = (text or self._plain(stated[0])) if stated else ""
        cell = self.cell(shown, needed=needed)
        return Row(self.label(field), cell, self.article(field.article))

    def _plain(self, value: object) -> str:
        """Writes a field for which no better wording is known, so that it is never left out."""
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, bool):
            return self.yes_no(value)
        if isinstance(value, tuple):
            return self.say("package.entries", n=len(value))
        return str(value)


@cache
def _said(article: str, lang: str) -> str:
    """The same few citations stand beside thousands of fields."""
    return say_article(article, lang)


@cache
def _label(id: str, lang: str) -> str:
    return _heading(say_id(f"term.field.{id}", lang), lang)


def _heading(said: str, lang: str) -> str:
    if lang == "en":
        said = said.removeprefix("the ")
        return said[:1].upper() + said[1:]
    return said
