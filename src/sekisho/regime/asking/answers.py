"""Answers of a person, from options, a file, a terminal or a page, turned into values."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from sekisho.model.errors import Place, UsageError
from sekisho.model.values.amount import Amount
from sekisho.model.values.message import message
from sekisho.model.values.ratio import Ratio
from sekisho.read.files import read_bytes
from sekisho.read.limits import FILING
from sekisho.read.tree import load_yaml
from sekisho.regime.asking.designated import YEAR
from sekisho.regime.asking.questions import AnswerKind
from sekisho.regime.facts import moment, newly_covered, stated
from sekisho.regime.pack import Regime
from sekisho.regime.rules.vocabulary import CASE, Value
from sekisho.regime.words import find_id

DESIGNATED = "designated"
_YES = frozenset({"yes", "y", "true", "はい", "有", "有り", "あり", "該当", "○", "〇"})
_NO = frozenset({"no", "n", "false", "いいえ", "無", "無し", "なし", "非該当", "×"})
_UNKNOWN = frozenset({"", "?", "unknown", "不明", "分からない", "わからない"})
_WORDS = frozenset({"sector", "authority", "facility.kind", "entrustment.works"})
"""What is answered with a word of the pack (of works with several), and becomes another fact."""


def read_answers(given: tuple[str, ...], file: Path | None) -> dict[str, str]:
    """Reads `FACT=VALUE` and a YAML file of them; raises `UsageError` for what is neither."""
    answers: dict[str, str] = {}
    if file is not None:
        read = load_yaml(read_bytes(file, FILING), str(file))
        if not isinstance(read, dict) or not all(isinstance(v, str) for v in read.values()):
            raise UsageError(
                message("duty.bad_answers"),
                place=Place(file=str(file)),
                hint=message("duty.bad_answers.remedy"),
            )
        answers.update(read)
    for text in given:
        name, sign, value = text.partition("=")
        if not sign:
            raise UsageError(
                message("duty.bad_answer", text=text), hint=message("duty.bad_answers.remedy")
            )
        name, value = name.strip(), value.strip()
        if answers.setdefault(name, value) != value:
            raise answered_twice(name, answers[name], value)
    return answers


def answered_twice(name: str, first: str, second: str) -> UsageError:
    """Gives the error of two answers to one question: which one is meant cannot be guessed."""
    return UsageError(
        message("duty.answered_twice", fact=name, first=first, second=second),
        hint=message("duty.answered_twice.remedy"),
    )


def _plain(said: str) -> str:
    """An answer as it is compared: widths normalised, without a full stop."""
    return unicodedata.normalize("NFKC", said).strip().rstrip("。.").casefold()


def is_unknown(said: str) -> bool:
    """Says whether an answer is that the person does not know."""
    return _plain(said) in _UNKNOWN


def yes_or_no(name: str, said: str) -> bool:
    """Reads yes or no; raises `UsageError` for anything else."""
    word = _plain(said)
    if word in _YES or word in _NO:
        return word in _YES
    raise _wrong(name, said, "bool")


def read_value(name: str, said: str, kind: AnswerKind) -> Value | Ratio:
    """Reads an answer of a kind; raises `UsageError` for one that is of another."""
    said = said.strip()
    plain = unicodedata.normalize("NFKC", said)
    try:
        if kind == "bool":
            return yes_or_no(name, said)
        if kind == "int":
            return int(plain)
        if kind == "day":
            return moment(date.fromisoformat(plain))
        if kind == "share":
            share = Ratio.parse(plain)
            if share > 1:
                raise _wrong(name, said, "whole")
            return share
    except ValueError as error:
        raise _wrong(name, said, kind) from error
    if kind == "texts":
        return list(_several(said))
    return said


def kind_of(name: str) -> AnswerKind:
    """Says of what kind the answer for a fact is; raises `UsageError` for an unknown fact."""
    shares = tuple(each.removesuffix(".num") for each in CASE if each.endswith(".num"))
    if name in shares:
        return "share"
    if name in CASE:
        return CASE[name]
    known = (*CASE, *shares, *_WORDS, DESIGNATED)
    near = tuple(get_close_matches(name, known, n=3, cutoff=0.5))
    raise UsageError(
        message("duty.unknown_fact", fact=name),
        hint=message("duty.unknown_fact.remedy", near=near or (DESIGNATED, "facility.critical")),
    )


def from_words(regime: Regime, answers: Mapping[str, str]) -> dict[str, Value]:
    """Turns words of the pack (sector, authority, kind of facility, works) into facts."""
    facts: dict[str, Value] = {}
    sector = find_id(regime.sectors, answers.get("sector", ""))
    authority = find_id(regime.authorities, answers.get("authority", ""))
    if in_charge := authority or regime.authority_of(sector):
        facts["filing.authority"] = in_charge
    kind = find_id(regime.facilities, answers.get("facility.kind", ""))
    for row in regime.facilities:
        if kind and row.id == kind:
            facts["facility.critical"] = row.critical
    works = _several(answers.get("entrustment.works", ""))
    told = [
        *((name, answers.get(name, "")) for name in ("sector", "authority", "facility.kind")),
        *(("entrustment.works", work) for work in works),
    ]
    known = {"sector": sector, "authority": authority, "facility.kind": kind}
    for name, word in told:
        found = known[name] if name in known else find_id(regime.works, word)
        if word and not found:
            raise UsageError(
                message("duty.unknown_word", name=name, word=word),
                hint=message("duty.unknown_word.remedy", regime=regime.id),
            )
    entrusted = tuple(find_id(regime.works, work) for work in works)
    return facts | stated(newly_covered(regime, kind, entrusted))


def _several(said: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in said.replace("、", ",").split(",") if word.strip())


def read_business(regime: Regime, name: str, said: str) -> str:
    """Reads an answer about the business; raises `UsageError` for one nothing can be judged by."""
    _check_name(regime, name)
    if is_unknown(said):
        return ""
    if name == YEAR:
        try:
            return date.fromisoformat(said.strip()).isoformat()
        except ValueError as error:
            raise _wrong(name, said, "day") from error
    if name.startswith("status."):
        return "yes" if yes_or_no(name, said) else "no"
    if name.startswith("figure."):
        try:
            _, _, year = name.partition("@")
            if year:
                date.fromisoformat(year)
            return str(Amount.parse(said))
        except ValueError as error:
            raise _wrong(name, said, "amount") from error
    known = {row.business: row.title for row in regime.designations.criteria}
    for kind, title in known.items():
        if said in {kind, title.ja, title.en}:
            return kind
    words = [word for kind, title in known.items() for word in (kind, title.ja, title.en)]
    near = tuple(get_close_matches(said, words, n=3, cutoff=0.5))
    remedy = "duty.unknown_business.near" if near else "duty.unknown_word.remedy"
    raise UsageError(
        message("duty.unknown_word", name=name, word=said),
        hint=message(remedy, near=near, regime=regime.id),
    )


def _check_name(regime: Regime, name: str) -> None:
    """A figure or status no row of the pack knows would be judged by nobody."""
    rows = regime.designations
    known = {f"figure.{row.id}" for row in rows.quantities}
    known |= {f"status.{row.id}" for row in rows.statuses}
    asked = name.partition("@")[0]
    if asked.startswith(("figure.", "status.")) and asked not in known:
        near = tuple(get_close_matches(asked, sorted(known), n=3, cutoff=0.5))
        raise UsageError(
            message("duty.unknown_fact", fact=name),
            hint=message("duty.unknown_fact.remedy", near=near)
            if near
            else message("duty.unknown_word.remedy", regime=regime.id),
        )


def is_word(name: str) -> bool:
    """Says whether an answer is a word of the pack that becomes another fact."""
    return name in _WORDS


def _wrong(name: str, said: str, kind: str) -> UsageError:
    return UsageError(
        message("duty.wrong_kind", fact=name, said=said), hint=message(f"duty.wrong_kind.{kind}")
    )
