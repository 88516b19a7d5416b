"""The digest of a filing is taken once, and is that of its content all the same."""

from __future__ import annotations

from msgspec.structs import replace

from sekisho.model.canonical import canonical_bytes, sha256_of
from sekisho.model.filing import Filing

PLAN = Filing(reference="KG-2026-001", sector="electricity")


def test_the_digest_is_that_of_the_canonical_form_and_leaves_no_trace():
    fresh = Filing(reference="KG-2026-001", sector="electricity")
    before = canonical_bytes(fresh)
    assert fresh.sha256 == sha256_of(PLAN)
    assert canonical_bytes(fresh) == before
    assert fresh == PLAN
    assert hash(fresh) == hash(PLAN)


def test_a_changed_copy_has_a_digest_of_its_own():
    assert PLAN.sha256
    other = replace(PLAN, sector="gas")
    assert other.sha256 == sha256_of(other)
    assert other.sha256 != PLAN.sha256
