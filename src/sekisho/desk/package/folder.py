"""The files of a package, and the manifest that names them by digest."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Literal

from sekisho.desk.package.copies import place_copies
from sekisho.desk.package.cover import make_cover, write_cover_text
from sekisho.desk.package.form import form_numbers, make_form
from sekisho.desk.package.review import lacks, make_review, open_points
from sekisho.desk.package.view import Copy, Vetted, View
from sekisho.desk.paper.html import write_html
from sekisho.desk.paper.sheet import Sheet
from sekisho.model.canonical import canonical_bytes
from sekisho.model.values.record import Record

MANIFEST = "manifest.json"
ASSESSMENT = "assessment.json"

Part = Literal["filing", "cover_note", "review", "assessment", "evidence"]
Print = Callable[[Sheet], bytes | None]
"""Prints a sheet, or gives nothing and keeps the reason itself."""


class PackedFile(Record, frozen=True, kw_only=True):
    """One file of a package: what it is, for whom, and its digest."""

    path: str
    sha256: str
    part: Part
    copy: Copy | None = None
    lang: str = ""


class PackedAuthority(Record, frozen=True, kw_only=True):
    """What was made for one authority; `missing` and `open` count what completeness found."""

    id: str
    forms: tuple[str, ...] = ()
    missing: int = 0
    open: int = 0


class Manifest(Record, frozen=True, kw_only=True, tag_field="schema", tag="sekisho/package/1"):
    """What a package holds and what it was made from."""

    on: date
    reference: str = ""
    fictional: bool = False
    regime: str
    version: str
    regime_sha256: str
    filing_sha256: str
    assessment_sha256: str
    engine: str
    authorities: tuple[PackedAuthority, ...]
    files: tuple[PackedFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be made: for whom, in which languages and copies; no PDF without a printer."""

    authorities: tuple[str, ...]
    languages: tuple[str, ...] = ("ja", "en")
    copies: tuple[Copy, ...] = ("authority", "shareable")
    print: Print | None = None


def make_package(vetted: Vetted, wish: Wish) -> tuple[dict[str, bytes], Manifest]:
    """Gives every file of a package by its path, the manifest last, and what that says.

    Evidence is named in the manifest only, with the digest it was read with: `place_copies` tells
    from where to where it is copied. It goes with the copy for the authority.
    The same case, wish and printer always give the same bytes.
    """
    files: dict[str, bytes] = {ASSESSMENT: canonical_bytes(vetted.assessment)}
    packed = [PackedFile(path=ASSESSMENT, sha256=_digest(files[ASSESSMENT]), part="assessment")]
    authorities = []
    for authority in wish.authorities:
        for row, data in _files(vetted, authority, wish):
            files[row.path] = data
            packed.append(row)
        view = View(vetted, authority, wish.languages[0], "authority")
        authorities.append(
            PackedAuthority(
                id=authority, forms=form_numbers(view), missing=lacks(view), open=open_points(view)
            )
        )
    if "authority" in wish.copies:
        packed.extend(_evidence(vetted))
    inputs = vetted.assessment.inputs
    manifest = Manifest(
        on=vetted.on,
        reference=vetted.filing.reference,
        fictional=vetted.filing.fictional,
        regime=inputs.regime,
        version=inputs.regime_version,
        regime_sha256=inputs.regime_sha256,
        filing_sha256=inputs.filing_sha256,
        assessment_sha256=vetted.assessment.sha256,
        engine=inputs.engine,
        authorities=tuple(authorities),
        files=tuple(packed),
    )
    files[MANIFEST] = canonical_bytes(manifest)
    return files, manifest


def _evidence(vetted: Vetted) -> Iterator[PackedFile]:
    read = {item.evidence.path: item.observed_sha256 for item in vetted.case.evidence}
    for stated, path in place_copies(vetted.case.evidence).items():
        yield PackedFile(path=path, sha256=read[stated], part="evidence", copy="authority")


def _files(vetted: Vetted, authority: str, wish: Wish) -> Iterator[tuple[PackedFile, bytes]]:
    for lang in wish.languages:
        for copy in wish.copies:
            view = View(vetted, authority, lang, copy)
            folder = f"{authority}/{copy}"
            made = list(_sheet(view, folder, "filing", make_form(view), wish.print))
            yield from made
            if copy == "authority":
                cover = make_cover(view, PurePosixPath(made[-1][0].path).name)
                yield from _sheet(view, folder, "cover_note", cover, wish.print)
                text = write_cover_text(view, cover).encode()
                yield _file(view, f"{folder}/cover-note.{lang}.txt", "cover_note", text)
        own = View(vetted, authority, lang, "authority")
        page = write_html(make_review(own)).encode()
        yield _file(own, f"{authority}/review.{lang}.html", "review", page)


def _sheet(
    view: View, folder: str, part: Part, sheet: Sheet, printer: Print | None
) -> Iterator[tuple[PackedFile, bytes]]:
    stem = f"{folder}/{part.replace('_', '-')}.{view.lang}"
    yield _file(view, f"{stem}.html", part, write_html(sheet).encode())
    printed = printer(sheet) if printer else None
    if printed is not None:
        yield _file(view, f"{stem}.pdf", part, printed)


def _file(view: View, path: str, part: Part, data: bytes) -> tuple[PackedFile, bytes]:
    copy = None if part == "review" else view.copy
    return PackedFile(path=path, sha256=_digest(data), part=part, copy=copy, lang=view.lang), data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
