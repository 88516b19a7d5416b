"""One component against one entry of a list of covered equipment."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Literal

import msgspec

from sekisho.check.covered_equipment.claims import Claim, Item
from sekisho.match.names.compare import Comparison, compare, may_be_alike
from sekisho.match.names.normalise import normalise
from sekisho.model.finding import Severity
from sekisho.model.reference import CoveredEquipment, Rebadge

Way = Literal["maker", "rebadge", "model", "affiliate", "made_in"]
ClassAnswer = Literal["same_class", "class_open", "other_class"]
Force = Literal["in_force", "not_yet", "ended"]

_WAYS: tuple[Way, ...] = ("model", "rebadge", "maker", "affiliate", "made_in")


class Verdict(msgspec.Struct, frozen=True):
    """Why an entry may cover a component: the way it was met and how sure that is.

    `claim` is the name in the case that led there, `listed` the name in the entry it answers;
    `rebadge` the record that ties a brand to the maker, `model` the number that fits it.
    """

    item: Item
    entry: CoveredEquipment
    way: Way
    product_class: ClassAnswer
    force: Force
    claim: Claim | None = None
    listed: str = ""
    comparison: Comparison | None = None
    rebadge: Rebadge | None = None
    model: str = ""

    @property
    def sure(self) -> bool:
        """Whether the tie to the entry needs no judgement of names or of relations."""
        if self.way in ("made_in", "model"):
            return True
        if self.way == "rebadge":
            return bool(self.model)
        direct = self.claim is not None and self.claim.relation in ("maker", "brand", "supplier")
        close = self.comparison is not None and self.comparison.strength == "strong"
        return self.way == "maker" and direct and close

    @property
    def severity(self) -> Severity:
        """Grave when the maker, the product class and the date all fit; lighter for each doubt."""
        if self.force != "in_force":
            return "low" if self.force == "not_yet" else "info"
        if self.product_class == "other_class":
            return "low"
        if self.sure:
            return "critical" if self.product_class == "same_class" else "high"
        return "medium"

    @property
    def order(self) -> tuple[int, int, int]:
        """Sorts the surest verdict on one entry first."""
        score = self.comparison.score if self.comparison else 1000
        return (not self.sure, _WAYS.index(self.way), -score)


def judge(item: Item, entry: CoveredEquipment, on: date) -> Verdict | None:
    """Gives the surest reason why the entry may cover the component, `None` without any."""
    answer = _class_of(item, entry)
    force = _force_of(entry, on)
    if entry.made_in:
        fits = answer != "other_class" and _made_in(item, entry.made_in)
        return Verdict(item, entry, "made_in", answer, force) if fits else None
    found = [
        *_by_model(item, entry, answer, force),
        *_by_rebadge(item, entry, answer, force),
        *_by_name(item, entry, answer, force),
    ]
    return min(found, key=lambda verdict: verdict.order, default=None)


def lacks_place(item: Item, entry: CoveredEquipment) -> bool:
    """Says whether only the missing place of manufacture keeps an entry from an answer."""
    return (
        bool(entry.made_in)
        and item.physical
        and not item.made_in
        and _class_of(item, entry) == "same_class"
    )


def _class_of(item: Item, entry: CoveredEquipment) -> ClassAnswer:
    if not entry.classes or not item.classes:
        return "class_open"
    return "same_class" if item.classes & set(entry.classes) else "other_class"


def _force_of(entry: CoveredEquipment, on: date) -> Force:
    if entry.effective_on and entry.effective_on > on:
        return "not_yet"
    return "ended" if entry.ended_on and entry.ended_on < on else "in_force"


def _made_in(item: Item, place: str) -> bool:
    if not item.made_in:
        return False
    return item.made_in != place[1:] if place.startswith("~") else item.made_in == place


def _by_model(
    item: Item, entry: CoveredEquipment, answer: ClassAnswer, force: Force
) -> list[Verdict]:
    model = _fitting(item.models, entry.models)
    return [Verdict(item, entry, "model", answer, force, model=model)] if model else []


def _by_rebadge(
    item: Item, entry: CoveredEquipment, answer: ClassAnswer, force: Force
) -> list[Verdict]:
    """A house brand fits with its model numbers; by the brand alone a person must confirm."""
    found = []
    for rebadge in entry.rebadges:
        for claim in item.claims:
            if claim.relation not in ("brand", "supplier", "maker"):
                continue
            comparison = compare(claim.name, rebadge.brand)
            model = _fitting(item.models, rebadge.models)
            known_other = rebadge.models and item.models and not model
            if comparison.strength == "strong" and not known_other:
                found.append(
                    Verdict(
                        item,
                        entry,
                        "rebadge",
                        answer,
                        force,
                        claim,
                        rebadge.brand,
                        comparison,
                        rebadge,
                        model,
                    )
                )
    return found


def _by_name(
    item: Item, entry: CoveredEquipment, answer: ClassAnswer, force: Force
) -> list[Verdict]:
    found = []
    names = [(name, False) for name in (entry.maker, *entry.maker_names) if name]
    names += [(name, True) for name in entry.affiliates if name]
    for claim in item.claims:
        for name, affiliate in names:
            if not may_be_alike(claim.name, name):
                continue
            comparison = compare(claim.name, name)
            if comparison.strength not in ("strong", "medium"):
                continue
            behind = claim.relation in ("controls_maker", "controls_supplier")
            way: Way = "affiliate" if affiliate or behind else "maker"
            found.append(Verdict(item, entry, way, answer, force, claim, name, comparison))
    return found


def _fitting(models: Iterable[str], patterns: Iterable[str]) -> str:
    """Gives the first model number that fits a pattern; `*` at the end stands for anything."""
    wanted = [_model(pattern) for pattern in patterns]
    for model in models:
        plain = _model(model)
        for pattern in wanted:
            stem = pattern.rstrip("*")
            if stem and (plain.startswith(stem) if pattern.endswith("*") else plain == stem):
                return model
    return ""


def _model(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum() or char == "*")


def consulted_keys(item: Item) -> set[str]:
    """Names what was looked up for a component, misses included."""
    keys = {f"equipment:name/{normalise(claim.name).key}" for claim in item.claims}
    return keys | {f"equipment:model/{_model(model)}" for model in item.models}
