"""Rows that say whose law it is, since when, and for what it stands."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sekisho.model.values.record import Record

VersionStatus = Literal["in_force", "provisional"]
PendingStatus = Literal["proposed", "enacted", "in_force"]


class Title(Record, frozen=True, kw_only=True):
    """The same words in both languages."""

    ja: str
    en: str

    def said_in(self, lang: str) -> str:
        """Gives the words in a language, English where the language is not known."""
        return self.ja if lang == "ja" else self.en


class Version(Record, frozen=True, kw_only=True):
    """One state of the law of a pack: in force from `valid_from` to `valid_to`, both included.

    `authorities` names those whose orders changed at its start; `verified_to` is the day up to
    which its text was compared with the law.
    """

    id: str
    valid_from: date
    valid_to: date | None = None
    promulgated_on: date | None = None
    verified_to: date | None = None
    status: VersionStatus = "in_force"
    source: str = ""
    authorities: tuple[str, ...] = ()
    what: Title


class Pending(Record, frozen=True, kw_only=True):
    """An amendment that is known to exist and whose text is not in the pack."""

    id: str
    what: Title
    promulgated_on: date | None = None
    effective_on: date | None = None
    status: PendingStatus = "enacted"
    source: str = ""
    unverified: bool = False


class Origin(Record, frozen=True, kw_only=True):
    """What a draft is a draft of: the pack it was copied from, by id and digest."""

    of: str
    sha256: str = ""


class Head(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/pack/1"):
    """What a pack says of itself; `statutory` is false for one that stands on no statute.

    A `draft` is no law: it says what it was copied from.
    """

    id: str
    title: Title
    statutory: bool
    versions: tuple[Version, ...]
    pending: tuple[Pending, ...] = ()
    draft: Origin | None = None


class Order(Record, frozen=True, kw_only=True):
    """An order of one authority and the days its text holds."""

    id: str
    title: Title
    source: str = ""
    valid_from: date
    valid_to: date | None = None
    promulgated_on: date | None = None
    verified_to: date | None = None


class Authority(Record, frozen=True, kw_only=True):
    """An authority and its orders; its `letters` stand before the articles of the order.

    `articles` maps the number of an article, as the rows of the pack cite it, to the number the
    same article has in the order of this authority, or to nothing where that was not read. Where
    no article of an order was read, no number of it is cited.
    """

    id: str
    title: Title
    letters: str = ""
    articles: dict[str, str] = {}
    articles_read: bool = True
    orders: tuple[Order, ...] = ()


class Sector(Record, frozen=True, kw_only=True):
    """A sector of the law, the authority in charge of it, and since when."""

    id: str
    item: int
    title: Title
    authority: str
    valid_from: date | None = None
    valid_to: date | None = None


class FacilityKind(Record, frozen=True, kw_only=True):
    """A kind of facility; `critical` is false for the word that says it is none of them.

    `businesses` are the kinds of business whose facility it is, `limits` what it must be to be
    one, `functions` what its system must do: any of them, or all. `covered_by_amendment` says
    that an order already in force came to cover it on `valid_from`.
    """

    id: str
    sector: str = ""
    businesses: tuple[str, ...] = ()
    title: Title
    critical: bool = True
    limits: Title | None = None
    functions: tuple[Title, ...] = ()
    functions_needed: Literal["", "any", "all"] = ""
    covered_by_amendment: bool = False
    article: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    unverified: bool = False


class ComponentKind(Record, frozen=True, kw_only=True):
    """A kind of component equipment, as a filing may name its type."""

    id: str
    title: Title


class ComponentList(Record, frozen=True, kw_only=True):
    """The components of some facilities.

    An `open` list gives examples: other parts may be components too. `question` is asked of a
    person before a part of a listed kind is one; no list answers it.
    """

    facilities: tuple[str, ...]
    kinds: tuple[ComponentKind, ...]
    open: bool = False
    question: Title | None = None
    article: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    unverified: bool = False


class WorkKind(Record, frozen=True, kw_only=True):
    """A kind of maintenance or operation that is entrusted under a plan only."""

    id: str
    title: Title
    covered_by_amendment: bool = False
    article: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class Penalty(Record, frozen=True, kw_only=True):
    """What the law threatens, as information; no rule turns on it.

    `breaks` are the articles broken, `years` of imprisonment and `fine` (in the smallest common
    unit of the country's money) the most there can be; `firms` says that the company is fined too.
    """

    id: str
    article: str
    breaks: tuple[str, ...] = ()
    title: Title
    years: int | None = None
    fine: int | None = None
    firms: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


class Power(Record, frozen=True, kw_only=True):
    """What the authority may or must do, as information: whom it `reaches`."""

    id: str
    article: str
    reaches: Literal["anyone", "business", "operator", "authority"]
    title: Title
    valid_from: date | None = None
    valid_to: date | None = None


class Retention(Record, frozen=True, kw_only=True):
    """Personal data, and how long it is kept.

    `fields` are places of the filing (JSON pointers, `*` for every one of a list), `proves` what
    a document shows; `years` run from the first event of the kinds in `since`. A row that is
    `unverified` names no years: then nothing is destroyed but by a person's act.
    """

    id: str
    fields: tuple[str, ...] = ()
    proves: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    years: int | None = None
    unverified: bool = False
    source: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


class Form(Record, frozen=True, kw_only=True):
    """The number of a form: it differs between authorities. `acts` empty means both."""

    authorities: tuple[str, ...]
    filing: str
    acts: tuple[str, ...] = ()
    number: str
    unverified: bool = False
