"""`sekisho lab run`: replays past cases under a base and one or two drafts."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.speech.language import DAY, chosen, lang_option
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.model.errors import Place, UsageError
from sekisho.model.values.message import message
from sekisho.read.refused import not_written
from sekisho.report.catalogue import say_id

if TYPE_CHECKING:
    from sekisho.lab.past.sources import Source
    from sekisho.lab.replay.sides import Side, SideSpec
    from sekisho.lab.result import LabResult
    from sekisho.lab.run import Keep, Request

_PATH = click.Path(path_type=Path)
_MOST_WORKERS = 64


@click.command("run", cls=SpokenCommand, help="lab.run", short_help="lab.run.short")
@click.option("--draft", required=True, metavar="PACK[@VERSION]", help="lab.opt.draft")
@click.option("--base", metavar="PACK[@VERSION]", help="lab.opt.base")
@click.option("--second-draft", metavar="PACK[@VERSION]", help="lab.opt.second")
@click.option("--over", multiple=True, required=True, metavar="CASES", help="lab.opt.over")
@click.option("--law-on", type=DAY, help="lab.opt.law_on")
@click.option("--sweep", metavar="TEST=FROM..TO:STEP", help="lab.opt.sweep")
@click.option("--libraries", type=_PATH, metavar="DIR", help="lab.opt.libraries")
@click.option("--objective", default="", help="lab.opt.objective")
@click.option("-o", "--output", type=_PATH, metavar="DIR", help="lab.opt.output")
@click.option(
    "--workers", type=click.IntRange(1, _MOST_WORKERS), metavar="N", help="lab.opt.workers"
)
@click.option("--json", "as_json", is_flag=True, help="lab.opt.json")
@lang_option
def run(
    *,
    over: tuple[str, ...],
    output: Path | None,
    objective: str,
    as_json: bool,
    lang: str | None,
    **asked: str | Path | date | int | None,
) -> int:
    """Replays past cases and shows what the draft would have changed."""
    from sekisho.cli.lab.bar import progress_bar
    from sekisho.lab.pages.folder import open_pages
    from sekisho.lab.pages.terminal import render
    from sekisho.lab.run import run_lab
    from sekisho.model.canonical import canonical_bytes

    language = chosen(lang)
    request = _request(over, asked)
    total = sum(source.count for source in request.sources)
    with ExitStack() as stack:
        pages = stack.enter_context(open_pages(output)) if output else None
        keep = _table(stack, pages, request) if pages else None
        told = stack.enter_context(progress_bar(total, say_id("lab.working", language)))
        result = run_lab(request, keep, told)
        if output and pages:
            try:
                _write(pages, result, request, objective, language)
            except OSError as error:
                raise not_written(output, error) from error
    names = _names(request, language)
    if as_json:
        click.echo(canonical_bytes(result).decode())
    else:
        click.echo(render(result, language, names), nl=False)
    if output:
        click.echo(say_id("lab.written", language, folder=str(output)), err=True)
    return 0


def _request(over: tuple[str, ...], asked: dict[str, str | Path | date | int | None]) -> Request:
    from sekisho.lab.past.sources import open_sources
    from sekisho.lab.replay.sides import Side, read_spec, told_apart
    from sekisho.lab.run import Request
    from sekisho.lab.sweep import read_range
    from sekisho.lab.whole import Libraries

    given = [asked["draft"], asked["second_draft"]]
    drafts = tuple(read_spec(str(text)) for text in given if text)
    law_on = asked["law_on"] if isinstance(asked["law_on"], date) else None
    first = Side(drafts[0], law_on)
    base = read_spec(str(asked["base"])) if asked["base"] else _base_of(first)
    base, *others = told_apart((base, *drafts))
    libraries = asked["libraries"]
    return Request(
        base=base,
        drafts=tuple(others),
        sources=_distinct(source for name in over for source in open_sources(name)),
        law_on=law_on,
        sweep=read_range(str(asked["sweep"]), first) if asked["sweep"] else None,
        libraries=Libraries(libraries) if isinstance(libraries, Path) else None,
        workers=int(str(asked["workers"])) if asked["workers"] else _cores(),
    )


def _base_of(draft: Side) -> SideSpec:
    """A draft is held against the pack of Sekisho it is a draft of."""
    from sekisho.lab.replay.sides import SideSpec
    from sekisho.regime.loader import list_packs

    id = draft.pack.head.id
    is_own = bool(draft.spec.folder)
    if id not in list_packs() or (not is_own and draft.spec.version):
        raise UsageError(
            message("lab.no_base", draft=draft.spec.name),
            place=Place(file="--base"),
            hint=message("lab.no_base.remedy"),
        )
    return SideSpec(id=id)


def _distinct(sources: Iterable[Source]) -> tuple[Source, ...]:
    """Sources of one name are told apart by a number."""
    from dataclasses import replace

    found: list[Source] = []
    for source in sources:
        taken = {each.name for each in found}
        name, number = source.name, 2
        while name in taken:
            name, number = f"{source.name} ({number})", number + 1
        found.append(replace(source, name=name))
    return tuple(found)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), _MOST_WORKERS)
    return min(os.cpu_count() or 1, _MOST_WORKERS)


def _table(stack: ExitStack, folder: Path, request: Request) -> Keep:
    """Opens the table of flips, which is written while the replay runs."""
    from sekisho.lab.pages.table import FlipTable
    from sekisho.lab.replay.flips import CaseFlip

    table = stack.enter_context(FlipTable(folder / "flips.csv"))

    def keep(source: int, draft: int, flip: CaseFlip) -> None:
        told = request.sources[source]
        table.write(told.name, request.drafts[draft].name, flip, told.nature)

    return keep


def _names(request: Request, lang: str) -> dict[str, str]:
    """What the packs call their sectors, and what their tests measure."""
    from sekisho.lab.replay.sides import Side

    names: dict[str, str] = {}
    for spec in (*request.drafts, request.base):
        pack = Side(spec).pack
        quantities = {row.id: row.title.said_in(lang) for row in pack.designations.quantities}
        names |= {row.id: quantities.get(row.quantity, row.id) for row in pack.designations.tests}
        names |= {row.id: row.title.said_in(lang) for row in pack.sectors}
    return names


def _write(folder: Path, result: LabResult, request: Request, objective: str, lang: str) -> None:
    from sekisho.lab.pages.folder import RESULT
    from sekisho.lab.pages.html import render as render_html
    from sekisho.lab.pages.table import write_operators
    from sekisho.lab.pages.workbook import write_assessment
    from sekisho.model.canonical import canonical_bytes

    (folder / RESULT).write_bytes(canonical_bytes(result) + b"\n")
    for language in ("ja", "en"):
        names = _names(request, language)
        page = render_html(result, language, names, objective)
        (folder / f"report.{language}.html").write_text(page, encoding="utf-8")
    flips = (
        (result.sources[effect.source], result.drafts[effect.draft].name, flip)
        for effect in result.effects
        for flip in effect.operators
    )
    write_operators(folder / "operators.csv", flips)
    book = write_assessment(result, lang, _names(request, lang), objective)
    (folder / "impact.xlsx").write_bytes(book)
