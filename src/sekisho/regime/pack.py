"""A regime: one pack as it stands on one day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

import msgspec

from sekisho.model.assessment import ClockDate, Duty
from sekisho.model.values.message import Message, message
from sekisho.regime.rules.decided import add_duties
from sekisho.regime.rules.evaluator import Verdict
from sekisho.regime.rules.vocabulary import Facts
from sekisho.regime.tables.law import (
    Order,
    Pending,
    Title,
    Version,
)
from sekisho.regime.tables.time import Period
from sekisho.regime.tables.whole import Tables

NOT_THE_LAW = "regime.not_the_law"
"""The caveat of rules that do not come with Sekisho."""

_ORDER = re.compile(r"(Ministerial order) \((\S+) (Arts?\.) (\d+)(?:-(\d+))?((?:\([0-9ivx]+\))*)\)")


class Regime(Tables, frozen=True, kw_only=True):
    """One pack as it stands on one day: rows that do not hold on that day are left out.

    `sha256` names the whole pack in its canonical form, `version` the state of the law chosen
    from it, `verified_to` the day up to which that state was compared with the law. `own_folder`
    is the name of the folder of a pack of one's own, empty for those of Sekisho.
    """

    id: str
    sha256: str
    titles: Title
    statutory: bool
    edition: Version
    pending: tuple[Pending, ...]
    own_folder: str = ""

    @property
    def version(self) -> str:
        """The id of the state of the law."""
        return self.edition.id

    @property
    def verified_to(self) -> date | None:
        """The day up to which the text was compared with the law, `None` if it never was."""
        return self.edition.verified_to

    def title(self, lang: str) -> str:
        """Gives the name of the regime in a language."""
        return self.titles.said_in(lang)

    def ask(self, condition: str, facts: Facts) -> Verdict:
        """Answers a condition of the pack over facts."""
        return self.conditions.ask(condition, facts)

    def required_checks(self, facts: Facts, duties: Iterable[Duty]) -> frozenset[str]:
        """Gives the names of the checks that must be answered for this case.

        A check whose condition cannot be answered is required.
        """
        known = add_duties(facts, duties)
        return frozenset(
            row.check
            for row in self.routes.required
            if self.conditions.ask(row.when, known).answer != "no"
        )

    def caveats(self, on: date) -> tuple[Message, ...]:
        """Tells that the rules are those of a pack of one's own, and the amendments in force, or
        reported to be, whose text the pack does not hold.
        """
        return (*self._not_the_law(), *self.amended(on))

    def _not_the_law(self) -> tuple[Message, ...]:
        if not self.own_folder:
            return ()
        return (message(NOT_THE_LAW, folder=self.own_folder, regime=self.id),)

    def amended(self, on: date) -> tuple[Message, ...]:
        """Tells the amendments in force, or reported to be, whose text the pack does not hold."""
        since = {
            row.id: row.effective_on.isoformat()
            for row in self.pending
            if row.status == "in_force" and row.effective_on and row.effective_on <= on
        }
        if not since:
            return ()
        known = tuple(sorted(since))
        first = min(since.values())
        said = message("regime.amended", n=len(since), on=first, amendments=known, regime=self.id)
        return (said,)

    def period(self, id: str) -> Period | None:
        """Gives the period of that id."""
        return next((period for period in self.clocks.periods if period.id == id), None)

    def authority_of(self, sector: str) -> str:
        """Gives the authority in charge of a sector, empty when the sector is not known."""
        return next((row.authority for row in self.sectors if row.id == sector), "")

    def order_of(self, authority: str) -> Order | None:
        """Gives the order of an authority that holds on the day."""
        for row in self.authorities:
            if row.id == authority and row.orders:
                return row.orders[-1]
        return None

    def cite(self, article: str, authority: str) -> str:
        """Gives a citation as it reads in the order of an authority.

        The rows of a pack cite one order; an authority whose order numbers the same article
        otherwise is cited by its own number, and an article of it that was not read without any.
        A citation of the order of another authority, as of its criteria, stays as it is.
        """
        row = next((row for row in self.authorities if row.id == authority), None)
        if row is None or not row.letters or not self.authorities:
            return article
        first = self.authorities[0].letters

        def renumbered(cited: re.Match[str]) -> str:
            order, letters, word, begin, end, below = cited.groups()
            if letters != first or letters == row.letters:
                return cited.group(0)
            if not row.articles_read:
                return f"{order} ({row.letters})"
            begin, end = (row.articles.get(number, number) for number in (begin, end or ""))
            if not begin:
                return f"{order} ({row.letters})"
            span = f"{begin}-{end}" if end else begin
            return f"{order} ({row.letters} {word} {span}{below})"

        return _ORDER.sub(renumbered, article)

    def cite_dates(self, dates: Iterable[ClockDate], authority: str) -> tuple[ClockDate, ...]:
        """Gives shown dates with their sources as the order of an authority numbers them."""
        return tuple(
            msgspec.structs.replace(shown, article=self.cite(shown.article, authority))
            for shown in dates
        )

    def form(self, authority: str, filing: str, act: str) -> str:
        """Gives the number of a form at an authority, empty when it is not known."""
        for row in self.forms:
            acts_fit = not row.acts or act in row.acts
            if authority in row.authorities and filing == row.filing and acts_fit:
                return "" if row.unverified else row.number
        return ""
