"""The tally: what a draft changes, added up over cases, in sums that can be added to each other."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sekisho.lab.replay.flips import CaseFlip, Rule
from sekisho.lab.replay.lean import LeanCase
from sekisho.model.operator.profile import OperatorProfile

GROUPS = ("sector", "size", "country")
"""By what the sums are told apart."""

Sums = dict[str, int]


class RuleCount(msgspec.Struct, kw_only=True):
    """How many cases one row is responsible for."""

    rule: Rule
    cases: int = 0


class Tally(msgspec.Struct, kw_only=True):
    """Sums over cases: `cases` replayed, flips by kind, differences asked, filings more and less.

    `groups` holds the same by sector, size and country; `operators` the flips of each operator.
    """

    total: Sums = {}
    groups: dict[str, dict[str, Sums]] = {}
    rules: dict[str, RuleCount] = {}
    operators: dict[str, int] = {}

    def count(self, keys: Iterable[tuple[str, str]]) -> None:
        """Counts one case that was replayed, in each of its groups."""
        _add(self.total, "cases", 1)
        for group, key in keys:
            _add(self._group(group, key), "cases", 1)

    def add(self, flip: CaseFlip) -> None:
        """Adds a flip."""
        groups = (self._group(group, getattr(flip, group)) for group in GROUPS)
        for each in (self.total, *groups):
            for name, value in _figures(flip):
                _add(each, name, value)
        name = flip.operator or flip.name
        self.operators[name] = self.operators.get(name, 0) + 1
        if flip.rule is not None:
            key = f"{flip.rule.table}.{flip.rule.id}"
            self.rules.setdefault(key, RuleCount(rule=flip.rule)).cases += 1

    def merge(self, other: Tally) -> None:
        """Adds another tally to this one."""
        _merge(self.total, other.total)
        for group, keys in other.groups.items():
            for key, sums in keys.items():
                _merge(self._group(group, key), sums)
        _merge(self.operators, other.operators)
        for key, counted in other.rules.items():
            self.rules.setdefault(key, RuleCount(rule=counted.rule)).cases += counted.cases

    def _group(self, group: str, key: str) -> Sums:
        return self.groups.setdefault(group, {}).setdefault(key, {})


def groups_of(case: LeanCase, profile: OperatorProfile | None) -> tuple[tuple[str, str], ...]:
    """Gives the groups a case belongs to, flip or not."""
    filing = case.filing
    return (
        ("sector", filing.sector if filing else ""),
        ("size", profile.size if profile else ""),
    )


def _figures(flip: CaseFlip) -> Iterable[tuple[str, int]]:
    yield "flips", 1
    yield flip.kind, 1
    for name in ("fields", "typed", "documents", "days", "saved"):
        yield name, getattr(flip, name)
    before, after = set(flip.before), set(flip.after)
    for filing in after - before:
        yield f"more.{filing}", 1
    for filing in before - after:
        # What a case really took is known of the past alone: it is saved in full.
        if flip.known_hours is None or after:
            yield f"less.{filing}", 1
    if before and not after and flip.known_hours is not None:
        yield "known_hours_less", flip.known_hours


def _add(sums: Sums, name: str, value: int) -> None:
    if value:
        sums[name] = sums.get(name, 0) + value


def _merge(sums: Sums, other: Sums) -> None:
    for name, value in other.items():
        sums[name] = sums.get(name, 0) + value
