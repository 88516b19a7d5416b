"""Countries and regions by their ISO 3166-1 alpha-2 code, with names in both languages."""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

Lang = Literal["en", "ja"]


class Country(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of `countries.csv`: the codes, and the names by which a person may write it."""

    code: str
    alpha3: str
    en: str
    ja: str
    other_names: tuple[str, ...]


@cache
def countries() -> dict[str, Country]:
    """Gives every country and region by its alpha-2 code, in the order of the codes.

    These are the 249 officially assigned codes of ISO 3166-1 and `XK`, which the standard leaves
    to its users and everyone uses for Kosovo.
    """
    text = (files("sekisho.model.values") / "countries.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        row["code"]: Country(
            row["code"],
            row["alpha3"],
            row["en"],
            row["ja"],
            tuple(name for name in row["other_names"].split(";") if name),
        )
        for row in rows
    }


def country_name(code: str, lang: str) -> str:
    """Names the country in English or Japanese; an unknown code is given back as it is."""
    country = countries().get(code)
    if country is None:
        return code
    return country.ja if lang == "ja" else country.en


def read_country(text: str) -> str | None:
    """Gives the alpha-2 code for a code (two or three letters) or an exact name.

    Names are compared without regard to case, accents, width, full stops or a leading "the";
    nothing is guessed: a name that is not in the table gives `None`.
    """
    return _by_name().get(_fold(text))


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for country in countries().values():
        for name in (country.en, country.ja, *country.other_names):
            found.setdefault(_fold(name), country.code)
    for country in countries().values():
        found[_fold(country.alpha3)] = country.code
        found[_fold(country.code)] = country.code
    return found


def _fold(text: str) -> str:
    """Takes away what does not tell two country names apart.

    Kana voicing marks are kept: only marks on Latin letters are dropped.
    """
    wide = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(
        char for char in unicodedata.normalize("NFD", wide) if not "\u0300" <= char <= "\u036f"
    )
    words = unicodedata.normalize("NFC", bare).replace(".", "").replace("’", "'")
    words = words.replace("&", " and ").replace(",", " ").replace("-", " ")
    parts = ["saint" if word == "st" else word for word in words.split()]
    if len(parts) > 1 and parts[0] == "the":
        del parts[0]
    return " ".join(parts)
