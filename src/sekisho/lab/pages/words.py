"""The sentences that every page of the lab shares."""

from __future__ import annotations

import re

from sekisho.lab.past.record import Assumed, Nature
from sekisho.lab.population.assumed import assumptions
from sekisho.lab.replay.flips import CaseFlip, OperatorFlip, Rule, RuleEdit
from sekisho.lab.result import LabResult, Point, Vetted
from sekisho.report.articles import say_article
from sekisho.report.catalogue import say_id, say_term, visible
from sekisho.report.rules.tables import field_title, table_title

_SHOWN_EDITS = ("at_least", "above", "when", "length", "about", "claimed", "years", "becomes")
_MADE_UP: tuple[Nature, ...] = ("pack_cases", "fictional")
_SIGNS = {">=": "lab.at_least", ">": "lab.above"}
_LONG = 60
_FRACTION = re.compile(r"(\d+)/(\d+)")
_DIGITS = re.compile(r"(?<![\d.])\d{4,}(?![\d.%/])")


def title_text(result: LabResult, lang: str) -> str:
    """Says what was held against what."""
    drafts = tuple(draft.name for draft in result.drafts)
    return say_id("lab.title", lang, drafts=drafts, base=result.base.name)


def watermark(result: LabResult, lang: str) -> tuple[str, ...]:
    """Says in sentences which figures rest on cases that never happened; none where all are real."""
    said = [say_id("lab.watermark", lang)] if result.named("scenario") else []
    said += [
        say_id(f"lab.watermark.{nature}", lang, names=names)
        for nature in _MADE_UP
        if (names := result.named(nature))
    ]
    return tuple(said)


def mark(result: LabResult, lang: str) -> str:
    """Gives the one word a page of cases that never happened carries; empty for real ones."""
    if result.named("scenario"):
        return say_id("lab.mark", lang)
    made_up = any(result.named(nature) for nature in _MADE_UP)
    return say_id("lab.mark.fictional", lang) if made_up else ""


def rule_text(rule: Rule | None, lang: str) -> str:
    """Names a row, its article and its values before and after."""
    if rule is None:
        return ""
    parts = [rule_brief(rule, lang)]
    if rule.kind != "changed":
        parts.append(say_id(f"lab.rule.{rule.kind}", lang))
    parts += [_edit(edit, lang) for edit in _decisive(rule)]
    if rule.others:
        parts.append(say_id("lab.rule.others", lang, n=rule.others))
    said = ("、" if lang == "ja" else ", ").join(parts)
    if not rule.article:
        return visible(said)
    return say_id("report.article", lang, said=said, article=say_article(rule.article, lang))


def _decisive(rule: Rule) -> tuple[RuleEdit, ...]:
    shown = [edit for edit in rule.edits if edit.field in _SHOWN_EDITS]
    return tuple(shown or rule.edits)[:3]


def _edit(edit: RuleEdit, lang: str) -> str:
    return say_id(
        "lab.edit",
        lang,
        field=field_title(edit.field, lang),
        before=grouped(_brief(edit.before)) or say_id("lab.nothing", lang),
        after=grouped(_brief(edit.after)) or say_id("lab.nothing", lang),
    )


def _brief(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def operator_text(flip: OperatorFlip, lang: str, names: dict[str, str]) -> str:
    """Says of an operator what it was and is now, and the values it was held against."""
    sector = names.get(flip.sector, flip.sector)
    said = say_id(
        "lab.operator",
        lang,
        name=flip.name,
        sector=sector,
        before=say_id(f"lab.designated.{flip.before}", lang),
        after=say_id(f"lab.designated.{flip.after}", lang),
    )
    tests = tests_text(flip, lang, names)
    return say_id("lab.because", lang, said=said, tests=tests) if tests else said


def tests_text(flip: OperatorFlip, lang: str, names: dict[str, str]) -> str:
    """Says which values were held against which thresholds, before and after."""
    parts = []
    for tested in flip.tests:
        before = _threshold(tested.threshold_before, lang)
        after = _threshold(tested.threshold_after, lang)
        value = grouped(tested.value) or say_id("lab.not_known", lang)
        name = names.get(tested.test, tested.test)
        parts.append(say_id("lab.tested", lang, test=name, value=value, before=before, after=after))
    return ("、" if lang == "ja" else ", ").join(parts)


def _threshold(text: str, lang: str) -> str:
    """Says `>= 800000` and `> 800000` in words."""
    sign, _, value = text.partition(" ")
    if sign not in _SIGNS:
        return grouped(text) or say_id("lab.nothing", lang)
    return say_id(_SIGNS[sign], lang, value=grouped(value))


def grouped(text: str) -> str:
    """Tells the thousands of whole numbers in a text apart, and writes a fraction beyond one as a
    whole and a rest (`768,009 1/3`); shares and the rest stay.
    """
    if found := _FRACTION.fullmatch(text):
        whole, rest = divmod(int(found[1]), int(found[2]))
        return f"{whole:,} {rest}/{found[2]}" if whole else text
    return _DIGITS.sub(lambda found: f"{int(found.group()):,}", text)


def assumed_text(assumed: Assumed, lang: str) -> tuple[str, str]:
    """Names an assumption and where it is from; one that this version of Sekisho made otherwise
    is told as its population tells it.
    """
    known = assumptions().named(assumed.id)
    if known is None or known.source.en != assumed.source:
        return visible(assumed.id), visible(assumed.source)
    return known.what.said_in(lang), known.source.said_in(lang)


def rule_brief(rule: Rule | None, lang: str) -> str:
    """Names a row alone, where it is told in full elsewhere."""
    return f"{table_title(rule.table, lang)} {visible(rule.id)}".strip() if rule else ""


def point_text(point: Point, lang: str) -> str:
    """Says of one value of a sweep how many operators and cases it brings in, less those out."""
    operators, cases = point.operators_in - point.operators_out, point.caught - point.freed
    return say_id(
        "lab.sweep.cell",
        lang,
        operators=signed(operators),
        a=abs(operators),
        cases=signed(cases),
        b=abs(cases),
    )


def signed(value: int) -> str:
    """Writes a whole number with its thousands told apart; less than nothing with a minus sign."""
    return f"{value:,}".replace("-", "−")


def filings_text(filings: tuple[str, ...], lang: str) -> str:
    """Names filings, or says that there is nothing to file."""
    if not filings:
        return say_id("lab.no_filing", lang)
    return ("、" if lang == "ja" else ", ").join(say_term(filing, lang) for filing in filings)


def case_text(flip: CaseFlip, lang: str) -> str:
    """Says of a case what it had to file under the base and has to under the draft."""
    name = flip.name or say_id("lab.group.unknown", lang)
    if flip.before == flip.after:
        kind = say_id(f"lab.kind.{flip.kind}", lang)
        on = flip.on.isoformat()
        return say_id("lab.case.kind", lang, id=flip.id, on=on, name=name, kind=kind)
    return say_id(
        "lab.case",
        lang,
        id=flip.id,
        on=flip.on.isoformat(),
        name=name,
        before=filings_text(flip.before, lang),
        after=filings_text(flip.after, lang),
    )


def vetted_text(told: Vetted, lang: str) -> str:
    """Says of a case vetted in full what differs, and with which library."""
    if told.route_before == told.route_after and not (told.gained or told.lost):
        return say_id("lab.vetted.same", lang, id=told.id, library=told.library_on.isoformat())
    return say_id(
        "lab.vetted",
        lang,
        id=told.id,
        library=told.library_on.isoformat(),
        before=told.route_before,
        after=told.route_after,
        gained=told.gained or (say_id("lab.nothing", lang),),
        lost=told.lost or (say_id("lab.nothing", lang),),
    )
