"""What the commands about packs say alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sekisho.model.values.message import message
from sekisho.report.catalogue import say, say_id

if TYPE_CHECKING:
    from sekisho.regime.pack import Regime


def version_line(regime: Regime, lang: str) -> str:
    """Names the version, since when it holds, and how far it was compared with the law."""
    started = message(
        "regime.version_line",
        version=regime.version,
        valid_from=regime.edition.valid_from.isoformat(),
    )
    between = "、" if lang == "ja" else "; "
    return between.join((say(started, lang), verified(regime, lang)))


def verified(regime: Regime, lang: str) -> str:
    """Says up to which day the version was compared with the law."""
    if regime.verified_to is None:
        return say_id("regime.never_verified", lang)
    return say_id("regime.verified", lang, verified=regime.verified_to.isoformat())
