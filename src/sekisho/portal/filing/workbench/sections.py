"""The sections of a filing, each a page, and the fields that each asks for."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec

from sekisho.model.filing import (
    Change,
    Component,
    Emergency,
    Entrustment,
    Facility,
    Filing,
    Introduction,
    Reentrustment,
    RiskMeasure,
)
from sekisho.model.party import Party


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a filing: where it stands, what record it is, whether there are many.

    `fields` are those shown, in their order; empty means all.
    """

    id: str
    pointer: str
    record: type[msgspec.Struct]
    many: bool = False
    fields: tuple[str, ...] = ()
    kinds: frozenset[str] = field(default_factory=frozenset)
    """The kinds of filing that have it; empty means every one."""


_CHANGES = frozenset({"change", "change_report", "component_change"})

SECTIONS: tuple[Section, ...] = (
    Section(
        "filing",
        "",
        Filing,
        fields=(
            "reference",
            "kind",
            "act",
            "sector",
            "authority",
            "filed_on",
            "operator",
            "notes",
        ),
    ),
    Section("facility", "/facility", Facility),
    Section("parties", "/parties", Party, many=True),
    Section("introduction", "/introduction", Introduction),
    Section("entrustment", "/entrustment", Entrustment),
    Section("components", "/components", Component, many=True),
    Section("reentrustments", "/reentrustments", Reentrustment, many=True),
    Section("risk_measures", "/risk_measures", RiskMeasure, many=True),
    Section("change", "/change", Change, kinds=_CHANGES),
    Section("emergency", "/emergency", Emergency, kinds=frozenset({"emergency"})),
)


def find_section(id: str) -> Section | None:
    """Gives the section of that id."""
    return next((section for section in SECTIONS if section.id == id), None)


def section_of(pointer: str) -> Section:
    """Gives the section in which a place stands; the first one holds what no other does."""
    below = [
        section
        for section in SECTIONS[1:]
        if pointer == section.pointer or pointer.startswith(f"{section.pointer}/")
    ]
    return below[0] if below else SECTIONS[0]
