"""`sekisho screen`: is a name on the lists, which, and if not, what came nearest."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.show_errors import print_note
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.cli.speech.words import as_name

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from sekisho.check.screening.alone import NameScreening
    from sekisho.model.finding import Finding

EXIT_CODES = {"not_listed": 0, "found": 1, "not_checked": 3}


@click.command(cls=SpokenCommand, help="cli.screen", short_help="cli.screen.short")
@click.argument("name", required=False)
@click.option(
    "--csv", "table", type=click.Path(path_type=Path), metavar="IN", help="cli.screen.csv"
)
@click.option("--out", type=click.Path(path_type=Path), metavar="OUT", help="cli.screen.out")
@click.option("--country", default="", metavar="CC", help="cli.screen.country")
@click.option("--library", type=click.Path(path_type=Path), help="cli.vet.library")
@click.option("--on", type=DAY, metavar="YYYY-MM-DD", help="cli.screen.on")
@click.option("--json", "as_json", is_flag=True, help="cli.screen.json")
@lang_option
def command(  # noqa: PLR0913  # one parameter an option
    *,
    name: str | None,
    table: Path | None,
    out: Path | None,
    country: str,
    library: Path | None,
    on: date | None,
    as_json: bool,
    lang: str | None,
) -> int:
    """Searches a name, or each of a table; exit code 1 when one met an entry, 3 when a miss proves
    nothing.
    """
    from sekisho.check.screening.alone import lists_of, screen_name
    from sekisho.cli.rules import open_rules
    from sekisho.cli.vet import FOR_SOFTWARE, choose_library
    from sekisho.model.case import Case

    language = chosen(lang)
    if (name is None) == (table is None) or (table is None) != (out is None):
        raise _usage("error.screen_one_or_many")
    if table is not None and (country or as_json):
        raise _usage("error.screen_alone", option="--country" if country else "--json")
    held, notes = choose_library(Case(), None, library)
    day = on or (held.made_on if held.fictional else None) or today()
    regime = open_rules(None, FOR_SOFTWARE, day)
    for note in notes:
        print_note(note, language)
    lists = lists_of(held, day)

    def ask(one: str, where: str) -> NameScreening:
        return screen_name(one, where, held, regime, lists)

    if table is not None and out is not None:
        from sekisho.cli.screen.table import screen_table
        from sekisho.match.names.record import scorer

        made_of = f"{held.sha256} {day.isoformat()} {scorer()}"
        return _told(screen_table(table, out, ask, made_of, language), out, language)
    found = ask(as_name(name or ""), _country(country))
    if as_json:
        print_json(found)
    else:
        click.echo("\n".join(_lines(found, language)))
    return EXIT_CODES[found.outcome]


def _told(outcomes: Counter[str], out: Path, lang: str) -> int:
    """Says what a table came to; the exit code is that of the gravest row."""
    from sekisho.report.catalogue import say_id, visible

    counts = {key: outcomes[key] for key in ("found", "not_listed", "not_checked", "unknown")}
    click.echo(say_id("screen.table", lang, file=visible(str(out)), **counts), err=True)
    if outcomes["found"]:
        return EXIT_CODES["found"]
    return EXIT_CODES[
        "not_checked" if outcomes["not_checked"] + outcomes["unknown"] else "not_listed"
    ]


def _usage(id: str, **params: str) -> Exception:
    from sekisho.model.errors import UsageError
    from sekisho.model.values.message import message

    return UsageError(message(id, **params), hint=message(f"{id}.remedy"))


def _country(written: str) -> str:
    """Reads a country as a person writes it; raises `UsageError` for none that is known."""
    from sekisho.model.values.country import read_country

    if not written:
        return ""
    known = read_country(written)
    if known is None:
        raise _usage("error.screen_country", written=written)
    return known


def _came_to(found: NameScreening) -> str:
    """Names the outcome, and for one not checked the reason that a person can do something about."""
    if found.outcome != "not_checked" or (found.comparable and not found.complete):
        return found.outcome
    return "not_checked_cut" if found.comparable else "nothing_to_compare"


def _lines(found: NameScreening, lang: str) -> Iterator[str]:
    from sekisho.model.values.message import message
    from sekisho.report.catalogue import say, say_id
    from sekisho.report.columns import wrap

    about = message("screen.asked", name=found.name)
    if found.country:
        about = message("screen.asked_in", name=found.name, country=found.country)
    yield wrap(say(about, lang))
    yield wrap(say_id(f"screen.{_came_to(found)}", lang, n=len(found.found)))
    if found.cut:
        yield wrap(say_id("screen.cut", lang))
    if found.outcome == "not_listed":
        yield wrap(say_id("screen.name_alone", lang))
    for finding in (*found.found, *found.signs):
        yield ""
        yield from _finding(finding, lang)
    yield ""
    if near := found.nearest:
        titles = {each.id: each.title for each in found.lists}
        said = say_id(
            "screen.nearest",
            lang,
            listed=near.listed,
            list=titles.get(near.feed) or near.feed,
            entry=near.entry,
            score=near.comparison.score,
            limit=found.threshold,
        )
        yield wrap(said)
        yield from (wrap(say(line, lang), first="  ", rest="    ") for line in near.reasons)
        yield ""
    elif found.comparable and not found.found:
        yield wrap(say_id("screen.none_near", lang))
        yield ""
    yield from _searched(found, lang)


def _finding(finding: Finding, lang: str) -> Iterator[str]:
    from sekisho.report.catalogue import say, say_id, say_term
    from sekisho.report.columns import wrap
    from sekisho.report.phrases import source_text

    yield f"[{say_term(finding.severity, lang)}]"
    yield wrap(say(finding.message, lang), first="  * ", rest="    ")
    yield from (wrap(say(line, lang), first="      ", rest="        ") for line in finding.details)
    for source in finding.sources:
        label = say_id("report.why", lang)
        told = say_id("report.labelled", lang, label=label, text="")
        yield wrap(source_text(source, lang), first=f"      {told}", rest="        ")


def _searched(found: NameScreening, lang: str) -> Iterator[str]:
    """What the answer rests on: every list with its day and digest, the scorer, the library."""
    from sekisho.report.catalogue import say_date, say_id, visible
    from sekisho.report.columns import wrap

    yield say_id("screen.lists", lang, n=len(found.lists))
    for each in found.lists:
        on = say_date(each.published_on, lang) if each.published_on else ""
        told = [visible(each.title or each.id), say_id("screen.entries", lang, n=each.count)]
        told += [on] if on else [say_id("report.feed.undated.word", lang)]
        told += [say_id("report.feed.stale", lang)] if each.stale else []
        yield wrap(" · ".join(told), first="  ", rest="    ")
        yield f"    sha256 {each.sha256}"
    if keys := tuple(filter(None, (key.removeprefix("name:") for key in found.searched))):
        yield wrap(say_id("screen.looked_up", lang, keys=keys))
    scorer, library = found.scorer, found.library_sha256
    limit = found.threshold
    yield wrap(say_id("screen.made_of", lang, scorer=scorer, limit=limit))
    yield f"  {say_id('screen.library', lang)} {library}"
