"""To which authorities a filing goes."""

from __future__ import annotations

from collections.abc import Iterable

from sekisho.model.case import Event
from sekisho.model.filing import Filing
from sekisho.regime.pack import Regime
from sekisho.regime.words import authority_in_charge


def all_authorities(regime: Regime, filing: Filing, events: Iterable[Event]) -> tuple[str, ...]:
    """Gives the filing's own authority and every other that its events name."""
    named = [event.authority for event in events if event.authority]
    return tuple(dict.fromkeys((authority_in_charge(regime, filing), *named)))


def authority_name(regime: Regime, id: str, lang: str) -> str:
    """Names an authority in a language; the id itself when the pack does not know it."""
    for row in regime.authorities:
        if row.id == id:
            return row.title.said_in(lang)
    return id
