"""What a case expects, and how an outcome differs from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from sekisho.model.values.ratio import Ratio
from sekisho.model.values.record import Record


class Shares(Record, frozen=True, kw_only=True):
    """What is expected of the sales of one party; `reportable` maps a country to its share."""

    party: str
    cut_off: date | None = None
    years: tuple[date, ...] | None = None
    reportable: dict[str, Ratio] | None = None


class Expected(Record, frozen=True, kw_only=True):
    """The right outcome; only what is given is compared.

    `duties` maps a duty to its need and must name every duty the case raises; `clock` maps a
    shown date to its day, empty for one without a number; `warnings` must name all of them, and
    `entries` every entry of the list that is not clear, with how the product stands to it.
    `designation` must name every criterion the profile's businesses raise, with its answer; of a
    profile `missing` names the figures and statuses. `items` maps a sector to its item of the law,
    `articles` an authority and an article as the pack cites it (`mic 11`) to the citation there.
    `orders` maps an authority to the day its order took the form it has (null: it has none),
    `promulgated` and `verified` to the days of its promulgation and comparison, `pending` an
    amendment to the days of its promulgation and effect (`2026-06-17 -`). `components` maps a
    facility to the kinds of its components (`?` before a list that was read as an example), and
    `penalties` must give every one as years and fine (`2 1000000`). `holidays` must name
    every dated holiday of its years. Further, `authorities` a sector
    to the one in charge (empty: none), `facilities` a kind to whether it is critical on the day,
    `numbers` an authority, filing and act (`meti plan introduction`) to the number of the form;
    `amended` must name every amendment the pack does not hold. `asked` must name everything a
    filing is asked for and lacks: `field subject`, and `condition subject` for one that does
    not hold, with a `?` before it where that cannot be told. `listed` must name every entry that
    holds on the day with its first day, services too; `current` says whether the entries are
    recent enough for an answer, `affiliate_over` above which share an owner makes an affiliate.
    """

    duties: dict[str, str] | None = None
    forms: dict[str, str] | None = None
    reasons: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    clock: dict[str, str] | None = None
    warnings: tuple[str, ...] | None = None
    acts: dict[str, bool] | None = None
    said: dict[str, str] | None = None
    until: dict[str, date] | None = None
    changes: tuple[str, ...] | None = None
    sales: Shares | None = None
    route: str | None = None
    version: str | None = None
    verified_to: date | None = None
    items: dict[str, int] | None = None
    works: dict[str, bool] | None = None
    components: dict[str, str] | None = None
    penalties: dict[str, str] | None = None
    powers: tuple[str, ...] | None = None
    articles: dict[str, str] | None = None
    promulgated_on: date | None = None
    pending: dict[str, str] | None = None
    orders: dict[str, date | None] | None = None
    promulgated: dict[str, date] | None = None
    verified: dict[str, date] | None = None
    authorities: dict[str, str] | None = None
    facilities: dict[str, bool] | None = None
    amended: tuple[str, ...] | None = None
    numbers: dict[str, str] | None = None
    holidays: tuple[date, ...] | None = None
    open: tuple[date, ...] = ()
    closed: tuple[date, ...] = ()
    unknown_days: tuple[date, ...] = ()
    required: tuple[str, ...] | None = None
    asked: tuple[str, ...] | None = None
    entries: dict[str, str] | None = None
    listed: dict[str, date] | None = None
    current: bool | None = None
    affiliate_over: Ratio | None = None
    designation: dict[str, str] | None = None


class Difference(Record, frozen=True, kw_only=True):
    """Where an outcome is not the expected one."""

    what: str
    expected: str
    found: str


def facts_of(value: object) -> tuple[str, ...]:
    """Gives the facts a message names, none where it names none."""
    return value if isinstance(value, tuple) else ()


def only(found: Mapping[str, object], expected: object) -> dict[str, object]:
    """Leaves out what nothing is expected of."""
    names = expected if isinstance(expected, dict) else {}
    return {name: value for name, value in found.items() if name in names}


def lack(what: str, expected: Iterable[str], found: Iterable[str]) -> Iterator[Difference]:
    """Tells each expected word that was not found."""
    found = tuple(found)
    for word in expected:
        if word not in found:
            yield Difference(what=what, expected=word, found=", ".join(found))


def differ(what: str, expected: object, found: object) -> Iterator[Difference]:
    """Compares two mappings name by name; nothing expected means nothing compared."""
    if not isinstance(expected, dict) or not isinstance(found, dict):
        return
    for name in sorted({*expected, *found}, key=str):
        wanted, got = expected.get(name), found.get(name)
        if wanted != got:
            place = f"{what}.{name}" if name != "" else what
            yield Difference(what=place, expected=_say(wanted), found=_say(got))


def _say(value: object) -> str:
    return "" if value is None else str(value)
