"""One scalar of a filing: text in, value out, or the message that says what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from sekisho.model.values.country import read_country
from sekisho.model.values.message import Message, message
from sekisho.model.values.ratio import Ratio
from sekisho.read.dates import NotADateError, read_date
from sekisho.read.filing.meaning import Meaning
from sekisho.read.shape import Shape

_YES = frozenset({"yes", "true", "y", "はい", "有", "有り", "あり", "○", "〇"})
_NO = frozenset({"no", "false", "n", "いいえ", "無", "無し", "なし", "×"})
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_CORPORATE_NUMBER = re.compile(r"\d{13}\Z")
_LEI = re.compile(r"[A-Z0-9]{18}\d{2}\Z")
_COUNT = re.compile(r"[1-9]\d{0,5}\Z")
_BARE_NUMBER = re.compile(r"\d+([.,]\d+)?\Z")
_LONGEST_QUOTE = 60

Scalar = str | bool | date | Ratio | int


class WrongScalarError(ValueError):
    """A scalar cannot be read; `message` says why and `remedy` what to write instead."""

    def __init__(self, wrong: Message, remedy: Message | None = None) -> None:
        super().__init__(wrong.id)
        self.message = wrong
        self.remedy = remedy or message(f"{wrong.id}.remedy")


def quote(text: str) -> str:
    """Shortens text from an input so that it can be shown in a message of one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[: _LONGEST_QUOTE - 1]}…"


def read_scalar(text: str, shape: Shape, meaning: Meaning) -> Scalar:
    """Reads a stated (not empty) scalar; raises `WrongScalarError`.

    Widths are normalised (NFKC) in dates, ratios, words, codes and countries, never in names.
    """
    if shape.kind == "date":
        return _read_date(text)
    if shape.kind == "boolean":
        return _read_boolean(text)
    if shape.kind == "ratio":
        return _read_ratio(text)
    if shape.kind == "count":
        return _read_count(text)
    if shape.kind == "word":
        return _read_word(text, shape.words)
    return _read_text(text, meaning)


def _read_date(text: str) -> date:
    try:
        return read_date(text)
    except NotADateError as error:
        raise WrongScalarError(message(f"filing.date_{error.why}", text=quote(text))) from error


def _read_boolean(text: str) -> bool:
    word = _narrow(text).casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise WrongScalarError(message("filing.not_yes_or_no", text=quote(text)))


def _read_ratio(text: str) -> Ratio:
    narrow = _narrow(text)
    try:
        ratio = Ratio.parse(narrow)
    except ValueError as error:
        bare = _BARE_NUMBER.match(narrow)
        kind = "filing.ratio_without_percent" if bare else "filing.not_a_ratio"
        raise WrongScalarError(message(kind, text=quote(text))) from error
    if ratio > 1:
        raise WrongScalarError(message("filing.ratio_over_whole", text=quote(text)))
    return ratio


def _read_count(text: str) -> int:
    narrow = _narrow(text)
    if not _COUNT.match(narrow):
        raise WrongScalarError(message("filing.not_a_count", text=quote(text)))
    return int(narrow)


def _read_word(text: str, words: tuple[str, ...]) -> str:
    word = re.sub(r"[\s-]+", "_", _narrow(text).casefold())
    if word in words:
        return word
    raise WrongScalarError(
        message("filing.not_a_word", text=quote(text)),
        message("filing.not_a_word.remedy", words=words),
    )


def _read_text(text: str, meaning: Meaning) -> str:
    if any(_is_forbidden(char) for char in text):
        raise WrongScalarError(message("filing.control_character"))
    if meaning == "words":
        return text.strip()
    narrow = _narrow(text)
    if meaning == "country":
        code = read_country(narrow)
        if code is None:
            raise WrongScalarError(message("filing.not_a_country", text=quote(text)))
        return code
    if meaning == "sha256":
        return _matching(narrow.casefold(), _SHA256, "filing.not_a_sha256", text)
    if meaning == "corporate_number":
        digits = re.sub(r"[\s-]", "", narrow)
        return _matching(digits, _CORPORATE_NUMBER, "filing.not_a_corporate_number", text)
    if meaning == "lei":
        return _matching(narrow.upper(), _LEI, "filing.not_a_lei", text)
    return narrow


def _matching(value: str, pattern: re.Pattern[str], wrong: str, text: str) -> str:
    if pattern.match(value):
        return value
    raise WrongScalarError(message(wrong, text=quote(text)))


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


_NO_TEXT = "\ufffe\uffff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Noncharacters, and the controls that embed, override or isolate the direction of text."""


def _is_forbidden(char: str) -> bool:
    """Control characters, lone surrogates and U+FFFE, U+FFFF cannot be shown or written back;
    what turns the order of others around makes a name look like another one.
    """
    if char in "\n\t":
        return False
    return unicodedata.category(char) in ("Cc", "Cs") or char in _NO_TEXT
