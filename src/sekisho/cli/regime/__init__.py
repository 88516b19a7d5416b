"""`sekisho regime`: see which rule packs there are, what they say, and whether they hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.spoken import SpokenGroup
from sekisho.model.errors import Place, UsageError
from sekisho.model.values.message import message
from sekisho.report.catalogue import say, say_date, say_id
from sekisho.report.columns import pad, width_of, wrap
from sekisho.report.phrases import with_article

if TYPE_CHECKING:
    from sekisho.regime.authoring.cases import Result
    from sekisho.regime.pack import Regime
    from sekisho.regime.tables.time import Period

_FOLDER = click.Path(path_type=Path)
_DIFFERS = 1


@click.group(cls=SpokenGroup, help="regime.command", short_help="cli.regime.short")
def command() -> None:
    """Shows and tests rule packs."""


@command.command("list", help="regime.list", short_help="regime.list")
@click.option("--on", type=DAY, help="regime.opt.on")
@click.option("--folder", type=_FOLDER, help="regime.opt.folder")
@click.option("--json", "as_json", is_flag=True, help="regime.opt.json")
@lang_option
def list_(*, on: date | None, folder: Path | None, as_json: bool, lang: str | None) -> int:
    """Lists the rule packs with the version that holds on a day."""
    from sekisho.regime.loader import list_packs, load_regime

    language = chosen(lang)
    regimes = [load_regime(id, on or today(), None, folder) for id in list_packs(folder)]
    if folder is not None and not regimes:
        raise UsageError(
            message("regime.no_packs"),
            place=Place(file=str(folder)),
            hint=message("regime.no_packs.remedy"),
        )
    if as_json:
        _print_json([_summary(regime) for regime in regimes])
        return 0
    column = max((width_of(regime.id) for regime in regimes), default=0)
    for regime in regimes:
        first = f"{pad(regime.id, column)}  "
        click.echo(wrap(regime.title(language), first=first))
        click.echo(wrap(_version_line(regime, language), first=" " * (column + 2)))
    return 0


@command.command("show", help="regime.show", short_help="regime.show")
@click.argument("id")
@click.option("--on", type=DAY, help="regime.opt.on")
@click.option("--folder", type=_FOLDER, help="regime.opt.folder")
@click.option("--json", "as_json", is_flag=True, help="regime.opt.json")
@lang_option
def show(*, id: str, on: date | None, folder: Path | None, as_json: bool, lang: str | None) -> int:
    """Shows a rule pack as it stands on a day."""
    from sekisho.regime.loader import load_regime

    name, _, version = id.partition("@")
    regime = load_regime(name, on or today(), version or None, folder)
    if as_json:
        _print_json(_whole(regime))
    else:
        click.echo("\n".join(_shown(regime, chosen(lang))))
    return 0


@command.command("check", help="regime.check", short_help="regime.check")
@click.argument("pack", required=False)
@click.option("--json", "as_json", is_flag=True, help="regime.opt.json")
@lang_option
def check(*, pack: str | None, as_json: bool, lang: str | None) -> int:
    """Checks packs and runs their cases: exit code 0 as expected, 1 where a case differs."""
    from sekisho.regime.authoring.cases import run_cases

    language = chosen(lang)
    results = {id: run_cases(id, folder) for id, folder in _packs_of(pack)}
    wrong = sum(bool(result.differences) for found in results.values() for result in found)
    if as_json:
        _print_json({"packs": results, "differ": wrong})
    else:
        for id, found in results.items():
            click.echo("\n".join(_results(id, found, language)))
    return _DIFFERS if wrong else 0


def _packs_of(pack: str | None) -> list[tuple[str, Path | None]]:
    """Reads ID, a folder that is a pack, or a folder of packs; nothing means every own pack."""
    from sekisho.regime.loader import list_packs

    if pack is None:
        return [(id, None) for id in list_packs()]
    folder = Path(pack)
    if pack in list_packs() or not folder.is_dir():
        return [(pack, None)]
    if (folder / "pack.yaml").exists():
        whole = folder.resolve()
        return [(whole.name, whole.parent)]
    return [(id, folder) for id in list_packs(folder)] or [(pack, None)]


def _results(id: str, results: tuple[Result, ...], lang: str) -> Iterator[str]:
    yield id
    words = say_id("regime.ok", lang), say_id("regime.differs", lang)
    column = max(map(width_of, words))
    for result in results:
        word = words[bool(result.differences)]
        said = f"{result.case}: {result.scenario.said_in(lang)}"
        yield wrap(said, first=f"  {pad(word, column)}  ")
        for found in result.differences:
            said = say_id(
                "regime.difference",
                lang,
                what=found.what,
                expected=found.expected,
                found=found.found,
            )
            yield wrap(said, first=" " * (column + 6))
    wrong = sum(bool(result.differences) for result in results)
    total = len(results)
    yield wrap(say_id("regime.checked", lang, n=total, ok=total - wrong, wrong=wrong), first="  ")


def _version_line(regime: Regime, lang: str) -> str:
    started = message(
        "regime.version_line",
        version=regime.version,
        valid_from=regime.edition.valid_from.isoformat(),
    )
    between = "、" if lang == "ja" else "; "
    return between.join((say(started, lang), _verified(regime, lang)))


def _verified(regime: Regime, lang: str) -> str:
    if regime.verified_to is None:
        return say_id("regime.never_verified", lang)
    return say_id("regime.verified", lang, verified=regime.verified_to.isoformat())


def _shown(regime: Regime, lang: str) -> Iterator[str]:
    yield wrap(f"{regime.id}: {regime.title(lang)}")
    yield wrap(_version_line(regime, lang))
    yield wrap(regime.edition.what.said_in(lang), first="  ")
    yield say_id("regime.sha256", lang, sha256=regime.sha256)
    yield ""
    yield say_id("regime.duties", lang)
    for duty in regime.duties.duties:
        first = f"  {duty.id}  "
        said = with_article(message(duty.message), duty.article, lang)
        yield wrap(said, first=first, rest="    ")
    if not regime.duties.duties:
        none = "regime.none_held" if regime.statutory else "regime.no_duties"
        yield wrap(say_id(none, lang), first="  ")
    yield from _entries(regime, lang)
    yield from _words(regime, lang)
    if regime.clocks.periods:
        yield ""
        yield say_id("regime.clocks", lang)
        for period in regime.clocks.periods:
            yield wrap(_period(period, lang), first=f"  {period.id}  ", rest="    ")
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


def _summary(regime: Regime) -> dict[str, Any]:
    return {
        "id": regime.id,
        "title": regime.titles,
        "statutory": regime.statutory,
        "version": regime.edition,
        "sha256": regime.sha256,
    }


def _whole(regime: Regime) -> dict[str, Any]:
    """Every row that holds on the day, as data."""
    return _summary(regime) | {
        "pending": regime.pending,
        "authorities": regime.authorities,
        "sectors": regime.sectors,
        "facilities": regime.facilities,
        "forms": regime.forms,
        "clocks": regime.clocks,
        "changes": regime.changes,
        "duties": regime.duties,
        "procedure": regime.procedure,
        "routes": regime.routes,
        "contents": regime.contents,
        "measures": regime.measures,
        "entries": regime.entries,
        "fast_lane": regime.fast_lane,
    }


def _print_json(document: object) -> None:
    from sekisho.model.canonical import canonical_bytes

    click.echo(canonical_bytes(document).decode())
