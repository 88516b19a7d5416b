"""How soon a flaw is to be remedied: four answers, and the rows of the pack's table they leave.

An answer that is missing leaves the rows of both answers, and the outcome is then told as from
where to where. Nothing is weighed and nothing guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import msgspec

from sekisho.check.look import Look
from sekisho.check.software import Subject
from sekisho.library.feeds import Feed
from sekisho.model.filing import Filing
from sekisho.model.finding import Severity
from sekisho.model.reference import Enrichment, Exploited
from sekisho.model.values.message import Message, Value, message
from sekisho.regime.tables.software import OutcomeRow, Software, UrgencyRow

_EVERYTHING = "*"
_INPUTS = ("input_exploited", "input_exposed", "input_automatable", "input_impact")


class Told(msgspec.Struct, frozen=True):
    """One of the four answers, `None` where it is missing, and the sentence that says whence."""

    value: bool | str | None
    said: Message


class Judgement(msgspec.Struct, frozen=True):
    """The rows that the answers leave, and the outcomes of these."""

    table: Software
    inputs: tuple[Told, Told, Told, Told]
    rows: tuple[UrgencyRow, ...]
    ranks: tuple[int, ...]

    @property
    def rank(self) -> tuple[int, int]:
        """The place of the outcome that is sure, then of the most urgent there may be."""
        return self.ranks[-1], self.ranks[0]

    @property
    def at_least(self) -> Severity:
        """How grave a finding is at least, by the outcome that is sure."""
        return self.table.outcomes[self.ranks[-1]].at_least

    def told(self) -> Iterator[Message]:
        """Says the outcome with the rows it comes from, then the four answers."""
        urgent, relaxed = (self.table.outcomes[at] for at in (self.ranks[0], self.ranks[-1]))
        title, rows = self.table.title, tuple(row.id for row in self.rows)
        about: dict[str, Value] = {
            "table": (title.ja, title.en) if title else self.table.table,
            "edition": self.table.edition,
            "n": len(rows),
            "rows": rows,
        }
        if urgent is relaxed:
            yield message("urgency.sure", outcome=_title(urgent), **about)
        else:
            pairs = zip(_INPUTS, self.inputs, strict=True)
            missing = tuple(name for name, told in pairs if told.value is None)
            about |= {"missing": missing, "n_missing": len(missing)}
            yield message(
                "urgency.between", urgent=_title(urgent), relaxed=_title(relaxed), **about
            )
        yield from (told.said for told in self.inputs)


def _title(row: OutcomeRow) -> tuple[str, str]:
    return row.title.ja, row.title.en


class Urgency:
    """Judges flaws by the table of the pack and by what the library and the filing say."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._table = look.regime.software
        self._exposure: dict[frozenset[str], Told] = {}
        self._by_answers: dict[tuple[object, ...], tuple[tuple[UrgencyRow, ...], tuple[int, ...]]]
        self._by_answers = {}

    def judge(
        self,
        subject: Subject,
        cves: tuple[str, ...],
        exploited: tuple[Exploited, ...],
        enrichment: tuple[Enrichment, ...],
    ) -> Judgement | None:
        """Gives what the table says of a flaw; `None` where the pack has no table."""
        if not self._table.rows:
            return None
        inputs = (
            self._exploited(cves, exploited),
            self._exposed(subject.components),
            self._automatable(cves, enrichment),
            self._impact(cves, enrichment),
        )
        answers = tuple(told.value for told in inputs)
        if answers not in self._by_answers:
            self._by_answers[answers] = self._rows(answers)
        rows, ranks = self._by_answers[answers]
        return Judgement(self._table, inputs, rows, ranks)

    def _rows(
        self, answers: tuple[bool | str | None, ...]
    ) -> tuple[tuple[UrgencyRow, ...], tuple[int, ...]]:
        rows = tuple(
            row
            for row in self._table.rows
            if all(told in (None, has) for told, has in zip(answers, row.inputs, strict=True))
        )
        places = {row.id: at for at, row in enumerate(self._table.outcomes)}
        return rows, tuple(sorted({places[row.outcome] for row in rows}))

    def _exploited(self, cves: tuple[str, ...], exploited: tuple[Exploited, ...]) -> Told:
        if exploited:
            first = min(exploited, key=lambda entry: entry.feed)
            return Told(True, self._from("urgency.exploited", "yes", first.feed))
        if not cves:
            return Told(None, message("urgency.exploited.no_cve"))
        feeds = self._catalogues
        if not feeds:
            return Told(None, message("urgency.exploited.not_covered"))
        return Told(False, self._from("urgency.exploited", "no", feeds[0].id))

    @cached_property
    def _catalogues(self) -> tuple[Feed, ...]:
        """The catalogues of what is exploited, none where a miss in them proves nothing."""
        library, on = self._look.library, self._look.on
        if not library.covers("exploited", _EVERYTHING, on):
            return ()
        return tuple(feed for feed in library.feeds if feed.kind == "exploited" and feed.covers)

    def _exposed(self, components: frozenset[str]) -> Told:
        known = self._exposure.get(components)
        if known is None:
            known = self._exposure[components] = _exposure(
                self._look.case.filing, components, self._table
            )
        return known

    def _automatable(self, cves: tuple[str, ...], found: tuple[Enrichment, ...]) -> Told:
        """One vulnerability that can be automated is enough; that none can takes all of them."""
        told = [each for each in found if each.automatable is not None]
        value = _any_of((each.automatable is True for each in told), _is_all(cves, told))
        if value is None:
            return Told(None, message("urgency.automatable.unknown"))
        return Told(
            value, self._from("urgency.automatable", "yes" if value else "no", told[0].feed)
        )

    def _impact(self, cves: tuple[str, ...], found: tuple[Enrichment, ...]) -> Told:
        told = [each for each in found if each.technical_impact]
        total = _any_of((each.technical_impact == "total" for each in told), _is_all(cves, told))
        if total is None:
            return Told(None, message("urgency.impact.unknown"))
        word = "total" if total else "partial"
        return Told(word, self._from("urgency.impact", f"impact_{word}", told[0].feed))

    def _from(self, id: str, value: str, feed_id: str) -> Message:
        """Says an answer with the publication it comes from and the day of that."""
        feed = self._look.library.feed(feed_id)
        name = feed.title if feed else feed_id
        if feed is None or feed.published_on is None:
            return message(f"{id}.undated", value=value, feed=name)
        return message(id, value=value, feed=name, on=feed.published_on.isoformat())


def _is_all(cves: tuple[str, ...], told: list[Enrichment]) -> bool:
    return bool(cves) and set(cves) <= {each.cve for each in told}


def _any_of(answers: Iterator[bool], whole: bool) -> bool | None:  # noqa: FBT001  # two halves of one answer
    if any(answers):
        return True
    return False if whole else None


def _exposure(filing: Filing | None, components: frozenset[str], table: Software) -> Told:
    """The component's own word counts, then the facility's; of several the exposed one."""
    stated = [_stated(filing, id) for id in sorted(components)] if filing else []
    if True in stated:
        return Told(True, message("urgency.exposed", value="yes"))
    if stated and None not in stated:
        return Told(False, message("urgency.exposed", value="no"))
    value = table.exposed_unless_stated
    return Told(value, message("urgency.exposed.assumed", value="yes" if value else "no"))


def _stated(filing: Filing, component: str) -> bool | None:
    found = filing.component(component)
    own = found.exposed if found else None
    return filing.facility.exposed if own is None else own
