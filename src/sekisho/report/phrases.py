"""The sentences both reports share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sekisho.model.assessment import Assessment, ClockDate, Duty, LawfulAct, Shortening
from sekisho.model.finding import SEVERITIES, CheckRun, Source
from sekisho.model.values.message import Message, message
from sekisho.regime.clock import UNTOLD
from sekisho.regime.pack import NOT_THE_LAW
from sekisho.report.articles import say_article
from sekisho.report.catalogue import knows, say, say_date, say_id, say_term, visible
from sekisho.report.outline import is_statutory


def count_line(assessment: Assessment, lang: str) -> str:
    """Says in one line how many findings of each severity there are."""
    found = [finding.severity for finding in assessment.findings if finding.state == "found"]
    counts = [(severity, found.count(severity)) for severity in SEVERITIES]
    parts = [
        say_id("report.count", lang, n=count, severity=severity)
        for severity, count in counts
        if count
    ]
    joined = ("、" if lang == "ja" else ", ").join(parts) or say_id("report.count.none", lang)
    required = [run.check for run in assessment.checks if run.required and run.unanswered]
    if not required:
        return joined
    names = tuple(say_term(check, lang) for check in required)
    return say_id("report.count.open", lang, found=joined, checks=names)


def source_text(source: Source, lang: str) -> str:
    """Names a source: feed, record, the day it was published."""
    name = " ".join(part for part in (source.feed, source.record) if part)
    if source.published_on is None:
        return visible(name)
    return say_id("report.source", lang, name=name, on=source.published_on.isoformat())


def verified_text(days: Iterable[date | None], lang: str) -> str:
    """Says up to which day rules were compared with the law; the oldest of them counts."""
    known = list(days)
    if not known:
        return ""
    compared = [day for day in known if day is not None]
    if len(compared) < len(known):
        return say_id("report.unverified", lang)
    return say_id("report.verified", lang, on=min(compared).isoformat())


def name_text(assessment: Assessment, lang: str) -> str:
    """Names the case: operator, facility and reference, or the software; marks an example."""
    heading = assessment.heading
    names = (heading.operator, heading.facility, heading.reference, *heading.software)
    said = " · ".join(visible(name) for name in names if name)
    if not heading.fictional:
        return said
    return say_id("report.fictional", lang, name=said)


def head_text(assessment: Assessment, lang: str) -> str:
    """Says what kind of vetting it was, as of which day, under which rules."""
    return say_id(
        "report.head",
        lang,
        purpose=say_id(f"report.purpose.{assessment.purpose}", lang),
        on=assessment.on.isoformat(),
        regime=assessment.inputs.regime,
        version=assessment.inputs.regime_version,
    )


def set_apart(caveats: tuple[Message, ...]) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """Sets apart the caveats that must stand on top, that the rules do not come with Sekisho, from
    those that may stand below.
    """
    above = tuple(each for each in caveats if each.id == NOT_THE_LAW)
    return above, tuple(each for each in caveats if each not in above)


def duty_text(duty: Duty, lang: str) -> str:
    """Says in one line whether something must be filed, and on which form."""
    if duty.need == "needed" and duty.form:
        return say_id("report.duty.needed.form", lang, filing=duty.filing, form=duty.form)
    bare = "" if duty.filing or duty.need == "needed" else ".bare"
    return say_id(f"report.duty.{duty.need}{bare}", lang, filing=duty.filing)


def with_article(said: Message, article: str, lang: str) -> str:
    """Says a message with the article it rests on."""
    text = say(said, lang)
    if not article:
        return text
    return say_id("report.article", lang, said=text, article=say_article(article, lang))


def checks_text(checks: tuple[str, ...], lang: str) -> str:
    """Names checks in one line."""
    return ("、" if lang == "ja" else ", ").join(say_term(check, lang) for check in checks)


def clear_text(run: CheckRun, lang: str) -> str:
    """Says how much a check looked at and on what its clear answer rests."""
    kind = "run" if run.basis == "observed" else run.basis
    name = say_term(run.check, lang)
    return say_id(f"report.clear.{kind}", lang, check=name, n=run.looked_at)


def act_text(act: LawfulAct, lang: str) -> str:
    """Names an act of the procedure; one without a name keeps the word of the rule pack."""
    id = f"report.act.{act.act}"
    return say_id(id, lang) if knows(id, lang) else visible(act.act)


def acts_line(assessment: Assessment, lang: str) -> str:
    """Says in one line what is lawful on the day, and for whom."""
    acts = tuple(
        say_id("report.acts.actor", lang, act=act_text(act, lang), by=say_term(act.by, lang))
        for act in assessment.lawful_acts
        if act.lawful
    )
    return say_id("report.acts.now", lang, acts=acts) if acts else ""


def clock_day(date: ClockDate, lang: str) -> str:
    """Writes the day of a date, that it cannot be told, or that the law gives none."""
    if date.on:
        return say_date(date.on, lang)
    untold = date.message.id in UNTOLD
    return say_id("report.clock.untold" if untold else "report.clock.no_day", lang)


def shortening_lines(shortening: Shortening, lang: str) -> tuple[str, ...]:
    """Says that a period may be shortened, why, and that an official must sign."""
    params: dict[str, str | int] = {
        "precedent": shortening.precedent,
        "on": shortening.cleared_on.isoformat(),
        "days": shortening.days,
    }
    if shortening.ends_on is not None:
        said = message("report.shortening.running", last=shortening.ends_on.isoformat(), **params)
    else:
        said = message("report.shortening.before", **params)
    id = f"report.act.{shortening.act}"
    act = say_id(id, lang) if knows(id, lang) else visible(shortening.act)
    return (
        with_article(said, shortening.article, lang),
        say_id("report.shortening.sign", lang, act=act),
    )


def feeds_text(assessment: Assessment, lang: str) -> str:
    """Says how many sources were used and from when they are."""
    days = sorted(feed.published_on for feed in assessment.feeds if feed.published_on)
    if not days:
        return say_id("report.feeds.none", lang)
    first, last = days[0].isoformat(), days[-1].isoformat()
    if first == last:
        return say_id("report.feeds.one_day", lang, n=len(assessment.feeds), on=first)
    return say_id("report.feeds.all", lang, n=len(assessment.feeds), first=first, last=last)


def rules_text(assessment: Assessment, lang: str) -> str:
    """Names the rules, and up to which day they were compared with the law."""
    inputs = assessment.inputs
    reasons = [reason for duty in assessment.duties for reason in duty.reasons]
    verified = verified_text((reason.verified_to for reason in reasons), lang)
    names = {"regime": inputs.regime, "version": inputs.regime_version}
    if verified:
        return say_id("report.rules.verified", lang, verified=verified, **names)
    return say_id("report.rules", lang, **names)


def notice_text(assessment: Assessment, lang: str) -> str:
    """Says what an assessment is worth."""
    if assessment.purpose == "official":
        return say_id("report.notice.official", lang)
    suffix = ".statutory" if is_statutory(assessment) else ""
    return say_id(f"report.notice{suffix}", lang)


def compared_line(assessment: Assessment, lang: str) -> str:
    """Says up to which day the rules behind the duties were compared with the law."""
    reasons = (reason for duty in assessment.duties for reason in duty.reasons)
    return verified_text((reason.verified_to for reason in reasons), lang)
