"""What a list is told by: the beginning of a file shows its publisher's form, whatever its name."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sekisho.model.errors import InputError, Place
from sekisho.model.values.message import message
from sekisho.read.guarded_xml import root_of
from sekisho.read.limits import FEED
from sekisho.read.lists.ftm import is_ftm
from sekisho.read.lists.published import day_first, day_of
from sekisho.read.lists.tables import csl, dpl, eu, opensanctions
from sekisho.read.lists.xml import eu as eu_xml
from sekisho.read.lists.xml import ofac_advanced, ofac_sdn, uk, un

FormName = Literal[
    "csl-json",
    "csl-table",
    "dpl",
    "eu-table",
    "eu-xml",
    "ftm",
    "ofac-advanced",
    "ofac-xml",
    "targets",
    "uk-consolidated",
    "uk-consolidated-table",
    "uk-table",
    "uk-xml",
    "un-xml",
]
_HEADING_WITHIN = 10
_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_PAGE_WITHIN = 1000
_UK, _UK_CONSOLIDATED = ("unique id", "name 6"), ("group id", "name 6")


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a list, and the day of it where its beginning states one."""

    name: FormName
    day: date | None = None


def form_of(start: bytes, file: str) -> Form | None:
    """Tells the form of a list by how its file begins; None when it is none.

    Raises `InputError` for a web page, for a PDF, and for XML with a document type.
    """
    text = start.removeprefix(BOM_UTF8).lstrip()
    if _PAGE.search(text[:_PAGE_WITHIN]):
        raise InputError(message("lists.web_page"), place=Place(file=file))
    if text.startswith(b"%PDF-"):
        raise InputError(message("lists.pdf"), place=Place(file=file))
    if text.startswith(b"<"):
        return _xml(start, file)
    if text.startswith((b"{", b"[")):
        return _json(text)
    return _table(text)


def _xml(start: bytes, file: str) -> Form | None:
    found = root_of(start, file, FEED)
    if found is None:
        return None
    space, root = found
    if root.name == eu_xml.ROOT and space == eu_xml.SPACE:
        return Form("eu-xml", day_of(root.attributes.get("generationDate", "")))
    if root.name == un.ROOT:
        return Form("un-xml", day_of(root.attributes.get("dateGenerated", "")))
    told = _XML.get(root.name)
    if told is None:
        return None
    name, pattern, read = told
    day = pattern.search(start)
    return Form(name, read(day.group(1).decode("ascii", "replace")) if day else None)


def _issued(text: str) -> date | None:
    """The day in the parts of `DateOfIssue`."""
    parts = re.findall(r"<(?:Year|Month|Day)>(\d+)</", text)
    try:
        return date(*map(int, parts)) if len(parts) == 3 else None
    except ValueError:
        return None


_XML: dict[str, tuple[FormName, re.Pattern[bytes], Callable[[str], date | None]]] = {
    ofac_sdn.ROOT: ("ofac-xml", re.compile(rb"<Publish_Date>([^<]{1,20})<"), day_of),
    ofac_advanced.ROOT: (
        "ofac-advanced",
        re.compile(rb"<DateOfIssue[^>]*>(.{1,300}?)</DateOfIssue>", re.DOTALL),
        _issued,
    ),
    uk.ROOT: ("uk-xml", re.compile(rb"<DateGenerated>([^<]{1,30})<"), day_first),
    uk.CONSOLIDATED_ROOT: (
        "uk-consolidated",
        re.compile(rb"<DateGenerated>([^<]{1,30})<"),
        day_first,
    ),
}


def _json(text: bytes) -> Form | None:
    if csl.is_csl(text):
        return Form("csl-json")
    if b'"schema"' in text and b'"properties"' in text and is_ftm(text.split(b"\n", 1)[0]):
        return Form("ftm")
    return None


def _table(text: bytes) -> Form | None:
    lines = text.decode("latin-1").splitlines()[:_HEADING_WITHIN]
    for at, line in enumerate(lines):
        for name, headings, delimiter in _TABLES:
            cells = [cell.strip(' "').lower() for cell in line.split(delimiter)]
            if all(heading in cells for heading in headings):
                return Form(name, _day_above(lines[:at]) or _day_below(name, lines[at + 1 :]))
    return None


_TABLES: tuple[tuple[FormName, tuple[str, ...], str], ...] = (
    ("csl-table", csl.HEADINGS, ","),
    ("dpl", dpl.HEADINGS, "\t"),
    ("eu-table", eu.HEADINGS, ";"),
    ("targets", opensanctions.HEADINGS, ","),
    ("uk-table", _UK, ","),
    ("uk-consolidated-table", _UK_CONSOLIDATED, ","),
)


def _day_above(lines: list[str]) -> date | None:
    """`Report Date: 13-Feb-2026` and `Last Updated,27/04/2020` stand above the headings."""
    days = (day_first(line.replace("-", " ")) or day_first(line) for line in lines)
    return next(filter(None, days), None)


def _day_below(name: FormName, lines: list[str]) -> date | None:
    """The European Union writes the day of the file into every row."""
    return day_first(lines[0].split(";")[0]) if name == "eu-table" and lines else None
