"""A month on the terminal: what to do first, then what was asked, then the counts."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.desk.triage.pages.index import effort_text
from sekisho.desk.triage.pages.words import (
    class_text,
    component_text,
    fact_name,
    missing_text,
    question_text,
    versions_text,
)
from sekisho.report.catalogue import say, say_id
from sekisho.report.columns import pad, wrap

if TYPE_CHECKING:
    from sekisho.desk.triage.month.opening import Result

_SHOWN = 12
"""Updates of one class that are listed; nothing to file is counted alone."""


def print_json(result: Result) -> None:
    """Writes a month as JSON on standard output."""
    from sekisho.desk.triage.month.folder import month_json

    sys.stdout.flush()
    sys.stdout.buffer.write(month_json(result))
    sys.stdout.buffer.flush()


def print_month(result: Result, folder: Path | None, lang: str) -> None:
    """Writes a month on standard output."""
    click.echo(month_text(result, folder, lang))


def month_text(result: Result, folder: Path | None, lang: str) -> str:
    """Says a month in a language, in 80 columns."""
    month = result.opened.month
    total = len(result.judged)
    lines = [
        say_id(
            "triage.shown.head",
            lang,
            on=month.on.isoformat(),
            n=total,
            regime=f"{month.regime.id}@{month.regime.version}",
        ),
        "",
    ]
    lines += _classes(result, lang)
    if result.opened.read.wrong_rows:
        n = result.opened.read.wrong_rows
        lines.append(wrap(say_id("triage.shown.wrong", lang, n=n)))
    if result.opened.read.idle_rows:
        n = result.opened.read.idle_rows
        lines.append(wrap(say_id("triage.shown.idle", lang, n=n)))
    if not total:
        lines.append(wrap(say_id("triage.shown.none", lang)))
    lines += _look(result, lang)
    if result.open:
        lines += ["", wrap(say_id("triage.shown.questions", lang, n=len(result.open)))]
        lines += [wrap(question_text(each, lang), first=f"  {each.id}  ") for each in result.open]
        lines += [wrap(say_id(f"triage.shown.how{'_folder' if folder else ''}", lang), first="  ")]
    lines += _cited(result, lang)
    if result.drafts and folder is not None:
        lines += ["", wrap(say_id("triage.shown.drafts", lang, n=len(result.drafts)))]
        for draft in result.drafts:
            lines.append(f"  {folder / 'drafts' / draft.name / 'filing.yaml'}")
            lacks = tuple(fact_name(name, lang) for name in draft.lacks)
            if draft.wanted:
                lacks += (say_id("triage.draft.no_plan", lang, plan=draft.wanted),)
            if draft.missing:
                lacks += (say_id("triage.draft.missing", lang, n=draft.missing),)
            if lacks:
                said = say_id("triage.memo.missing", lang, facts=lacks)
                lines.append(wrap(said, first="    "))
    lines += ["", wrap(effort_text(result.effort, lang))]
    lines += [wrap(say(caveat, lang)) for caveat in month.regime.caveats(month.on)]
    return "\n".join(lines)


def _cited(result: Result, lang: str) -> list[str]:
    """Names the own notes that stand in the memos; what they say is read there."""
    cited = [note.id for each in result.judged for note in each.memo.cited_notes]
    if not cited:
        return []
    n = sum(bool(each.memo.cited_notes) for each in result.judged)
    ids = tuple(sorted(set(cited)))
    return ["", wrap(say_id("triage.shown.notes", lang, n=n, ids=ids))]


def _classes(result: Result, lang: str) -> list[str]:
    """Lists each class with what to do; the updates that need nothing are only counted."""
    lines: list[str] = []
    width = max((len(each.memo.update) for each in result.judged), default=0) + 2
    for row in result.opened.month.regime.triage.classes:
        memos = [each.memo for each in result.judged if each.memo.becomes == row.id]
        if not memos:
            continue
        lines.append(
            say_id("triage.shown.class", lang, name=class_text(row.id, lang), n=len(memos))
        )
        if row.outcome == "pass":
            continue
        lines.append(wrap(say_id(row.next, lang), first="  → ", rest="    "))
        for memo in memos[:_SHOWN]:
            text = f"{pad(memo.update, width)}{component_text(memo)} {versions_text(memo)}"
            lines.append(wrap(text, first="    ", rest="      "))
            lacking = tuple(missing_text(path, lang) for path in memo.missing if "." in path)
            if lacking:
                said = say_id("triage.memo.missing", lang, facts=lacking)
                lines.append(wrap(said, first=" " * (width + 4)))
        if len(memos) > _SHOWN:
            lines.append(f"    {say_id('triage.shown.more', lang, n=len(memos) - _SHOWN)}")
    return lines


def _look(result: Result, lang: str) -> list[str]:
    """Lists the updates at which a person should look, flaws first, whatever their class."""
    memos = [each.memo for each in result.judged if each.memo.flaws or each.memo.hints]
    if not memos:
        return []
    lines = ["", wrap(say_id("triage.shown.look", lang, n=len(memos)))]
    for memo in memos[:_SHOWN]:
        lines.append(f"  {memo.update} {component_text(memo)} {versions_text(memo)}")
        lines += [wrap(say(said, lang), first="    - ") for said in (*memo.flaws, *memo.hints)]
    if len(memos) > _SHOWN:
        lines.append(f"  {say_id('triage.shown.more', lang, n=len(memos) - _SHOWN)}")
    return lines
