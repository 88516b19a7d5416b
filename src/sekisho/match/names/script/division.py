"""A folded name divided into its words and its legal forms."""

from __future__ import annotations

import re

import msgspec
from msgspec.structs import replace

from sekisho.match.names.parts import SMALL_ROLES, LegalForm, Word
from sekisho.match.names.script.arabic import ARTICLE
from sekisho.match.names.script.disguise import undisguised
from sekisho.match.names.script.folding import LONGEST_NAME, Folded, Note, Script, script_of
from sekisho.match.names.script.forms import inside_forms, without_word_forms
from sekisho.match.names.script.lattice import pinyin
from sekisho.match.names.script.segments import segments
from sekisho.match.names.script.word_making import make_word
from sekisho.match.names.words import figures, vocabulary

_UNSPACED: frozenset[Script] = frozenset({"han", "kana", "hangul"})
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u1fff"
_WORD = re.compile(
    r"(?P<dotted>(?<!\w)[^\W\d_](?:\.[^\W\d_](?!\w))+)"
    rf"|[^\W_][^\W_{_MARKS}]*(?:[{_MARKS}’'`ʼ‘ʻ´]+[^\W_]+|[{_MARKS}])*"
)
_COMPANY = re.compile(r"\s?[.,]\s?,?\s?l(?:td|imited)\b")
_ENUMERATOR = re.compile(r"\s*[(（](?:[a-zａ-ｚ]|[ivx]{1,4}|\d{1,2})[)）](?=.*[^\W\d_]{2})")
"""The number of a name in a list of names: `(b)`."""

_OF_GOD = ("له", "ه")
_POSSESSIVE = re.compile("['’`ʼ]s$")
_JOINERS = re.compile("[.’'`ʼ‘ʻ´]")
_MOST_WORDS = 60
_LONGEST_PERSON = 3
_SIMPLIFIED = frozenset(
    "华为业东车马鱼龙鸟风飞师书买卖门问间闻阳阴陈陆队际险难题颜饭饮馆骆验鲁鸡齐齿网络软项页领频额饰驰骏财责贤货质贩"
    "贫购贯贷贸费贺赛赞赢轨转轮轴轻载辅辉辆输辽达迁过迈运还进远违连迟适选递逻遗邮邻郑释钟钢铁铜银锋锦键锐错锡镇长张"
    "刘杨吴赵孙罗韩冯邓谢许苏吕蒋卢严乐习侨兴兰军农冲决况冻净减凤击创别剂劳势动务厂厅历压厦县发变叹吨启员响园围图圆"
    "圣场块坚坛坝坟垄"
)
_NUMERAL_NAMES = frozenset({"xi", "vi", "ix"})
_NUMERALS = {"i": "1", "v": "5", "x": "10"}


class Piece(msgspec.Struct, frozen=True):
    """A run of letters with or without spaces between words, and its span in the folded text."""

    text: str
    script: Script
    start: int
    end: int


def divide(
    written: str, folded: Folded
) -> tuple[tuple[Word, ...], tuple[LegalForm, ...], tuple[Note, ...]]:
    """Gives the words, the legal forms taken out and what was seen on the way."""
    bare, spans = inside_forms(folded.text)
    forms = [
        LegalForm(kind, written[slice(*folded.span(a, b))], *folded.span(a, b))
        for kind, a, b in spans
    ]
    words: list[Word] = []
    begun = _ENUMERATOR.match(bare)
    for match in _WORD.finditer(bare, begun.end() if begun else 0):
        run = match.group()
        company = _COMPANY.match(bare, match.end()) if run.endswith("co") else None
        at = match.start()
        if company and len(run) > _SHORTEST_GLUED:
            words.extend(_words_of(run[:-2], at, written, folded))
            run, at = "co", match.end() - 2
        words.extend(_words_of(run, at, written, folded))
        if len(words) > _MOST_WORDS:
            break
    if "公司" in folded.text or not _SIMPLIFIED.isdisjoint(written[:LONGEST_NAME]):
        words = [_pinyin_first(word) for word in words]
    kept, found = without_word_forms(_joined_numbers(words))
    forms.extend(
        LegalForm(kind, written[group[0].start : group[-1].end], group[0].start, group[-1].end)
        for kind, group in found
    )
    forms.sort(key=lambda form: form.start)
    notes = tuple(dict.fromkeys(note for word in kept for note in _notes(word)))
    return _with_persons(tuple(kept), has_form=bool(forms)), tuple(forms), notes


def _notes(word: Word) -> tuple[Note, ...]:
    if not word.disguised:
        return ()
    return ("digits_as_letters",) if any(c.isdigit() for c in word.written) else ("look_alikes",)


def _words_of(run: str, start: int, written: str, folded: Folded) -> list[Word]:
    """Divides a run between spaces into words of one script each."""
    if run.isascii():
        text = run if run.isalnum() else _JOINERS.sub("", _owner(run))
        begin, end = folded.span(start, start + len(run))
        if text.isalpha() and len(text) > _SHORTEST_GLUED:
            glued = _glued(written[begin:end], text)
            if glued:
                return [
                    make_word(text[:glued], text[:glued], "latin", (begin, begin + glued)),
                    make_word(text[glued:], text[glued:], "latin", (begin + glued, end)),
                ]
        return undisguised(text, run, (begin, end))
    words: list[Word] = []
    for piece in _pieces(run, start):
        if piece.script in _UNSPACED:
            for text, at, script in segments(piece.text):
                span = folded.span(piece.start + at, piece.start + at + len(text))
                words.append(make_word(text, text, script, span))
        else:
            text, start_at = _JOINERS.sub("", _owner(piece.text)), piece.start
            if _has_article(text):
                text, start_at = text.removeprefix(ARTICLE), piece.start + len(ARTICLE)
            span = folded.span(start_at, piece.end)
            words.extend(undisguised(text, piece.text[start_at - piece.start :], span))
    return [word for word in words if word.text]


def _has_article(text: str) -> bool:
    """Says whether a word begins with the article; in the name of God it is none."""
    rest = text.removeprefix(ARTICLE)
    return len(rest) > 1 and rest != text and not rest.startswith(_OF_GOD)


def _owner(run: str) -> str:
    """Gives a word of general meaning without the ending of the owner: `China's`, `People's`."""
    bare = _POSSESSIVE.sub("", run)
    known = vocabulary()
    tables = (known.terms, known.notions, known.places)
    return bare if bare != run and any(bare in table for table in tables) else run


_SHORTEST_GLUED = 4
_GLUED = re.compile(r"[a-z]([A-Z][A-Za-z]{0,14})$")


def _glued(original: str, text: str) -> int:
    """Says where a legal form begins that was written without a space: `KestavelAG`."""
    if original.islower() or original.isupper():
        return 0
    found = _GLUED.search(original)
    if found is None or len(original) != len(text):
        return 0
    at = found.start(1)
    tail = text[at:]
    if tail in vocabulary().terms or without_word_forms([_bare(text[:at]), _bare(tail)])[1]:
        return at
    return 0


def _bare(text: str) -> Word:
    return Word(text, text, "core", "latin")


def _pieces(run: str, start: int) -> list[Piece]:
    pieces: list[Piece] = []
    for at, character in enumerate(run):
        script = script_of(character)
        last = pieces[-1] if pieces else None
        unspaced = (script in _UNSPACED, last is not None and last.script in _UNSPACED)
        if last and (not character.isalnum() or all(unspaced) or not any(unspaced)):
            kept = script if last.script == "number" and character.isalnum() else last.script
            pieces[-1] = Piece(last.text + character, kept, last.start, start + at + 1)
        else:
            pieces.append(Piece(character, script, start + at, start + at + 1))
    return pieces


def _pinyin_first(word: Word) -> Word:
    """Lets pinyin lead where a name is Chinese: its characters have Japanese readings too."""
    spelt = pinyin(word.written) if word.script == "han" and word.telling else ""
    if not spelt or spelt == word.text or word.written in vocabulary().readings:
        return word
    others = tuple(way for way in (word.text, *word.others) if way != spelt)
    return replace(word, text=spelt, sound=spelt, others=others)


def _joined_numbers(words: list[Word]) -> list[Word]:
    """Joins the tens and the ones of a number in words: `Forty-Four`, `Forty 4`."""
    joined: list[Word] = []
    for word in words:
        last = joined[-1] if joined else None
        if last and last.role == word.role == "number" and _is_tens(last) and len(word.text) == 1:
            text = str(int(last.text) + int(word.text))
            written = f"{last.written} {word.written}"
            joined[-1] = replace(last, text=text, written=written, end=word.end)
        else:
            joined.append(word)
    return joined


def _is_tens(word: Word) -> bool:
    return len(word.text) == 2 and word.text[1] == "0" and not word.written.isdigit()


def _with_persons(words: tuple[Word, ...], *, has_form: bool) -> tuple[Word, ...]:
    """Names the parts of a personal name; a name with a legal form or a business term is a
    firm's, whatever family it is called after.
    """
    words = _with_last_numeral(words)
    if not has_form and len(words) == 1:
        words = _family_and_given(words[0])
    whole = [word for word in words if word.role not in SMALL_ROLES]
    if has_form or len(whole) < 2 or any(w.role in ("term", "place", "number") for w in whole):
        return words
    if not any(word.groups for word in whole):
        return words
    return tuple(_person_word(word, word is whole[-1]) for word in words)


def undivided(words: tuple[Word, ...]) -> Word | None:
    """Gives a personal name in characters as one word again, `None` for another name: `柳井正`
    is divided as Chinese names are, and Japanese family names have two characters.
    """
    if [word.role for word in words] != ["family", "given"]:
        return None
    family, given = words
    if family.script != "han" or given.script != "han" or family.end != given.start:
        return None
    text = family.written + given.written
    return make_word(text, text, "han", (family.start, given.end))


def _family_and_given(word: Word) -> tuple[Word, ...]:
    """Divides a Chinese or Korean personal name written without a space: family name first.

    Four characters are rather Japanese, and stay together.
    """
    text = word.written
    known = vocabulary().people.get(text[:1])
    fits = word.script in ("han", "hangul") and 1 < len(text) <= _LONGEST_PERSON
    if not fits or word.role != "core" or not known or text in vocabulary().readings:
        return (word,)
    middle = word.start + 1
    family = make_word(text[:1], text[:1], word.script, (word.start, middle))
    given = make_word(text[1:], text[1:], word.script, (middle, word.end))
    if family.role != "core" or given.role != "core":
        return (word,)
    return replace(family, role="family"), replace(given, role="given")


def _with_last_numeral(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Reads a single I, V or X behind business words as the number of a fund or a series, and
    the `Xi` that begins a name as a name.
    """
    if len(words) > 1 and words[0].written in _NUMERAL_NAMES:
        name = words[0].written
        weight = figures()["weight_core"] * figures()["letters_2"] // 1000
        first = replace(words[0], role="core", text=name, sound=name, weight=weight)
        words = (first, *words[1:])
    number = _NUMERALS.get(words[-1].text) if words else None
    if number is None or not any(word.role in ("term", "place") for word in words[:-1]):
        return words
    last = replace(words[-1], role="number", text=number, weight=figures()["weight_number"])
    return (*words[:-1], last)


def _person_word(word: Word, last: bool) -> Word:  # noqa: FBT001
    if not word.groups or word.role != "core":
        return word
    return replace(word, role="family" if last else "given")
