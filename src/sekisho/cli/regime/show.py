"""`sekisho regime show`: what a rule pack says on a day, and what it does not know."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import fields

from sekisho.cli.regime.said.lines import verified, version_line
from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.model.values.message import message
from sekisho.report.catalogue import say_date, say_id
from sekisho.report.columns import pad, width_of, wrap
from sekisho.report.phrases import with_article

if TYPE_CHECKING:
    from sekisho.regime.pack import Regime
    from sekisho.regime.tables.law import Origin
    from sekisho.regime.tables.time import Period

_FOLDER = click.Path(path_type=Path)
_NO_ROWS = frozenset({"conditions", "calendar"})


@click.command("show", cls=SpokenCommand, help="regime.show", short_help="regime.show.short")
@click.argument("pack")
@click.option("--on", type=DAY, help="regime.opt.on")
@click.option("--gaps", is_flag=True, help="regime.opt.gaps")
@click.option("--folder", type=_FOLDER, help="regime.opt.folder")
@click.option("--json", "as_json", is_flag=True, help="regime.opt.json")
@lang_option
def show(
    *, pack: str, gaps: bool, as_json: bool, lang: str | None, **asked: date | Path | None
) -> int:
    """Shows a rule pack as it stands on a day."""
    regime, origin = _opened(pack, **asked)  # type: ignore[arg-type]  # click gives these types
    language = chosen(lang)
    if origin is not None and not as_json:
        click.echo(wrap(say_id("regime.draft_of", language, of=origin.of, sha256=origin.sha256)))
    if gaps:
        _show_gaps(regime, language, as_json=as_json)
    elif as_json:
        print_json(_whole(regime))
    else:
        click.echo("\n".join(_shown(regime, language)))
    return 0


def _opened(pack: str, on: date | None, folder: Path | None) -> tuple[Regime, Origin | None]:
    from sekisho.cli.rules import open_pack
    from sekisho.regime.loader import load_regime

    if folder is None:
        named = open_pack(pack)
        return named.standing(on or today()), named.pack.head.draft
    name, _, version = pack.partition("@")
    return load_regime(name, on or today(), version or None, folder), None


def _show_gaps(regime: Regime, lang: str, *, as_json: bool) -> None:
    from sekisho.regime.authoring.gaps import list_gaps
    from sekisho.report.rules.gaps import gap_lines

    found = list_gaps(regime)
    if as_json:
        rows = [{"table": gap.table, "id": gap.id, "row": gap.row} for gap in found]
        print_json(summary(regime) | {"gaps": rows})
        return
    click.echo(wrap(f"{regime.id}: {regime.title(lang)}"))
    click.echo(wrap(version_line(regime, lang)))
    click.echo("\n".join(gap_lines(found, lang)))


def _shown(regime: Regime, lang: str) -> Iterator[str]:
    yield wrap(f"{regime.id}: {regime.title(lang)}")
    yield wrap(version_line(regime, lang))
    yield wrap(regime.edition.what.said_in(lang), first="  ")
    yield say_id("regime.sha256", lang, sha256=regime.sha256)
    yield ""
    yield wrap(say_id("regime.duties", lang, verified=verified(regime, lang)))
    for duty in regime.duties.duties:
        first = f"  {duty.id}  "
        said = with_article(message(duty.message), duty.article, lang)
        yield wrap(said, first=first, rest="    ")
    if not regime.duties.duties:
        none = "regime.none_held" if regime.statutory else "regime.no_duties"
        yield wrap(say_id(none, lang), first="  ")
    yield from _entries(regime, lang)
    yield from _words(regime, lang)
    yield from _designations(regime, lang)
    yield from _information(regime, lang)
    if regime.clocks.periods:
        yield ""
        yield say_id("regime.clocks", lang)
        for period in regime.clocks.periods:
            mark = say_id("regime.unverified", lang) if period.unverified else ""
            said = f"{_period(period, lang)}{mark}"
            yield wrap(said, first=f"  {period.id}  ", rest="    ")
    yield from _pending(regime, lang)


def _entries(regime: Regime, lang: str) -> Iterator[str]:
    """The entries of a list, since when each holds, and what is excepted from it."""
    rows = regime.entries
    if not rows.entries:
        return
    yield ""
    compared = rows.compared_on.isoformat() if rows.compared_on else ""
    yield wrap(say_id("regime.entries", lang, on=compared))
    for row in rows.entries:
        mark = say_id("regime.unverified", lang) if row.unverified else ""
        said = f"{say_date(row.valid_from, lang)} {row.title.said_in(lang)}{mark}"
        yield wrap(said, first=f"  {row.id}  ", rest="    ")
        for exemption in row.exemptions:
            mark = say_id("regime.unverified", lang) if exemption.unverified else ""
            until = exemption.valid_to.isoformat() if exemption.valid_to else ""
            id = "regime.entry.exemption" if until else "regime.entry.exemption.open"
            said = say_id(id, lang, title=exemption.title.said_in(lang), until=until)
            yield wrap(f"{said}{mark}", first="    - ", rest="      ")


def _words(regime: Regime, lang: str) -> Iterator[str]:
    """What a filing may state as its sector, authority, kind of facility and changed field."""
    tables = (
        ("regime.sectors", [(row.id, row.title, row.authority) for row in regime.sectors]),
        ("regime.authorities", [(row.id, row.title, "") for row in regime.authorities]),
        ("regime.facilities", [(row.id, row.title, "") for row in regime.facilities]),
        ("regime.works", [(row.id, row.title, "") for row in regime.works]),
    )
    for heading, rows in tables:
        if rows:
            yield ""
            yield wrap(say_id(heading, lang))
        column = max((width_of(id) for id, _, _ in rows), default=0)
        for id, title, authority in rows:
            said = f"{title.said_in(lang)} ({authority})" if authority else title.said_in(lang)
            yield wrap(said, first=f"  {pad(id, column)}  ")
    paths = sorted({path for row in regime.changes.classes for path in row.paths})
    if paths:
        yield ""
        yield wrap(say_id("regime.changed_fields", lang))
        yield wrap(" ".join(paths), first="  ")


def _designations(regime: Regime, lang: str) -> Iterator[str]:
    """The businesses that may be designated, and how many criteria there are for them."""
    rows = regime.designations
    if not rows.criteria:
        return
    businesses: dict[str, list[str]] = {}
    for row in rows.criteria:
        mark = say_id("regime.unverified", lang) if row.unverified else ""
        businesses.setdefault(row.business, []).append(f"{row.title.said_in(lang)}{mark}")
    yield ""
    yield wrap(
        say_id(
            "regime.designations",
            lang,
            criteria=len(rows.criteria),
            businesses=len(businesses),
            tests=len(rows.tests) + len(rows.same_years),
            returns=len(rows.returns),
        )
    )
    column = max(map(width_of, businesses))
    for business, titles in businesses.items():
        first = f"  {pad(business, column)}  "
        yield wrap(_between(lang).join(titles), first=first, rest=" " * (column + 4))


def _information(regime: Regime, lang: str) -> Iterator[str]:
    """How many powers and penalties the pack tells of; their rows are with --json."""
    if regime.powers or regime.penalties:
        yield ""
        numbers = {"powers": len(regime.powers), "penalties": len(regime.penalties)}
        yield wrap(say_id("regime.information", lang, **numbers))


def _between(lang: str) -> str:
    return "、" if lang == "ja" else ", "


def _period(period: Period, lang: str) -> str:
    words = {"unit": period.unit, "start": period.start}
    if period.length is None:
        return with_article(message("regime.period.stated", **words), period.article, lang)
    way = "regime.period.back" if period.direction == "back" else "regime.period"
    said = message(way, length=period.length, **words)
    return with_article(said, period.article, lang)


def _pending(regime: Regime, lang: str) -> Iterator[str]:
    if regime.pending:
        yield ""
        yield say_id("regime.pending", lang)
    for row in regime.pending:
        mark = say_id("regime.unverified", lang) if row.unverified else ""
        day = say_date(row.effective_on, lang) if row.effective_on else ""
        said = f"{day} {row.what.said_in(lang)}{mark}".strip()
        yield wrap(said, first=f"  {row.id}  ", rest="    ")


def summary(regime: Regime) -> dict[str, Any]:
    """Gives what a pack is, as data."""
    return {
        "id": regime.id,
        "title": regime.titles,
        "statutory": regime.statutory,
        "version": regime.edition,
        "sha256": regime.sha256,
    }


def _whole(regime: Regime) -> dict[str, Any]:
    """Every row that holds on the day, as data."""
    from sekisho.regime.tables.whole import Tables

    names = [field.name for field in fields(Tables) if field.name not in _NO_ROWS]
    rows = {name: getattr(regime, name) for name in names}
    return summary(regime) | {"pending": regime.pending, **rows}
