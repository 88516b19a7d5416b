"""The mandatory tests by their numbers: which are evaluated, in which version, and which are not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from sekisho.model.vex.document import VexFailure
from sekisho.read.vex.conformance import dates, identifiers, profiles, status, tracking, tree
from sekisho.read.vex.conformance.view import Csaf, Fault

Test = Callable[[Csaf], Iterator[Fault]]

_BOTH: dict[str, Test] = {
    "6.1.1": tree.undefined_products,
    "6.1.2": tree.products_twice,
    "6.1.3": tree.circles,
    "6.1.4": tree.undefined_groups,
    "6.1.5": tree.groups_twice,
    "6.1.6": status.contradicting,
    "6.1.7": status.scored_twice,
    "6.1.13": identifiers.bad_purls,
    "6.1.14": tracking.unsorted,
    "6.1.15": identifiers.translator,
    "6.1.16": tracking.not_latest,
    "6.1.17": tracking.final_draft,
    "6.1.18": tracking.released_history,
    "6.1.19": tracking.pre_releases,
    "6.1.20": tracking.published_pre_release,
    "6.1.21": tracking.missing_items,
    "6.1.22": tracking.items_twice,
    "6.1.23": identifiers.cves_twice,
    "6.1.24": dates.involved_twice,
    "6.1.25": tree.hashes_twice,
    "6.1.26": profiles.false_category,
    "6.1.27.1": profiles.untold,
    "6.1.27.2": profiles.unreferenced,
    "6.1.27.3": profiles.needless_vulnerabilities,
    "6.1.27.4": profiles.no_tree,
    "6.1.27.5": profiles.no_notes,
    "6.1.27.6": profiles.no_status,
    "6.1.27.7": profiles.no_vex_status,
    "6.1.27.8": profiles.no_id,
    "6.1.27.9": profiles.no_impact,
    "6.1.27.10": profiles.no_action,
    "6.1.27.11": profiles.no_vulnerabilities,
    "6.1.28": identifiers.translated_into_itself,
    "6.1.29": status.remedies_of_nothing,
    "6.1.30": tracking.mixed_versions,
    "6.1.31": tree.ranges_as_versions,
    "6.1.32": status.flags_of_nothing,
    "6.1.33": status.justified_twice,
}
_SINCE_2_1: dict[str, Test] = {
    "6.1.27.12": profiles.none_affected,
    "6.1.34": tree.deep_branches,
    "6.1.35": status.contradicting_remedies,
    "6.1.36": status.remedies_against_status,
    "6.1.37": dates.no_moments,
    "6.1.38": identifiers.everyone_without_clear,
    "6.1.39": identifiers.clear_with_a_group,
    "6.1.40": identifiers.reserved_group_names,
    "6.1.41": identifiers.missing_group_names,
    "6.1.42": identifiers.other_purls,
    "6.1.43": identifiers.starred_models,
    "6.1.44": identifiers.starred_serials,
    "6.1.45": dates.late_disclosure,
    "6.1.49": dates.late_assessment,
    "6.1.50": tree.bad_ranges,
    "6.1.51": dates.late_estimate,
    "6.1.52": dates.late_exploitation,
    "6.1.53": dates.exploited_after_known,
    "6.1.57": tree.stacked,
    "6.1.59": tree.single_versions,
    "6.1.61": identifiers.starred_units,
}
TESTS: dict[str, dict[str, Test]] = {"2.0": _BOTH, "2.1": _BOTH | _SINCE_2_1}
"""The tests that are evaluated, by the version of CSAF and their number in its section 6.1."""

_OPEN = ("6.1.8", "6.1.9", "6.1.10", "6.1.11", "6.1.12")
_OPEN_2_1 = (
    *(f"6.1.27.{at}" for at in range(13, 20)),
    *("6.1.46", "6.1.47", "6.1.48", "6.1.54", "6.1.55", "6.1.56", "6.1.58"),
    *("6.1.60.1", "6.1.60.2", "6.1.60.3"),
)
NOT_EVALUATED: dict[str, tuple[str, ...]] = {"2.0": _OPEN, "2.1": (*_OPEN, *_OPEN_2_1)}
"""The mandatory tests that are not: of scores, weaknesses, languages, decisions, licences, extensions."""

_MOST = 20
"""Failures told of one test; more of the same say nothing new."""


def failures_of(plain: dict[str, Any], version: str) -> tuple[VexFailure, ...]:
    """Gives what a CSAF document fails of the tests that are evaluated, in the order of the table."""
    csaf = Csaf(plain, version)
    return tuple(
        VexFailure(test=number, place=place, about=about[:200])
        for number, test in TESTS[version].items()
        for place, about in islice(test(csaf), _MOST)
    )
