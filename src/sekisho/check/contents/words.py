"""Words, names and references of a filing that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sekisho.check.contents.question import Question, found, pointer
from sekisho.model.filing import Filing
from sekisho.model.finding import Finding
from sekisho.model.values.message import message
from sekisho.regime.pack import Regime
from sekisho.regime.scopes import Subject, read_path
from sekisho.regime.words import Named, find_id, name_rows, near_ids, write_names


def unnamed_components(filing: Filing) -> Iterator[Finding]:
    """Components nobody can tell apart; a plan asks for their names as fields of its own."""
    for at, component in enumerate(filing.components):
        if not component.name:
            yield found(
                "completeness.unnamed_component",
                Subject(id=f"component:{component.id}", pointer="", name="", record=None, facts={}),
                "medium",
                message("completeness.unnamed_component", component=component.id),
                place=f"/components/{at}/name",
                remedy=message("completeness.unnamed_component.remedy"),
            )


def unknown_words(regime: Regime, filing: Filing) -> Iterator[Finding]:
    """Words that are stated and none of the pack: nothing of the law can be looked up by them."""
    asked: tuple[tuple[str, str, tuple[Named, ...]], ...] = (
        ("sector", filing.sector, regime.sectors),
        ("authority", filing.authority, regime.authorities),
        ("facility.kind", filing.facility.kind, regime.facilities),
    )
    for path, word, rows in asked:
        if word and not find_id(rows, word):
            names = name_rows(rows) if path != "facility.kind" else _kinds(regime, filing)
            place = f"/{path.replace('.', '/')}"
            yield _unknown_word(regime, f"word.{path}", place, word, names)
    paths: dict[str, tuple[str, ...]] = {
        path: () for row in regime.changes.classes for path in row.paths
    }
    places: dict[str, int] = {}
    for at, field in enumerate(filing.change.fields if filing.change else ()):
        if field.path and field.path not in paths:
            places.setdefault(field.path, at)
    for word, at in sorted(places.items()):
        yield _unknown_word(regime, "word.change.path", f"/change/fields/{at}/path", word, paths)


def _kinds(regime: Regime, filing: Filing) -> dict[str, tuple[str, ...]]:
    """The kinds of facility of the sector, all of them where the sector says nothing."""
    sector = find_id(regime.sectors, filing.sector)
    rows = [row for row in regime.facilities if row.sector == sector or not row.sector]
    return name_rows(rows if sector else regime.facilities)


def _unknown_word(
    regime: Regime, what: str, place: str, word: str, names: Mapping[str, tuple[str, ...]]
) -> Finding:
    near = near_ids(names, word)
    remedy = "completeness.unknown_word.near" if near else "completeness.unknown_word.remedy"
    return found(
        "completeness.unknown_word",
        Subject(id="filing", pointer="", name="", record=None, facts={}),
        "medium",
        message("completeness.unknown_word", what=what, word=word),
        place=place,
        remedy=message(remedy, words=write_names(names, near or names), regime=regime.id),
    )


def broken_references(question: Question) -> Iterator[Finding]:
    """An id that nothing in the filing has: what it stands for is not stated at all.

    A change may refer to what the cleared plan states; where that is not at hand nothing is told.
    """
    if question.judged.is_open:
        return
    filing, cleared = question.filing, question.judged.cleared
    parties = {party.id for party in filing.parties}
    components = {part.id for part in filing.components}
    evidence = {item.id for item in (*filing.evidence, *(cleared.evidence if cleared else ()))}
    asked = [*_of_parties(filing, parties)]
    for at, item in enumerate(filing.evidence):
        subject = f"evidence:{item.id}"
        asked.append((subject, f"/evidence/{at}/party", item.party, parties))
        asked.append((subject, f"/evidence/{at}/component", item.component, components))
    for at, measure in enumerate(filing.risk_measures):
        for number, proof in enumerate(measure.evidence):
            place = f"/risk_measures/{at}/evidence/{number}"
            asked.append((f"measure:{measure.id}", place, proof, evidence))
    for id, place, word, known in asked:
        if word and word not in known:
            yield _dangling(id, place, word)


def _of_parties(filing: Filing, parties: set[str]) -> Iterator[tuple[str, str, str, set[str]]]:
    """Where a filing speaks of a party, or of a link of the chain, by its id."""
    yield "filing", "/operator/party", filing.operator.party, parties
    yield "filing", "/facility/supplier", filing.facility.supplier, parties
    if filing.entrustment:
        yield "filing", "/entrustment/contractor", filing.entrustment.contractor, parties
    for at, part in enumerate(filing.components):
        for name in ("supplier", "maker"):
            place = f"/components/{at}/{name}"
            yield f"component:{part.id}", place, getattr(part, name), parties
    links = {link.id for link in filing.reentrustments}
    for at, link in enumerate(filing.reentrustments):
        subject, place = f"reentrustment:{link.id}", f"/reentrustments/{at}"
        yield subject, f"{place}/contractor", link.contractor, parties
        yield subject, f"{place}/entrusted_by", link.entrusted_by, links - {link.id}


def _dangling(id: str, place: str, word: str) -> Finding:
    subject = Subject(id=id, pointer=place, name=word, record=None, facts={})
    return found(
        "completeness.reference",
        subject,
        "medium",
        message("completeness.reference", id=word),
        place=place,
        remedy=message("completeness.reference.remedy", id=word),
    )


def unlisted_components(question: Question) -> Iterator[Finding]:
    """Tells a component of a kind the order does not list; a hint, since a person decides."""
    regime, filing = question.look.regime, question.filing
    kind = find_id(regime.facilities, filing.facility.kind)
    lists = [row for row in regime.components if kind in row.facilities]
    if not lists or any(row.open or row.unverified for row in lists):
        return
    kinds = [part for row in lists for part in row.kinds]
    names = name_rows(kinds)
    for subject in question.subjects["component"]:
        type = str(read_path(subject.record, "type") or "")
        if type and not find_id(kinds, type) and not near_ids(names, type):
            yield found(
                "completeness.component_kind",
                subject,
                "info",
                message("completeness.component_kind", subject=subject.name, type=type),
                place=pointer(subject, "type"),
                remedy=message(
                    "completeness.component_kind.remedy",
                    kinds=write_names(names, names),
                    regime=regime.id,
                ),
                article=question.cite(lists[0].article),
            )
