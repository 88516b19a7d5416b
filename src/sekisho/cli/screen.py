"""`sekisho screen`: is a name on the lists, which, and if not, what came nearest."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.show_errors import print_note
from sekisho.cli.speech.spoken import SpokenCommand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.check.screening.alone import NameScreening
    from sekisho.model.finding import Finding

EXIT_CODES = {"clear": 0, "found": 1, "not_checked": 3}


@click.command(cls=SpokenCommand, help="cli.screen", short_help="cli.screen.short")
@click.argument("name")
@click.option("--country", default="", metavar="CC", help="cli.screen.country")
@click.option("--library", type=click.Path(path_type=Path), help="cli.vet.library")
@click.option("--on", type=DAY, metavar="YYYY-MM-DD", help="cli.screen.on")
@click.option("--json", "as_json", is_flag=True, help="cli.screen.json")
@lang_option
def command(  # noqa: PLR0913  # one parameter an option
    *,
    name: str,
    country: str,
    library: Path | None,
    on: date | None,
    as_json: bool,
    lang: str | None,
) -> int:
    """Searches a name; exit code 1 when it met an entry, 3 when a miss proves nothing."""
    from sekisho.check.screening.alone import screen_name
    from sekisho.cli.rules import open_rules
    from sekisho.cli.vet import FOR_SOFTWARE, choose_library
    from sekisho.model.canonical import canonical_bytes
    from sekisho.model.case import Case

    language = chosen(lang)
    held, notes = choose_library(Case(), None, library)
    day = on or (held.made_on if held.fictional else None) or today()
    regime = open_rules(None, FOR_SOFTWARE, day)
    found = screen_name(name, _country(country), held, regime, day)
    for note in notes:
        print_note(note, language)
    if as_json:
        sys.stdout.flush()
        sys.stdout.buffer.write(canonical_bytes(found) + b"\n")
        sys.stdout.buffer.flush()
    else:
        click.echo("\n".join(_lines(found, language)))
    return EXIT_CODES[found.outcome]


def _country(written: str) -> str:
    """Reads a country as a person writes it; raises `UsageError` for none that is known."""
    from sekisho.model.errors import UsageError
    from sekisho.model.values.country import read_country
    from sekisho.model.values.message import message

    if not written:
        return ""
    known = read_country(written)
    if known is None:
        said = message("error.screen_country", written=written)
        raise UsageError(said, hint=message("error.screen_country.remedy"))
    return known


def _lines(found: NameScreening, lang: str) -> Iterator[str]:
    from sekisho.model.values.message import message
    from sekisho.report.catalogue import say, say_id
    from sekisho.report.columns import wrap

    about = message("screen.asked", name=found.name)
    if found.country:
        about = message("screen.asked_in", name=found.name, country=found.country)
    yield wrap(say(about, lang))
    yield wrap(say_id(f"screen.{found.outcome}", lang, n=len(found.found)))
    if found.outcome == "clear":
        yield wrap(say_id("screen.name_alone", lang))
    for finding in found.found:
        yield ""
        yield from _finding(finding, lang)
    yield ""
    if not found.comparable:
        yield wrap(say_id("screen.nothing_to_compare", lang))
    elif near := found.nearest:
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
    elif not found.found:
        yield wrap(say_id("screen.none_near", lang))
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
        yield wrap(f"{label}: {source_text(source, lang)}", first="      ", rest="        ")


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
    scorer, library = found.scorer, found.library_sha256
    limit = found.threshold
    yield wrap(say_id("screen.made_of", lang, scorer=scorer, limit=limit, n=len(found.searched)))
    yield f"  {say_id('screen.library', lang)} {library}"
