"""The filing in the order of its form: sections A to G, each field with its article."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.desk.package.attachments import attachment_section
from sekisho.desk.package.parties import party_section
from sekisho.desk.package.view import View
from sekisho.desk.paper.sheet import Block, Cell, Row, Section, Sheet, Table
from sekisho.model.filing import Component, Reentrustment, RiskMeasure, Shortcut
from sekisho.regime.scopes import Subject
from sekisho.regime.tables.contents import Field

_INTRODUCTION = ("facility.supplier", "facility.place_of_manufacture", "introduction.")
_ENTRUSTMENT = ("entrustment.",)
_OTHER = ("emergency.", "change.")
_ELSEWHERE = ("components", "risk_measures", "change.what")
"""Fields of the filing whose entries fill a section of their own."""


def make_form(view: View) -> Sheet:
    """Gives the content of the filing as its form asks for it, and the index of attachments."""
    return Sheet(
        lang=view.lang,
        title=form_title(view),
        running=_running(view),
        on=view.vetted.on,
        author=view.party(view.filing.operator.party),
        lines=tuple(_lines(view)),
        marks=tuple(_marks(view)),
        sections=tuple(section for section in _sections(view) if section.blocks),
        foot=tuple(_foot(view)),
    )


def form_title(view: View) -> str:
    """Names the filing and its acts: what stands at the head of the form."""
    named = [view.say(f"word.{kind}") for kind in view.vetted.kinds]
    kinds = view.joined(tuple(name[:1].upper() + name[1:] for name in named))
    acts = view.joined(tuple(view.say(f"word.{act}") for act in view.vetted.acts))
    if not kinds:
        return view.say("package.filing")
    return view.say("package.title", kind=kinds, act=acts) if acts else kinds


def form_numbers(view: View) -> tuple[str, ...]:
    """Gives the numbers of the forms at the authority, none where the pack does not know them."""
    asked = [
        view.regime.form(view.authority, kind, act)
        for kind in view.vetted.kinds
        for act in view.vetted.acts or ("",)
    ]
    return tuple(dict.fromkeys(number for number in asked if number))


def form_line(view: View) -> str:
    """Names the form, or says that its number was not checked."""
    numbers = form_numbers(view)
    if numbers:
        return view.say("package.form", numbers=numbers)
    return view.say("package.form.unknown")


def _running(view: View) -> str:
    filing = view.filing
    parts = (view.party(filing.operator.party), filing.facility.name, filing.reference)
    name = " · ".join(part for part in parts if part)
    copy = view.say(f"package.copy.{view.copy}")
    return " · ".join(part for part in (name, copy) if part)


def _lines(view: View) -> Iterator[str]:
    if view.authority_name:
        yield view.say("package.to", authority=view.authority_name)
    yield form_line(view)
    filing = view.filing
    party = filing.party(filing.operator.party)
    operator = view.party(filing.operator.party)
    for id, text in (
        ("package.operator", operator),
        ("package.reference", filing.reference),
        ("package.filed_on", view.day(filing.filed_on)),
    ):
        yield view.say(id, text=text or view.say("package.not_stated"))
    if party is not None:
        for field, text in (
            ("Party.address", _place(view, party.address)),
            ("Party.representative", party.representative),
        ):
            label = view.say(f"field.{field}")
            said = text or view.say("package.not_stated")
            yield view.say("report.labelled", label=label, text=said)


def _marks(view: View) -> Iterator[str]:
    if view.filing.fictional:
        yield view.say("package.fictional")
    yield view.say(f"package.copy.{view.copy}.mark")


def _foot(view: View) -> Iterator[str]:
    regime, version = view.regime.id, view.regime.version
    yield view.say("package.foot", on=view.vetted.on.isoformat(), regime=regime, version=version)
    order = view.regime.order_of(view.authority)
    if order is not None and order.verified_to is not None:
        title, verified = order.title.said_in(view.lang), order.verified_to.isoformat()
        yield view.say("clock.order", title=title, source=order.source, verified=verified)
    elif view.regime.verified_to:
        yield view.say("clock.verified", verified=view.regime.verified_to.isoformat())
    yield view.say("package.foot.form")


def _sections(view: View) -> Iterator[Section]:
    filing = view.vetted.subjects["filing"][0]
    fields = [row for row in view.regime.contents.fields if row.scope == "filing"]
    rest = [row for row in fields if row.id not in _ELSEWHERE]
    named = (*_INTRODUCTION, *_ENTRUSTMENT, *_OTHER)
    first = [row for row in rest if not row.id.startswith(named)]
    own = (
        _plain(view, "Facility.name", view.filing.facility.name),
        _plain(view, "Facility.site", _place(view, view.filing.facility.site)),
    )
    yield _of_fields(view, "a", first, filing, own)
    yield _of_fields(view, "b", [r for r in rest if r.id.startswith(_INTRODUCTION)], filing)
    yield _of_fields(view, "c", [r for r in rest if r.id.startswith(_ENTRUSTMENT)], filing)
    yield party_section(view)
    yield _components(view, filing, fields)
    yield _reentrustments(view)
    yield _measures(view, filing, fields)
    other = _of_fields(view, "other", [r for r in rest if r.id.startswith(_OTHER)], filing)
    yield Section(other.title, (*other.blocks, *_changes(view)))
    yield attachment_section(view)


def _title(view: View, id: str) -> str:
    return view.say(f"package.section.{id}")


def _of_fields(
    view: View, id: str, fields: list[Field], subject: Subject, own: tuple[Row | None, ...] = ()
) -> Section:
    rows = [view.row(field, subject, _value(view, field.id)) for field in fields]
    shown = tuple(row for row in (*rows, *own) if row is not None)
    return Section(_title(view, id), (Block(rows=shown),) if shown else ())


def _plain(view: View, field: str, text: str) -> Row | None:
    return Row(view.say(f"field.{field}"), Cell(text)) if text else None


def _value(view: View, id: str) -> str:
    """Writes a field of the filing itself as people read it."""
    filing = view.filing
    facility, act, work = filing.facility, filing.introduction, filing.entrustment
    emergency, change = filing.emergency, filing.change
    made_at = facility.place_of_manufacture
    written = {
        "facility.kind": _titled(view, facility.kind),
        "facility.overview": facility.overview,
        "operator": view.party(filing.operator.party),
        "sector": _sector(view),
        "facility.supplier": view.party(facility.supplier),
        "facility.place_of_manufacture": made_at.address,
        "facility.place_of_manufacture.country": view.country(made_at.country),
        "introduction.content": act.content if act else "",
        "introduction.planned_on": view.day(act.planned_on) if act else "",
        "entrustment.contractor": view.party(work.contractor) if work else "",
        "entrustment.works": view.joined(tuple(view.say(f"word.{w}") for w in work.works))
        if work
        else "",
        "entrustment.content": work.content if work else "",
        "entrustment.period": view.span(work.starts_on, work.ends_on) if work else "",
        "emergency.cause": emergency.cause if emergency else "",
        "emergency.done_on": view.day(emergency.done_on) if emergency else "",
        "change.of": change.of if change else "",
        "change.component": change.component if change else "",
        "change.reason": change.reason if change else "",
    }
    return written.get(id, "")


def _titled(view: View, kind: str) -> str:
    return next(
        (row.title.said_in(view.lang) for row in view.regime.facilities if row.id == kind), kind
    )


def _sector(view: View) -> str:
    stated = view.filing.sector
    title = next(
        (row.title.said_in(view.lang) for row in view.regime.sectors if row.id == stated), stated
    )
    return view.joined((title, view.authority_name))


def _place(view: View, place: object) -> str:
    address, country = getattr(place, "address", ""), getattr(place, "country", "")
    return view.joined((address, view.country(country)))


def _components(view: View, filing: Subject, fields: list[Field]) -> Section:
    blocks = tuple(
        _component(view, number, subject)
        for number, subject in enumerate(_by_place(view, "component"), 1)
    )
    return Section(_title(view, "e"), blocks or _lack(view, "components", filing, fields))


def _component(view: View, number: int, subject: Subject) -> Block:
    part = subject.record
    if not isinstance(part, Component):
        raise TypeError("a component is a component")
    written = {
        "component.type": part.type,
        "component.name": part.name,
        "component.function": part.function,
        "component.supplier": view.numbered(part.supplier),
        "component.place_of_manufacture": part.place_of_manufacture.address,
        "component.place_of_manufacture.country": view.country(part.place_of_manufacture.country),
    }
    maker = view.party(part.maker) if part.maker != part.supplier else ""
    own = [
        _plain(view, "Component.version", part.version),
        Row(view.say("package.maker"), Cell(maker)) if maker else None,
        _plain(view, "Component.brand", part.brand),
        _plain(view, "Component.models", view.joined(part.models)),
    ]
    rows = [*scope_rows(view, "component", subject, written), *own]
    title = f"E-{number} {part.name or part.id}"
    return Block(title=title, rows=tuple(row for row in rows if row is not None))


def scope_rows(
    view: View, scope: str, subject: Subject, written: dict[str, str]
) -> list[Row | None]:
    """Makes the rows of every field of a scope, in the order of the pack."""
    return [
        view.row(field, subject, written.get(field.id, ""))
        for field in view.regime.contents.fields
        if field.scope == scope
    ]


def _reentrustments(view: View) -> Section:
    blocks = [
        _reentrustment(view, number, subject)
        for number, subject in enumerate(_by_place(view, "reentrustment"), 1)
    ]
    return Section(_title(view, "f"), tuple(blocks))


def _reentrustment(view: View, number: int, subject: Subject) -> Block:
    link = subject.record
    if not isinstance(link, Reentrustment):
        raise TypeError("a re-entrustment is a re-entrustment")
    written = {
        "reentrustment.contractor": view.numbered(link.contractor),
        "reentrustment.content": link.content,
        "reentrustment.period": view.span(link.starts_on, link.ends_on),
    }
    above = next((one for one in view.filing.reentrustments if one.id == link.entrusted_by), None)
    work = view.filing.entrustment
    by = above.contractor if above else (work.contractor if work else "")
    rows = [
        *scope_rows(view, "reentrustment", subject, written),
        Row(view.say("package.entrusted_by"), view.cell(view.party(by))),
        *_shortcut(view, link.shortcut),
    ]
    title = f"F-{number} {view.party(link.contractor) or link.id}"
    return Block(title=title, rows=tuple(row for row in rows if row is not None))


def _shortcut(view: View, shortcut: Shortcut | None) -> Iterator[Row]:
    if shortcut is None:
        return
    for name in ("content_known", "work_zone_controlled", "work_audited"):
        label = view.say(f"field.Shortcut.{name}")
        yield Row(label, view.cell(view.yes_no(getattr(shortcut, name))))
    yield Row(view.say("field.Shortcut.proof"), view.cell(shortcut.proof))


def _measures(view: View, filing: Subject, fields: list[Field]) -> Section:
    known = {row.id: row for row in view.regime.measures}
    rows = tuple(_measure(view, subject) for subject in _by_place(view, "measure"))
    if not rows:
        return Section(_title(view, "g"), _lack(view, "risk_measures", filing, fields))
    head = ("measure", "applied", "means", "evidence")
    table = Table(
        caption=_title(view, "g"),
        head=tuple(view.say(f"package.measure.{id}") for id in head),
        rows=rows,
        widths=(30, 10, 42, 18),
    )
    unread = any(row.unverified for row in known.values())
    notes = (view.say("annex.notice.unverified"),) if unread else ()
    return Section(_title(view, "g"), (Block(notes=notes, tables=(table,)),))


def _measure(view: View, subject: Subject) -> tuple[Cell, ...]:
    measure = subject.record
    if not isinstance(measure, RiskMeasure):
        raise TypeError("a measure is a measure")
    title = next((row.title for row in view.regime.measures if row.id == measure.id), None)
    name = f"{measure.id} {title.said_in(view.lang)}" if title else measure.id
    text = measure.reason if measure.applied is False else measure.means
    return (
        Cell(name),
        view.cell(view.yes_no(measure.applied)),
        view.cell(text),
        view.cell(view.joined(measure.evidence), needed=False),
    )


def _changes(view: View) -> Iterator[Block]:
    """Yields the fields that change; what an officer was and is stays with the authority."""
    fields = view.filing.change.fields if view.filing.change else ()
    names = ("path", "subject", "before", "after")
    rows = []
    for field in fields:
        hidden = view.copy == "shareable" and "officer" in field.path
        shut = Cell(view.say("package.hidden"), "hidden")
        before, after = view.cell(field.before, needed=False), view.cell(field.after, needed=False)
        both = (shut, shut) if hidden else (before, after)
        rows.append((view.cell(field.path), view.cell(field.subject, needed=False), *both))
    if rows:
        head = tuple(view.say(f"field.FieldChange.{name}") for name in names)
        yield Block(
            tables=(Table(view.say("field.Change.fields"), head, tuple(rows), (1, 1, 1, 1)),)
        )


def _lack(view: View, id: str, filing: Subject, fields: list[Field]) -> tuple[Block, ...]:
    """The row of a list that has no entry, where the pack asks for one."""
    rows = [view.row(field, filing, "") for field in fields if field.id == id]
    shown = tuple(row for row in rows if row is not None)
    return (Block(rows=shown),) if shown else ()


def _by_place(view: View, scope: str) -> list[Subject]:
    """Lists subjects in the order of the filing, as its writer knows them."""
    subjects = [
        each for name, group in view.vetted.subjects.items() if name == scope for each in group
    ]
    return sorted(subjects, key=lambda subject: int(subject.pointer.rpartition("/")[2] or 0))
