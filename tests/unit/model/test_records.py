from __future__ import annotations

import importlib
import pkgutil
from datetime import date

import msgspec
import pytest

import sekisho.model
from sekisho.model.assessment import Assessment, Inputs, Route
from sekisho.model.canonical import canonical_bytes, sha256_of
from sekisho.model.filing import Component, Filing
from sekisho.model.finding import CheckRun, Finding
from sekisho.model.party import Party
from sekisho.model.values.marking import ORDER, strictest
from sekisho.model.values.message import message
from sekisho.model.values.record import Record


class ComponentOfLater(Record, frozen=True, kw_only=True):
    """A fictional later version of `Component` with one more optional field."""

    id: str
    type: str = ""
    colour: str = ""


def _structs() -> list[type[msgspec.Struct]]:
    for module in pkgutil.walk_packages(sekisho.model.__path__, "sekisho.model."):
        importlib.import_module(module.name)
    pending, found = [msgspec.Struct], []
    while pending:
        for sub in pending.pop().__subclasses__():
            pending.append(sub)
            if sub.__module__.startswith("sekisho.model."):
                found.append(sub)
    return sorted(found, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", _structs(), ids=lambda kind: kind.__name__)
def test_every_record_is_frozen_and_leaves_defaults_out(kind: type[msgspec.Struct]):
    assert kind.__struct_config__.frozen
    assert kind.__struct_config__.omit_defaults


@pytest.mark.parametrize("kind", _structs(), ids=lambda kind: kind.__name__)
def test_every_record_says_what_it_is(kind: type[msgspec.Struct]):
    assert (kind.__doc__ or "").strip()


def test_a_new_optional_field_leaves_the_digest_of_old_documents_as_it_was():
    assert sha256_of(Component(id="c1", type="server")) == sha256_of(
        ComponentOfLater(id="c1", type="server")
    )


def test_what_was_received_cannot_be_changed():
    with pytest.raises(AttributeError):
        Component(id="c1").name = "other"  # type: ignore[misc]


def test_an_empty_filing_is_written_as_its_schema_alone():
    assert canonical_bytes(Filing()) == b'{"schema":"sekisho/filing/1"}'


def test_a_filing_finds_its_parties_and_components_by_id():
    filing = Filing(parties=(Party(id="aoba"),), components=(Component(id="c1"),))
    assert filing.party("aoba") == Party(id="aoba")
    assert filing.component("c1") == Component(id="c1")
    assert filing.party("nobody") is None
    assert filing.component("nothing") is None


def test_the_strictest_marking_wins():
    assert [strictest(ORDER[:n]) for n in range(5)] == ["public", *ORDER]
    assert strictest(["sealed", "public"]) == "sealed"


def _assessment(*findings: Finding, checks: tuple[CheckRun, ...] = ()) -> Assessment:
    return Assessment(
        purpose="self_check",
        on=date(2026, 12, 1),
        inputs=Inputs(
            regime="baseline",
            regime_version="1",
            regime_sha256="0" * 64,
            library_sha256="1" * 64,
            engine="0.1.0",
        ),
        findings=findings,
        checks=checks,
        route=Route(id="pass", message=message("baseline.route.pass")),
    )


def _finding(state: str, severity: str) -> Finding:
    return msgspec.convert(
        {
            "rule": "known_flaws",
            "rule_version": "1",
            "subject": "package:pkg:pypi/example@1.0",
            "state": state,
            "severity": severity,
            "message": {"id": "known_flaws.found"},
        },
        Finding,
    )


UNANSWERED = CheckRun(
    check="screening", version="1", state="not_checked", unanswered=2, required=True
)


@pytest.mark.parametrize(
    ("severity", "fail_on", "outcome"),
    [
        ("critical", "medium", "found"),
        ("medium", "medium", "found"),
        ("low", "medium", "pass"),
        ("low", "low", "found"),
        ("medium", "high", "pass"),
    ],
)
def test_the_line_decides_which_findings_end_a_vetting(severity: str, fail_on: str, outcome: str):
    assert _assessment(_finding("found", severity)).outcome(fail_on) == outcome  # type: ignore[arg-type]


def test_what_was_not_checked_is_never_a_pass_when_the_check_is_required():
    assert _assessment(checks=(UNANSWERED,)).outcome() == "unanswered"


def test_what_was_not_checked_may_pass_when_the_check_is_not_required():
    optional = msgspec.structs.replace(UNANSWERED, required=False)
    assert _assessment(checks=(optional,)).outcome() == "pass"


def test_something_found_comes_before_something_unanswered():
    found = _assessment(_finding("found", "high"), checks=(UNANSWERED,))
    assert found.outcome() == "found"


@pytest.mark.parametrize("state", ["clear", "not_checked"])
def test_only_what_was_found_counts_as_found(state: str):
    assert _assessment(_finding(state, "critical")).outcome() == "pass"
