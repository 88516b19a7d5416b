"""`sekisho library`: build the reference library, see how it stands, keep it fresh."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.show_errors import print_defects, print_note
from sekisho.cli.speech.spoken import SpokenGroup
from sekisho.model.values.message import message
from sekisho.report.catalogue import say
from sekisho.report.columns import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.library.build import Built
    from sekisho.library.reading import Reading
    from sekisho.library.status import FeedStatus, Status
    from sekisho.model.values.message import Message

_FOLDER = click.Path(path_type=Path)
_FOUND = 1
_SHOWN = 10


@click.group(cls=SpokenGroup, help="cli.library", short_help="cli.library.short")
def command() -> None:
    """Builds and keeps the reference library."""


@command.command("build", help="cli.library.build", short_help="cli.library.build.short")
@click.option("--from", "source", type=_FOLDER, required=True, help="cli.library.from")
@click.option("-o", "--output", type=_FOLDER, required=True, help="cli.library.output")
@click.option("--on", type=DAY, help="cli.library.build.on")
@click.option("--accept-shrunk", "shrunk", multiple=True, help="cli.library.build.shrunk")
@click.option("--json", "as_json", is_flag=True, help="cli.library.json")
@lang_option
def build(*, source: Path, output: Path, as_json: bool, lang: str | None, **asked: Any) -> int:
    """Builds a snapshot from a folder of publications; 1 when a list in it could not be taken."""
    from sekisho.library.build import build_library

    language, day = chosen(lang), asked["on"] or today()
    with _Progress(language) as progress:
        built = build_library(source, output, day, progress.reading, asked["shrunk"])
    _print_left(built, language)
    _print_refused(built, language)
    _print_built(built, output, day, language, as_json=as_json)
    return _FOUND if built.refused else 0


@command.command("status", help="cli.library.status", short_help="cli.library.status.short")
@click.argument("folder", type=_FOLDER, required=False, envvar="SEKISHO_LIBRARY")
@click.option("--on", type=DAY, help="cli.library.status.on")
@click.option("--json", "as_json", is_flag=True, help="cli.library.json")
@lang_option
def status(*, folder: Path | None, on: date | None, as_json: bool, lang: str | None) -> int:
    """Tells how each feed stands; 1 when a feed whose silence would count is stale."""
    from sekisho.library.snapshot import open_library, starter_library
    from sekisho.library.status import status_of

    library = open_library(folder) if folder else starter_library()
    day = on or (library.made_on if library.fictional else None) or today()
    stands = status_of(library.manifest, day)
    if as_json:
        print_json(stands)
    else:
        _print_status(stands, chosen(lang))
    return _FOUND if stands.any_stale else 0


@command.command("verify", help="cli.library.verify", short_help="cli.library.verify.short")
@click.argument("folder", type=_FOLDER, envvar="SEKISHO_LIBRARY")
@lang_option
def verify(*, folder: Path, lang: str | None) -> int:
    """Reads every file of a snapshot; 1 when one is not as it was built."""
    from sekisho.library.snapshot import read_manifest
    from sekisho.library.status import verify_library

    language = chosen(lang)
    with _Progress(language) as progress:
        defects = verify_library(folder, lambda file: progress.show(file.path))
    if defects:
        print_defects(defects, language)
        return _FOUND
    manifest = read_manifest(folder)
    said = message(
        "cli.library.verified", files=len(manifest.files), sha256=manifest.contents_sha256
    )
    click.echo(wrap(say(said, language)))
    return 0


@command.command("pull", help="cli.library.pull", short_help="cli.library.pull.short")
@click.option("--for", "sboms", type=_FOLDER, multiple=True, help="cli.library.pull.for")
@click.option("-o", "--output", type=_FOLDER, required=True, help="cli.library.output")
@click.option("--mirror", type=_FOLDER, help="cli.library.pull.mirror")
@click.option("--downloads", type=_FOLDER, help="cli.library.pull.downloads")
@click.option("--json", "as_json", is_flag=True, help="cli.library.json")
@lang_option
def pull(*, output: Path, as_json: bool, lang: str | None, **asked: Any) -> int:
    """Fetches the public feeds and builds a snapshot; 1 when a feed could not be fetched."""
    from sekisho.library.build import build_library
    from sekisho.library.pull.feeds import fetch_feeds, read_addresses, wanted_feeds

    language, day = chosen(lang), today()
    wanted = wanted_feeds(read_addresses(asked["mirror"]), asked["sboms"])
    folder = asked["downloads"] or output.with_name(f"{output.name}.downloads")
    with _Progress(language) as progress:
        failed = fetch_feeds(wanted, folder, day, progress.show)
        progress.clear()
        print_defects(failed, language)
        built = build_library(folder, output, day, progress.reading)
    _print_refused(built, language)
    _print_built(built, output, day, language, as_json=as_json)
    return _FOUND if failed or built.refused else 0


class _Progress:
    """One line on standard error that says what is being worked on; only on a terminal."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._shows = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def reading(self, reading: Reading) -> None:
        self.show(reading.title)

    def show(self, what: str) -> None:
        if self._shows:
            said = say(message("cli.library.working", what=what[:60]), self._lang)
            click.echo(f"\r\x1b[K{said}", nl=False, err=True)

    def clear(self) -> None:
        if self._shows:
            click.echo("\r\x1b[K", nl=False, err=True)


def _print_left(built: Built, lang: str) -> None:
    """Says which files went into no feed: the older ones each, the strangers as a number."""
    unknown = [left.file for left in built.left if left.reason.id == "library.left_unknown"]
    for left in built.left:
        if left.reason.id != "library.left_unknown":
            print_note(
                message("cli.library.left", file=left.file, why=say(left.reason, lang)), lang
            )
    if unknown:
        print_note(message("cli.library.strangers", n=len(unknown), files=tuple(unknown)), lang)


def _print_refused(built: Built, lang: str) -> None:
    """Says which lists were not taken, why, and which version stays."""
    if built.refused:
        print_defects([defect for refusal in built.refused for defect in refusal.told], lang)
    if built.gone:
        print_note(message("cli.library.gone", n=len(built.gone), feeds=built.gone), lang)


def _print_built(built: Built, output: Path, day: date, lang: str, *, as_json: bool) -> None:
    from sekisho.library.status import status_of

    stands = status_of(built.manifest, built.manifest.made_on or day)
    if as_json:
        print_json(stands)
        return
    _print_status(stands, lang)
    if built.kept:
        shards = message("cli.library.shards", n=len(built.rebuilt), kept=len(built.kept))
        click.echo(wrap(say(shards, lang)))
    size = sum(file.size for file in built.manifest.files) // 1024
    click.echo(wrap(say(message("cli.library.written", folder=str(output), size=size), lang)))


def _print_status(stands: Status, lang: str) -> None:
    head = message(
        "cli.library.head",
        sha256=stands.sha256[:16],
        made=stands.made_on.isoformat() if stands.made_on else "-",
        n=len(stands.feeds),
        on=stands.on.isoformat(),
    )
    click.echo(wrap(say(head, lang)))
    if stands.fictional:
        click.echo(wrap(say(message("cli.library.fictional"), lang)))
    for each in stands.feeds:
        click.echo()
        click.echo(wrap(f"{each.feed.title}  [{each.feed.id}]"))
        for line in _feed_lines(each):
            click.echo(wrap(say(line, lang), first="  ", rest="  "))


def _feed_lines(each: FeedStatus) -> Iterator[Message]:
    feed = each.feed
    if feed.publisher:
        yield message("cli.library.publisher", publisher=feed.publisher)
    if feed.published_on is None or each.age_days is None:
        yield message("cli.library.undated")
    else:
        yield message(
            "cli.library.stale" if each.stale else "cli.library.fresh",
            published=feed.published_on.isoformat(),
            days=each.age_days,
            limit=feed.stale_after_days,
        )
    if feed.retrieved_on is not None:
        yield message("cli.library.retrieved", on=feed.retrieved_on.isoformat(), file=feed.file)
    if feed.kept_on is not None:
        yield message("cli.library.kept", on=feed.kept_on.isoformat())
    if feed.defects:
        yield message("cli.library.defects", n=feed.defects)
    if feed.remarks:
        yield message("cli.library.remarks", n=feed.remarks)
    if feed.noted:
        yield message("cli.library.noted", n=feed.noted)
    yield message("cli.library.records", n=feed.count, sha256=feed.sha256[:16])
    if not feed.covers:
        yield message("cli.library.partial")
    elif "*" in feed.covers:
        yield message("cli.library.whole")
    else:
        yield message("cli.library.covers", scopes=feed.covers)
