"""`sekisho filing record` and `status`: what happened to a filing, and where it stands."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, get_args

import click

from sekisho.cli.clock.authority import read_authority, source_line
from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.show_errors import print_note
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.model.case import ANNOUNCED, Event, EventKind
from sekisho.model.errors import InputError, Place, UsageError
from sekisho.model.values.message import message
from sekisho.read.refused import not_written
from sekisho.report.catalogue import say, say_date, say_id, say_term, visible
from sekisho.report.columns import pad, width_of, wrap
from sekisho.report.outline import by_day
from sekisho.report.phrases import act_text, set_apart, with_article

if TYPE_CHECKING:
    from sekisho.desk.package.history import History, Stand, Status
    from sekisho.model.values.message import Message

_PATH = click.Path(path_type=Path)
_KINDS: tuple[EventKind, ...] = get_args(EventKind)
_YES_NO = {"yes": True, "no": False}


@click.command(
    "record", cls=SpokenCommand, help="filing.help.record", short_help="filing.help.record.short"
)
@click.argument("filing", type=_PATH)
@click.argument("event", metavar="EVENT", type=click.Choice(_KINDS))
@click.option("--on", type=DAY, required=True, help="history.opt.on")
@click.option("--authority", "authorities", multiple=True, help="history.opt.authority")
@click.option("--until", type=DAY, help="history.opt.until")
@click.option("--days", type=click.IntRange(min=1), metavar="N", help="history.opt.days")
@click.option("--accepts", type=click.Choice(tuple(_YES_NO)), help="history.opt.accepts")
@click.option("--by", default="", help="history.opt.by")
@click.option("--reference", default="", help="history.opt.reference")
@click.option("--note", default="", help="history.opt.note")
@lang_option
def record(  # noqa: PLR0913  # one parameter an option
    *,
    filing: Path,
    event: EventKind,
    on: date,
    authorities: tuple[str, ...],
    until: date | None,
    days: int | None,
    accepts: str | None,
    by: str,
    reference: str,
    note: str,
    lang: str | None,
) -> None:
    """Appends an event to the events beside a filing, if it fits."""
    from sekisho.desk.package.history import add_event, find_status
    from sekisho.read.beside.events import FILE
    from sekisho.regime.words import authority_in_charge

    history, folder = _open(filing, on, None)
    _refuse_future(history, event, on)
    own = authority_in_charge(history.regime, history.filing)
    named = [read_authority(history.regime, word) for word in authorities] or [own]
    said = Event(
        kind=event,
        on=on,
        until=until,
        days=days,
        accepts=_YES_NO[accepts] if accepts else None,
        by=by,
        reference=reference,
        note=note,
    )
    # Each is judged before any is written: at every authority named, or at none.
    warned: list[Message] = []
    added: list[Event] = []
    for authority in dict.fromkeys(named):
        one, warnings = add_event(history, said, authority)
        history = history.with_event(one)
        warned += warnings
        added.append(one)
    _append(folder / FILE, added)
    language = chosen(lang)
    for stand in find_status(history, on).stands:
        if stand.authority in named:
            print_note(_recorded(history, stand, said, language), language)
    for warning in warned:
        click.echo(wrap(say(warning, language), first="! "), err=True)


@click.command(
    "status", cls=SpokenCommand, help="filing.help.status", short_help="filing.help.status.short"
)
@click.argument("filing", type=_PATH)
@click.option("--regime", "regime_id", metavar="PACK[@VERSION]", help="history.opt.regime")
@click.option("--on", type=DAY, help="history.opt.as_of")
@click.option("--json", "as_json", is_flag=True, help="filing.option.json")
@lang_option
def status(
    *, filing: Path, regime_id: str | None, on: date | None, as_json: bool, lang: str | None
) -> int:
    """Shows where a filing stands at each authority; exit code 1 when its events do not fit."""
    from sekisho.desk.package.history import find_status
    from sekisho.model.canonical import canonical_bytes

    history, _ = _open(filing, on or today(), regime_id)
    found = find_status(history, on or today())
    if as_json:
        click.echo(canonical_bytes(found).decode())
    else:
        click.echo("\n".join(_lines(history, found, chosen(lang))))
    return int(any(stand.problem for stand in found.stands))


def _open(path: Path, on: date, regime_id: str | None) -> tuple[History, Path]:
    from sekisho.cli.rules import open_rules
    from sekisho.cli.vet import FOR_FILINGS
    from sekisho.desk.package.history import History
    from sekisho.read.beside.events import read_events
    from sekisho.read.case import find_filing
    from sekisho.read.files import read_bytes
    from sekisho.read.filing import read_filing
    from sekisho.read.limits import FILING

    file = find_filing(path)
    filing = read_filing(read_bytes(file, FILING), str(file))
    regime = open_rules(regime_id, filing.regime or FOR_FILINGS, on)
    return History(regime, filing, read_events(file.parent)), file.parent


def _refuse_future(history: History, event: EventKind, on: date) -> None:
    """What has not happened is no event; the days of a fictional filing are fictional as well."""
    now = today()
    if on > now and event not in ANNOUNCED and not history.filing.fictional:
        raise UsageError(
            message("history.future", on=on.isoformat(), today=now.isoformat()),
            hint=message("history.future.remedy"),
        )


def _append(target: Path, events: list[Event]) -> None:
    """Writes at the end of the file, under a lock, unless someone else wrote meanwhile.

    A link is not followed: it could lead to any file.
    """
    from sekisho.desk.package.history import append_events
    from sekisho.read.files import read_bytes
    from sekisho.read.limits import FILING, check_size

    if target.is_symlink():
        raise InputError(
            message("history.link"),
            place=Place(file=str(target)),
            hint=message("history.link.remedy"),
        )
    data = read_bytes(target, FILING) if target.exists() else b""
    added = append_events(data, events, str(target))
    check_size(len(data) + len(added), FILING, str(target))
    try:
        with _open_own(target) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            if file.read() != data:
                raise InputError(
                    message("history.changed"),
                    place=Place(file=str(target)),
                    hint=message("history.changed.remedy"),
                )
            file.write(added)
    except OSError as error:
        raise not_written(target, error) from error


def _open_own(target: Path) -> BinaryIO:
    """Opens for adding, and follows no link that was put there in the meantime."""
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
    return os.fdopen(os.open(target, flags, 0o666), "a+b")


def _recorded(history: History, stand: Stand, event: Event, lang: str) -> Message:
    from sekisho.desk.package.authorities import authority_name

    return message(
        "history.recorded",
        event=event.kind,
        on=event.on.isoformat(),
        authority=authority_name(history.regime, stand.authority, lang) or "-",
        state=stand.state,
        n=len(history.at(stand.authority)),
    )


def _lines(history: History, found: Status, lang: str) -> Iterator[str]:
    from sekisho.desk.package.authorities import authority_name

    filing = history.filing
    operator = filing.party(filing.operator.party)
    names = (operator.name if operator else "", filing.facility.name, filing.reference)
    title = " · ".join(visible(name) for name in names if name)
    if filing.fictional:
        title = say_id("report.fictional", lang, name=title)
    yield wrap(title or say_id("history.unnamed", lang))
    regime = history.regime.title(lang)
    yield wrap(say_id("clock.title", lang, regime=regime, on=found.on.isoformat()))
    above, below = set_apart(found.caveats)
    yield from (wrap(say(caveat, lang), first="! ") for caveat in above)
    for stand in found.stands:
        name = authority_name(history.regime, stand.authority, lang)
        yield ""
        yield wrap(visible(name) or say_id("history.no_authority", lang))
        yield from _stand(stand, found.on, lang)
    yield ""
    for caveat in below:
        yield wrap(say(caveat, lang))
    yield from source_line(history.regime, "", lang)


def _stand(stand: Stand, on: date, lang: str) -> Iterator[str]:
    yield wrap(say_id("history.state", lang, state=stand.state), first="  ")
    if stand.problem is not None:
        yield wrap(say(stand.problem, lang), first="! ")
    if stand.events:
        yield say_id("history.events", lang)
        yield from _rows([_told(each, on, lang) for each in stand.events])
    dates = by_day(stand.clock)
    if dates:
        yield say_id("history.dates", lang)
        yield from _rows(
            [
                (
                    _day(row.on, lang),
                    with_article(row.message, row.article, lang),
                    "!" if row.warning else " ",
                )
                for row in dates
            ]
        )
    acts = [act for act in stand.lawful_acts if act.lawful]
    if acts:
        yield say_id("history.acts", lang)
        for act in acts:
            said = say_id(
                "report.acts.actor", lang, act=act_text(act, lang), by=say_term(act.by, lang)
            )
            if act.until:
                said += say_id("history.until", lang, on=act.until.isoformat())
            yield wrap(said, first="    ")


def _told(event: Event, on: date, lang: str) -> tuple[str, str, str]:
    """An event as a row; one after the day asked for is shown and said not to count."""
    said = _event(event, lang)
    if event.on > on:
        said += say_id("history.event.later", lang)
    return _day(event.on, lang), said, " "


def _event(event: Event, lang: str) -> str:
    """Says an event with all that was noted of it."""
    said = [say_term(event.kind, lang)]
    if event.until:
        said.append(say_id("history.event.until", lang, on=event.until.isoformat()))
    if event.days is not None:
        said.append(say_id("history.event.days", lang, n=event.days))
    if event.accepts is not None:
        said.append(say_id(f"history.event.{'accepts' if event.accepts else 'refuses'}", lang))
    said += [visible(text) for text in (event.by, event.reference, event.note) if text]
    return ("、" if lang == "ja" else ", ").join(said)


def _rows(rows: list[tuple[str, str, str]]) -> Iterator[str]:
    column = max(width_of(day) for day, _, _ in rows)
    for day, said, mark in rows:
        yield wrap(said, first=f"  {mark} {pad(day, column)}  ")


def _day(on: date | None, lang: str) -> str:
    return say_date(on, lang) if on else say_id("clock.no_day", lang)
