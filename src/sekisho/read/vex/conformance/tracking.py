"""Tests of the document's version and history: 6.1.14, 6.1.16 to 6.1.22, 6.1.30."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from sekisho.read.vex.conformance.view import Csaf, Fault, number_of
from sekisho.read.vex.fields import point, text

_HISTORY = point("document", "tracking", "revision_history")
_VERSION = point("document", "tracking", "version")
_STATUS = point("document", "tracking", "status")


def unsorted(csaf: Csaf) -> Iterator[Fault]:
    """6.1.14: by date, the version numbers of the history rise."""
    for before, after in pairwise(csaf.history):
        if after.number.key < before.number.key:
            yield _HISTORY, after.written
            return


def not_latest(csaf: Csaf) -> Iterator[Fault]:
    """6.1.16: the version is that of the latest item of the history.

    Build metadata does not count, nor in a draft what is said of a pre-release.
    """
    written = text(csaf.tracking.get("version"))
    version = number_of(written)
    if version is None or not csaf.history:
        return
    latest = csaf.history[-1].number
    same_release = csaf.status == "draft" or latest.pre == version.pre
    if latest.core != version.core or latest.is_whole != version.is_whole or not same_release:
        yield _VERSION, written


def final_draft(csaf: Csaf) -> Iterator[Fault]:
    """6.1.17: a version 0, or a pre-release, is a draft."""
    version = number_of(text(csaf.tracking.get("version")))
    if version and csaf.status != "draft" and (version.core[0] == 0 or version.pre):
        yield _STATUS, csaf.status


def released_history(csaf: Csaf) -> Iterator[Fault]:
    """6.1.18: what is published has no version 0 in its history."""
    if csaf.is_published:
        for place, written in csaf.numbers:
            number = number_of(written)
            if number and number.core[0] == 0:
                yield place, written


def pre_releases(csaf: Csaf) -> Iterator[Fault]:
    """6.1.19: no item of the history is a pre-release."""
    for place, written in csaf.numbers:
        number = number_of(written)
        if number and number.pre:
            yield place, written


def published_pre_release(csaf: Csaf) -> Iterator[Fault]:
    """6.1.20: what is published is no pre-release."""
    written = text(csaf.tracking.get("version"))
    version = number_of(written)
    if csaf.is_published and version and version.pre:
        yield _VERSION, written


def missing_items(csaf: Csaf) -> Iterator[Fault]:
    """6.1.21: by date, the history begins with version 0 or 1 and leaves none out."""
    majors = [revision.number.core[0] for revision in csaf.history]
    if majors and majors[0] > 1:
        yield _HISTORY, str(majors[0])
    highest = majors[0] if majors else 0
    for major in majors[1:]:
        if major > highest + 1:
            yield _HISTORY, str(highest + 1)
        highest = max(highest, major)


def items_twice(csaf: Csaf) -> Iterator[Fault]:
    """6.1.22: no version stands twice in the history."""
    count = Counter(written for _, written in csaf.numbers)
    for place, written in csaf.numbers:
        if written and count[written] > 1:
            yield place, written


def mixed_versions(csaf: Csaf) -> Iterator[Fault]:
    """6.1.30: versions are whole numbers everywhere, or semantic versions everywhere."""
    written = [text(csaf.tracking.get("version")), *(each for _, each in csaf.numbers)]
    kinds = {number.is_whole for each in written if (number := number_of(each))}
    if len(kinds) > 1:
        yield _VERSION, written[0]
