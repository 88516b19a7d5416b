"""endoflife.date: how long each release line of a product is looked after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from sekisho.model.errors import Defect, Place
from sekisho.model.reference import Cycle, ProductLifecycle
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog

_ID = re.compile(r"[a-z0-9][a-z0-9.+-]{0,79}\Z", re.ASCII)
_CYCLES = 2000
_LONGEST = 100


class _Release(msgspec.Struct, gc=False):
    releaseCycle: Any  # noqa: N815  # the name the publisher gave the field
    eol: Any = None
    eoas: Any = None
    eoes: Any = None
    releaseDate: Any = None  # noqa: N815  # the name the publisher gave the field
    latest: Any = None


class _Product(msgspec.Struct, gc=False):
    releases: list[_Release]
    title: str = ""
    permalink: str = ""


_decode = msgspec.json.Decoder(_Product).decode


def is_product(data: bytes) -> bool:
    """Says whether bytes are one product of endoflife.date as JSON."""
    try:
        return bool(_decode(data).permalink)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False


def read_products(
    documents: Iterable[tuple[Place, bytes]], feed: str, defects: DefectLog
) -> Iterator[ProductLifecycle]:
    """Reads the front matter of product pages, one object each; a bad one becomes a defect.

    A release line whose ends cannot be read as days or as yes and no becomes a defect too, and is
    left out: a day that is guessed would be an answer.
    """
    for place, data in documents:
        try:
            product = _decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            _refuse("lifecycle.bad_product", str(error), place, defects)
            continue
        id = product.permalink.strip("/")
        if _ID.match(id) is None or len(product.releases) > _CYCLES:
            _refuse("lifecycle.bad_product", "no permalink, or far too much", place, defects)
            continue
        yield ProductLifecycle(
            feed=feed,
            id=id,
            title=product.title[:_LONGEST],
            cycles=tuple(_cycles(product, place, defects)),
        )


def _cycles(product: _Product, place: Place, defects: DefectLog) -> Iterator[Cycle]:
    for release in product.releases:
        try:
            yield Cycle(
                name=str(release.releaseCycle)[:_LONGEST],
                released_on=_as_day(release.releaseDate),
                support=_end(release.eoas),
                life=_end(release.eol),
                extended=_end(release.eoes),
                latest=str(release.latest or "")[:_LONGEST],
            )
        except ValueError as error:
            _refuse("lifecycle.bad_cycle", str(error), place, defects)


def _end(value: Any) -> date | bool | None:
    if value is None or isinstance(value, bool):
        return value
    return date.fromisoformat(str(value))


def _as_day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _refuse(id: str, reason: str, place: Place, defects: DefectLog) -> None:
    defects.add(Defect(message=message(id, reason=reason), place=place))
