"""What classes, facts and questions are called in a language."""

from __future__ import annotations

from datetime import date

from sekisho.desk.triage.questions import Question
from sekisho.desk.triage.updates import Planned
from sekisho.model.operator.memo import Fact, Memo
from sekisho.model.operator.update import Update
from sekisho.regime.pack import Regime
from sekisho.report.catalogue import knows, say_date, say_id, visible


def class_text(id: str, lang: str) -> str:
    """Names a class."""
    return say_id(f"triage.class.{id}", lang)


def fact_name(name: str, lang: str) -> str:
    """Names a fact as the sheet of updates or the register does."""
    record = "RegisterEntry"
    if name == "entrustment_cleared":
        record = "Change"
    elif name in Update.__struct_fields__ and name != "entrustment":
        record = "Update"
    return say_id(f"field.{record}.{name}", lang)


def fact_value(fact: Fact, regime: Regime, lang: str) -> str:
    """Says the value of a fact; a kind of facility by its title in the rule pack."""
    if fact.kind == "day":
        return say_date(date.fromisoformat(fact.value), lang)
    if fact.kind == "word":
        return word_text(fact.value, lang)
    if fact.name == "facility_kind":
        titles = {row.id: row.title.said_in(lang) for row in regime.facilities}
        return titles.get(fact.value) or visible(fact.value)
    return visible(fact.value)


def word_text(word: str, lang: str) -> str:
    """Says a word of an answer, one of the sheets or one of ours."""
    own = f"triage.word.{word}"
    return say_id(own if knows(own, lang) else f"word.{word}", lang)


def confirmed_text(memo: Memo, lang: str) -> str:
    """Says who confirmed, when, and for how many updates at once."""
    if not memo.confirmed_by:
        return say_id("triage.confirmed.nobody", lang)
    kind = "sheet"
    if memo.question:
        kind = "together" if memo.confirmed_with > 1 else "alone"
    return say_id(
        f"triage.confirmed.{kind}",
        lang,
        name=memo.confirmed_by,
        on=memo.confirmed_on.isoformat() if memo.confirmed_on else "",
        n=memo.confirmed_with,
        question=memo.question,
    )


def confirmed_short(memo: Memo, lang: str) -> str:
    """Says in a few words who confirmed, when, and for how many updates at once."""
    if not memo.confirmed_by:
        return ""
    kind = "many" if memo.confirmed_with > 1 else "one"
    return say_id(
        f"triage.confirmed.short.{kind}",
        lang,
        name=memo.confirmed_by,
        on=memo.confirmed_on.isoformat() if memo.confirmed_on else "",
        n=memo.confirmed_with,
    )


def component_text(memo: Memo) -> str:
    """Names a component."""
    return visible(memo.name or memo.component)


def versions_text(memo: Memo) -> str:
    """Gives both versions."""
    return visible(" → ".join(filter(None, (memo.version_before, memo.version_after))))


def question_text(question: Question, lang: str) -> str:
    """Says a question in one sentence."""
    said = question.said
    params = dict(said.params)
    params["nature"] = word_text(str(params["nature"]), lang)
    return say_id(said.id, lang, **params)


def missing_text(path: str, lang: str) -> str:
    """Names a fact that is missing, by its heading on the sheet, in the register or in a filing."""
    record, _, name = path.rpartition(".")
    heads = (
        f"field.Update.{name}",
        f"field.RegisterEntry.{name}",
        f"field.RegisterEntry.{record}_{name}",
        f"field.Register.{name}",
        f"field.{record.title()}.{name}",
        f"field.Filing.{name}",
    )
    return next((say_id(id, lang) for id in heads if knows(id, lang)), visible(path))


def update_text(planned: Planned) -> str:
    """Names an update: its number, the component, both versions."""
    entry, update = planned.entry, planned.update
    versions = " → ".join(filter(None, (entry.version, update.version)))
    return visible(f"{update.id}: {entry.name or entry.component} {versions}")


def look_text(memo: Memo, lang: str) -> str:
    """Says in a few words how many flaws are known and how many places there are to look at."""
    parts = []
    if memo.flaws:
        parts.append(say_id("triage.look.flaws", lang, n=len(memo.flaws)))
    if memo.hints:
        parts.append(say_id("triage.look.hints", lang, n=len(memo.hints)))
    return ("、" if lang == "ja" else ", ").join(parts)
