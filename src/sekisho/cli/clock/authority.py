"""The authority a command was asked for, and how far its rules were compared with the law."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sekisho.model.errors import UsageError
from sekisho.model.values.message import message
from sekisho.report.catalogue import say_id
from sekisho.report.columns import wrap

if TYPE_CHECKING:
    from sekisho.regime.pack import Regime


def read_authority(regime: Regime, authority: str) -> str:
    """Gives the id of an authority written as id or title, empty for none.

    Raises `UsageError` for one the pack does not know.
    """
    from sekisho.regime.words import find_id, name_rows, write_names

    id = find_id(regime.authorities, authority)
    if authority and not id:
        names = name_rows(regime.authorities)
        raise UsageError(
            message("clock.unknown_authority", authority=authority),
            hint=message("clock.unknown_authority.remedy", known=write_names(names, names)),
        )
    return id


def source_line(regime: Regime, authority: str, lang: str) -> Iterator[str]:
    """Yields the line that says up to which day the rules were compared with the law."""
    order = regime.order_of(authority) if authority else None
    if order is not None:
        params = {"title": order.title.said_in(lang), "source": order.source}
        if order.verified_to:
            verified = order.verified_to.isoformat()
            yield wrap(say_id("clock.order", lang, verified=verified, **params))
        else:
            yield wrap(say_id("clock.order.unread", lang, **params))
    elif regime.verified_to:
        yield wrap(say_id("clock.verified", lang, verified=regime.verified_to.isoformat()))
