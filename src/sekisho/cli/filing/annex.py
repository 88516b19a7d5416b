"""`sekisho filing annex`: what to ask suppliers and contractors, and their answers read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from sekisho.cli.filing.files import usage, write_file
from sekisho.cli.speech.language import DAY, chosen, lang_option, today
from sekisho.cli.speech.show_errors import print_defects, print_note
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.model.errors import Place, UsageError
from sekisho.model.filing import Act, Filing
from sekisho.model.values.message import message
from sekisho.report.catalogue import say_id, say_term, visible
from sekisho.report.columns import wrap

if TYPE_CHECKING:
    from sekisho.desk.annex.fitting import Wanted
    from sekisho.desk.annex.questionnaire import Questionnaire
    from sekisho.desk.annex.rows import Annex
    from sekisho.regime.tables.whole import Pack

_PATH = click.Path(path_type=Path)
_ACTS: tuple[Act, ...] = get_args(Act)
_LEFT = 1


@dataclass(frozen=True, slots=True)
class _Target:
    """Where to write, whether over a file that is there, and in which language to speak."""

    path: Path | None
    overwrite: bool
    lang: str


@click.command(
    "annex", cls=SpokenCommand, help="filing.help.annex", short_help="filing.help.annex.short"
)
@click.argument("filing", required=False, type=_PATH)
@click.option("--act", "acts", multiple=True, type=click.Choice(_ACTS), help="filing.option.act")
@click.option("--party", default="", metavar="ID", help="annex.opt.party")
@click.option("--answers", multiple=True, type=_PATH, metavar="FILE", help="annex.opt.answers")
@click.option("--on", type=DAY, help="annex.opt.on")
@click.option("--regime", "regime_id", metavar="PACK", help="annex.opt.regime")
@click.option("-o", "--output", type=_PATH, metavar="FILE", help="filing.option.output")
@click.option("--force", is_flag=True, help="filing.option.force")
@lang_option
def annex(  # noqa: PLR0913  # one parameter an option
    *,
    filing: Path | None,
    acts: tuple[Act, ...],
    party: str,
    answers: tuple[Path, ...],
    on: date | None,
    regime_id: str | None,
    output: Path | None,
    force: bool,
    lang: str | None,
) -> int:
    """Writes the annex, or takes answers into a filing; exit code 1 where some are left out."""
    from sekisho.cli.rules import open_pack
    from sekisho.cli.vet import FOR_FILINGS
    from sekisho.desk.annex.fitting import Wanted
    from sekisho.regime.loader import find_pack

    target = _Target(output, force, chosen(lang))
    read = _read(filing)
    stated = (read.regime if read else "") or FOR_FILINGS
    pack = open_pack(regime_id).pack if regime_id else find_pack(stated.partition("@")[0])
    if answers:
        return _take(pack, answers, Wanted(read, acts, on or today()), target)
    _write(pack, acts or _acts_of(read), _Heads.of(read, party), target)
    return 0


def _read(path: Path | None) -> Filing | None:
    from sekisho.read.case import find_filing
    from sekisho.read.files import read_bytes
    from sekisho.read.filing import read_filing
    from sekisho.read.limits import FILING

    if path is None:
        return None
    file = find_filing(path)
    return read_filing(read_bytes(file, FILING), str(file))


def _acts_of(filing: Filing | None) -> tuple[Act, ...]:
    """The acts a filing speaks of; all of them where it does not say, or there is none."""
    if filing is None:
        return _ACTS
    spoken = {"introduction": filing.introduction, "entrustment": filing.entrustment}
    return tuple(act for act in _ACTS if filing.act == act or spoken[act] is not None) or _ACTS


@dataclass(frozen=True, slots=True)
class _Heads:
    """Who asks, about what, and whom, as the filing says it."""

    operator: str = ""
    facility: str = ""
    asked: tuple[str, ...] = ()
    respondent: str = ""
    reference: str = ""

    @classmethod
    def of(cls, filing: Filing | None, party: str) -> _Heads:
        """Reads them from a filing; raises `UsageError` for a party it does not state."""
        others = (
            [each for each in filing.parties if each.id != filing.operator.party] if filing else []
        )
        chosen_one = next((each for each in others if party in (each.id, each.name)), None)
        if party and chosen_one is None:
            known = tuple(each.id for each in others)
            raise UsageError(
                message("annex.unknown_party", party=party),
                hint=message("annex.unknown_party.remedy", known=known),
            )
        if filing is None:
            return cls()
        operator = filing.party(filing.operator.party)
        named = [chosen_one] if chosen_one else others
        return cls(
            operator=operator.name if operator else "",
            facility=filing.facility.name,
            asked=tuple(each.name or each.id for each in named),
            respondent=chosen_one.name or chosen_one.id if chosen_one else "",
            reference=filing.reference,
        )

    def lines(self, lang: str) -> list[str]:
        """Says them as a page does."""
        said = (("operator", self.operator), ("facility", self.facility))
        lines = [say_id(f"annex.about.{id}", lang, name=text) for id, text in said if text]
        to = say_id("annex.about.parties", lang, names=self.asked)
        return lines + ([to] if self.asked else [])


def _write(pack: Pack, acts: tuple[Act, ...], heads: _Heads, target: _Target) -> None:
    from sekisho.desk.annex.page import write_annex
    from sekisho.desk.annex.questionnaire import make_questionnaire, write_questionnaire
    from sekisho.desk.annex.rows import read_annex

    made = read_annex(pack, acts)
    output, lang = target.path, target.lang
    if output is None:
        click.echo("\n".join(_lines(made, lang)))
        return
    ending = output.suffix.casefold()
    if ending == ".xlsx":
        asked = make_questionnaire(
            made, heads.operator, heads.facility, heads.respondent, heads.reference
        )
        data = write_questionnaire(asked)
    elif ending in (".html", ".htm"):
        data = write_annex(made, lang, heads.lines(lang)).encode()
    else:
        raise usage("annex.unknown_output", output)
    write_file(output, data, overwrite=target.overwrite)
    click.echo(say_id("filing.written", lang, name=str(output)), err=True)


def _lines(made: Annex, lang: str) -> Iterator[str]:
    from sekisho.desk.annex.questionnaire import notice_lines

    yield wrap(say_id("annex.title", lang))
    for line in (*notice_lines(made, lang), say_id("annex.parties", lang)):
        yield wrap(line)
    for item in made.items:
        asked = ("、" if lang == "ja" else ", ").join(
            say_term(f"annex.{whom}", lang) for whom in item.row.asked
        )
        yield ""
        whom = say_id("annex.asked", lang, whom=asked)
        yield wrap(f"{item.measure.title.said_in(lang)} ({whom})", first=f"{item.measure.id}  ")
        for question in item.row.questions:
            text = question.ja if lang == "ja" else question.en
            yield wrap(text, first=f"  {question.id}  ")
        for id, said in (("clause", item.row.clause), ("evidence", item.row.evidence)):
            label = say_id(f"annex.{id}", lang)
            yield wrap(f"{label}: {said.said_in(lang)}", first="  ")


def _take(pack: Pack, files: tuple[Path, ...], wanted: Wanted, target: _Target) -> int:
    from sekisho.desk.annex.answers import take_answers
    from sekisho.desk.annex.fitting import fit
    from sekisho.desk.annex.questionnaire import acts_of
    from sekisho.desk.annex.rows import read_annex
    from sekisho.read.filing.write import write_yaml

    output, lang = target.path, target.lang
    if output is None:
        raise usage("annex.no_output", None)
    if output.suffix.casefold() not in (".yaml", ".yml"):
        raise usage("annex.unknown_output", output)
    read = [(str(file), _questionnaire(file, pack)) for file in files]
    spoken = tuple(act for act in _ACTS if any(act in acts_of(one) for _, one in read))
    asked = wanted.acts or (_acts_of(wanted.filing) if wanted.filing else spoken)
    if not asked:
        raise UsageError(message("annex.no_acts"), hint=message("annex.no_acts.remedy"))
    fitted = fit(read, replace(wanted, acts=asked))
    for note in fitted.notes:
        print_note(note, lang)
    for reason in fitted.left:
        print_defects((reason,), lang)
    if not fitted.kept:
        print_note(message("annex.none_kept"), lang)
        return _LEFT
    blank = Filing(regime=pack.head.id, act=asked[0] if len(asked) == 1 else None)
    every = read_annex(pack, _ACTS)
    taken = take_answers(read_annex(pack, asked), fitted.kept, wanted.filing or blank, every)
    write_file(output, write_yaml(taken.filing).encode(), overwrite=target.overwrite)
    n = len(taken.filing.risk_measures)
    count, name = len(fitted.kept), visible(str(output))
    print_note(message("annex.taken", n=n, name=name, files=count), lang)
    for id, ids in (
        ("annex.elsewhere", taken.elsewhere),
        ("annex.kept", taken.kept),
        ("annex.open", taken.open),
        ("annex.named", taken.named),
    ):
        if ids:
            print_note(message(id, ids=ids), lang)
    print_note(message("annex.review"), lang)
    return _LEFT if fitted.left else 0


def _questionnaire(file: Path, pack: Pack) -> Questionnaire:
    from sekisho.desk.annex.questionnaire import read_questionnaire
    from sekisho.read.files import read_bytes
    from sekisho.read.limits import SHEET

    read = read_questionnaire(read_bytes(file, SHEET), str(file))
    if read.regime != pack.head.id:
        raise UsageError(
            message("annex.other_regime", found=read.regime, wanted=pack.head.id),
            place=Place(file=str(file)),
            hint=message("annex.other_regime.remedy"),
        )
    return read
