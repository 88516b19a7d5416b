"""Sales to foreign governments: which fiscal years count, and which shares must be stated."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

import msgspec

from sekisho.model.party import Party
from sekisho.model.values.ratio import Ratio
from sekisho.regime.days.count import last_day, months_end
from sekisho.regime.pack import Regime

MONTHS_A_YEAR = 12


class SalesShare(msgspec.Struct, frozen=True):
    """What the bodies of one country bought together in one fiscal year."""

    fiscal_year_ended_on: date
    country: str
    share: Ratio


class Sales(msgspec.Struct, frozen=True):
    """Sales of one party as the law looks at them on the day of filing.

    `years` are the stated fiscal years that count, latest first; `newer_year_ended` says that a
    later one must have ended before the cut-off; `reportable` holds the shares to be stated.
    """

    cut_off: date
    years: tuple[date, ...]
    newer_year_ended: bool
    reportable: tuple[SalesShare, ...]


def look_at_sales(regime: Regime, party: Party, filed_on: date) -> Sales | None:
    """Looks at a party's sales for a filing of that day; `None` where the pack asks for none.

    The shares of all bodies of one country are added up within one year, never over countries
    or years; shares without a year or a country are left to the completeness check.
    """
    window = regime.contents.sales
    period = regime.period(window.cut_off) if window else None
    if window is None or period is None:
        return None
    cut_off = last_day(period, filed_on, regime.calendar)
    if cut_off is None:
        return None
    stated = {sale.fiscal_year_ended_on for sale in party.foreign_government_sales}
    ended = sorted(
        (day for day in stated | {*party.fiscal_years_ended_on} if day and day <= cut_off),
        reverse=True,
    )
    years = tuple(ended[: window.years])
    shares = _shares(party)
    return Sales(
        cut_off=cut_off,
        years=years,
        newer_year_ended=bool(years) and _next_year_end(years[0]) <= cut_off,
        reportable=tuple(
            SalesShare(year, country, Ratio(share))
            for (year, country), share in sorted(shares.items())
            if year in years and share >= window.share
        ),
    )


def _shares(party: Party) -> dict[tuple[date, str], Fraction]:
    shares: dict[tuple[date, str], Fraction] = defaultdict(Fraction)
    for sale in party.foreign_government_sales:
        if sale.fiscal_year_ended_on and sale.country and sale.share is not None:
            shares[sale.fiscal_year_ended_on, sale.country] += sale.share
    return shares


def _next_year_end(day: date) -> date:
    """The end of the fiscal year after one that ended on `day`."""
    return months_end(date.fromordinal(day.toordinal() + 1), MONTHS_A_YEAR)
