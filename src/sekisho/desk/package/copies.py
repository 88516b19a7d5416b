"""Where in a package the copy of each piece of evidence lies."""

from __future__ import annotations

from collections.abc import Iterable

from sekisho.model.evidence import EvidenceItem

FOLDER = "evidence"


def place_copies(evidence: Iterable[EvidenceItem]) -> dict[str, str]:
    """Gives the path of the copy within the package, by the path that the filing states.

    A sealed document is named in the index and never copied, and so is one that could not be
    read; what lies in a folder `evidence` already stays there. No two share a place.
    """
    placed: dict[str, str] = {}
    taken: set[str] = set()
    for item in evidence:
        stated = item.evidence.path
        if not stated or not item.observed_sha256 or item.evidence.marking == "sealed":
            continue
        if stated in placed:
            continue
        path = f"{FOLDER}/{stated.removeprefix(f'{FOLDER}/')}"
        number = 1
        while path.casefold() in taken:
            number += 1
            path = f"{FOLDER}/{number}/{stated}"
        placed[stated] = path
        taken.add(path.casefold())
    return placed
