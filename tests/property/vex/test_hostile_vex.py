"""Whatever stands in a VEX document, reading it ends with a document or a reason."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sekisho.model.errors import InputError
from sekisho.read.vex.fields import moment
from sekisho.read.vex.reader import read_vex

WORDS = (
    "document", "csaf_version", "2.0", "2.1", "tracking", "revision_history", "number", "date",
    "product_tree", "branches", "category", "name", "product", "product_id", "relationships",
    "product_reference", "relates_to_product_reference", "full_product_name", "vulnerabilities",
    "product_status", "known_affected", "known_not_affected", "flags", "label", "group_ids",
    "product_ids", "product_groups", "group_id", "purls", "product_identification_helper", "cve",
    "statements", "vulnerability", "products", "status", "not_affected", "@id", "subcomponents",
    "affects", "ref", "analysis", "state", "versions", "remediations", "P-1", "1.0.0",
)  # fmt: skip
PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(WORDS)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5)
    ),
    max_leaves=25,
)
FRAMES: tuple[dict[str, Any], ...] = (
    {"@context": "https://openvex.dev/ns/v0.2.0"},
    {"@context": "https://openvex.dev/ns"},
    {"document": {"csaf_version": "2.0"}},
    {"document": {"csaf_version": "2.1"}},
    {"bomFormat": "CycloneDX", "specVersion": "1.6", "vulnerabilities": []},
)


@given(st.sampled_from(FRAMES), st.dictionaries(st.sampled_from(WORDS), PLAIN, max_size=6))
def test_no_content_breaks_the_reader(frame: dict[str, Any], more: dict[str, Any]):
    about = frame.get("document")
    held = more.get("document")
    merged = {**more, **frame}
    if isinstance(about, dict) and isinstance(held, dict):
        merged["document"] = {**held, **about}
    if "vulnerabilities" in frame:
        merged["vulnerabilities"] = more.get("vulnerabilities") or []
    try:
        document, _ = read_vex(json.dumps(merged).encode(), "vex")
    except InputError as error:
        assert error.message.id.startswith("error.")  # noqa: PT017
        return
    again, _ = read_vex(json.dumps(merged).encode(), "vex")
    assert document == again


@given(st.text(alphabet="0123456789-:.TZ+z ", max_size=40))
def test_a_moment_is_read_or_is_none(written: str):
    found = moment(written)
    assert found is None or found.tzinfo is not None


@given(st.datetimes(timezones=st.just(UTC)))
def test_every_moment_is_read_back(at: Any):
    written = at.isoformat(timespec="microseconds").replace("+00:00", "Z")
    assert moment(written) == at
