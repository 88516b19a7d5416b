"""`sekisho regime draft`: a copy of a rule pack to try an idea on."""

from __future__ import annotations

from pathlib import Path

import click

from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.model.errors import Place, UsageError
from sekisho.model.values.message import message
from sekisho.report.catalogue import say_id
from sekisho.report.columns import wrap


@click.command("draft", cls=SpokenCommand, help="regime.draft", short_help="regime.draft.short")
@click.argument("pack")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--set", "sets", multiple=True, metavar="TABLE.ID.FIELD=VALUE", help="regime.opt.set")
@lang_option
def draft(*, pack: str, folder: Path, sets: tuple[str, ...], lang: str | None) -> int:
    """Copies a pack to a new folder as a draft, and sets values in it."""
    from sekisho.cli.rules import read_named
    from sekisho.read.refused import not_written
    from sekisho.regime.authoring.draft import draft_files, write_draft
    from sekisho.regime.authoring.settings import parse_setting

    language = chosen(lang)
    origin = read_named(pack)
    texts = draft_files(origin, [parse_setting(text) for text in sets])
    try:
        write_draft(texts, folder)
    except FileExistsError as error:
        raise UsageError(
            message("draft.folder_exists"),
            place=Place(file=str(folder)),
            hint=message("draft.folder_exists.remedy"),
        ) from error
    except OSError as error:
        raise not_written(folder, error) from error
    files = len(texts)
    said = say_id("draft.written", language, folder=str(folder), pack=origin.head.id, n=files)
    click.echo(wrap(said), err=True)
    # Not wrapped: commands are there to be copied.
    click.echo(say_id("draft.next", language, folder=str(folder), pack=pack), err=True)
    return 0
