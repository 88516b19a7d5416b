"""The page of facts: what the conditions of a rule pack may speak of."""

from __future__ import annotations

from sekisho.regime.authoring.checks.conditions import WrittenConditions
from sekisho.regime.authoring.sources import read_source
from sekisho.regime.loader import PACKS, list_packs
from sekisho.regime.rules.evaluator import named
from sekisho.regime.rules.reach import TABLES, facts_of
from sekisho.regime.rules.vocabulary import CASE, DECISION, FACTS, FIELD_CHANGE, PROCEDURE, SUBJECT
from sekisho.report.catalogue import say_id
from sekisho.report.rules.condition import say_fact

_SCOPES = ("filing", "party", "component", "reentrustment", "measure", "evidence")
_GROUPS = (
    ("The case as a whole", CASE),
    ("What was decided so far", DECISION),
    ("One field that differs from the cleared plan", FIELD_CHANGE),
    ("One party, part, re-entrustment, measure or document", SUBJECT),
    ("Where the procedure stands", PROCEDURE),
)
_EXAMPLES = {
    "filing.kind": "filing.kind == 'change'",
    "filing.authority": "filing.authority == 'meti'",
    "filing.unknown_authority": "filing.unknown_authority != ''",
    "filing.unknown_sector": "filing.unknown_sector != ''",
    "supplier.status": "supplier.status in ['state_organ', 'local_government']",
    "supplier.control.votes.num": "supplier.control.votes.num * 2 > supplier.control.votes.den",
    "supplier.control.votes.den": "supplier.control.votes.num * 5 >= supplier.control.votes.den * 2",
    "supplier.control.joint.num": "supplier.control.joint.num * 2 > supplier.control.joint.den",
    "supplier.control.joint.den": "supplier.control.joint.num * 2 > supplier.control.joint.den",
    "supplier.control.facts": "supplier.control.facts.exists(each, each in ['board', 'contract'])",
    "change.phase": "change.phase == 'before_introduction'",
    "case.state": "case.state in ['accepted', 'refused']",
    "duties.needed": "duties.needed.size() > 0",
    "duties.unknown": "duties.unknown.size() > 0",
    "duties.filings": "'plan' in duties.filings",
    "found.checks": "'screening' in found.checks",
    "unanswered.required": "unanswered.required.size() > 0",
    "field.after_band": "field.after_band > field.before_band",
    "field.before_band": "field.before_band > 0",
    "grace.last_on": "act.on <= grace.last_on",
    "act.on": "act.on <= grace.last_on",
    "today": "grace.last_on >= today",
    "operator.designated_on": "operator.designated_on <= today",
    "filing.filed_on": "subject.valid_until >= filing.filed_on",
    "documents.earliest_on": "subject.issued_on >= documents.earliest_on",
    "subject.valid_until": "subject.valid_until >= filing.filed_on",
    "subject.issued_on": "subject.issued_on >= documents.earliest_on",
    "subject.status": "subject.status == 'company'",
    "subject.law_country": "subject.law_country != 'JP'",
    "subject.officer_documents": "subject.officer_documents >= subject.officers",
    "window.moved_by": "window.moved_by == 'shortened'",
    "since_accepted": "'consulted' in since_accepted",
    "since_recommended": "'consulted' in since_recommended",
    "since_free": "'recommended' in since_free",
}


def example_of(fact: str) -> str:
    """Gives a condition over a fact."""
    share = fact.removesuffix(".num").removesuffix(".den")
    if share != fact:
        return _EXAMPLES.get(fact) or f"{share}.num * 2 > {share}.den"
    plain = {
        "bool": f"!{fact}",
        "int": f"{fact} > 0",
        "text": f"{fact} != ''",
        "texts": f"{fact}.size() > 0",
        "day": f"{fact} <= today",
    }
    return _EXAMPLES.get(fact) or plain[FACTS[fact]]


def facts_page(written: str) -> str:
    """Writes the page; `written` is the line that says by what."""
    used = _used()
    said = [written, "", "# Facts", ""]
    said += [
        "The conditions of a rule pack are written in CEL over these facts. One that is not stated",
        "is absent: a condition that turns on it is answered *not known*, never no. A share comes as",
        "two whole numbers, `.num` and `.den`, so that a comparison is exact. The tests and statuses",
        "of `designation.yaml` are facts too, of its criteria alone. See",
        "[Edit a rule pack](../how-to/edit-a-pack.md).",
        "",
    ]
    told = {fact for _, group in _GROUPS for fact in group}
    others = {fact: kind for fact, kind in FACTS.items() if fact not in told}
    for title, group in (*_GROUPS, ("Others", others)):
        if not group:
            continue
        said += [f"## {title}", ""]
        said += ["| fact | type | means | 意味 | example | may stand in | read now in |"]
        said += ["|---|---|---|---|---|---|---|"]
        for fact in group:
            cells = (
                f"`{fact}`",
                say_id(f"term.type.{FACTS[fact]}", "en"),
                say_fact(fact, "en"),
                say_fact(fact, "ja"),
                f"`{example_of(fact)}`",
                ", ".join(_reach(fact)),
                ", ".join(sorted(used.get(fact, ()))),
            )
            said.append(f"| {' | '.join(cells)} |")
        said.append("")
    return "\n".join(said)


def _reach(fact: str) -> list[str]:
    tables = [table for table in TABLES if fact in facts_of(table)]
    scopes = [scope for scope in _SCOPES if fact in facts_of("contents", scope)]
    if "contents" not in tables and scopes:
        tables.append(f"contents ({', '.join(scopes)})")
    return tables


def _used() -> dict[str, set[str]]:
    used: dict[str, set[str]] = {}
    for id in list_packs():
        for written in WrittenConditions(read_source(PACKS / id)).all:
            for fact in named(written.text):
                used.setdefault(fact, set()).add(f"{id} {written.table}")
    return used
