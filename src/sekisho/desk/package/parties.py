"""Section D: the block of every supplier, component supplier, contractor and re-contractor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sekisho.desk.package.view import View
from sekisho.desk.paper.sheet import Block, Cell, Row, Section, Table
from sekisho.model.party import ForeignGovernmentSale, Officer, Party, VoteHolder
from sekisho.model.values.ratio import Ratio
from sekisho.regime.scopes import Subject
from sekisho.regime.tables.contents import Field, Scope
from sekisho.report.catalogue import say_id

_LISTS: dict[str, Scope] = {
    "party.vote_holders": "holder",
    "party.officers": "officer",
}
"""Fields of a party that are lists: they are shown as tables."""


def party_section(view: View) -> Section:
    """Makes section D; each party stands once, whatever it does."""
    subjects = {subject.id: subject for subject in view.vetted.subjects["party"]}
    blocks = tuple(
        _block(view, number, subjects[f"party:{id}"]) for id, number in view.vetted.numbers.items()
    )
    return Section(view.say("package.section.d"), blocks)


def is_spared(subject: Subject) -> bool:
    """Says whether the shortcut lets owners and officers of a party be left out."""
    return subject.facts.get("subject.shortcut_holds") is True


def _parts(view: View, id: str) -> tuple[str, ...]:
    """What a party does in the filing, as exactly as the form asks."""
    filing, work = view.filing, view.filing.entrustment
    played = (
        ("supplier", filing.facility.supplier == id),
        ("component_supplier", any(part.supplier == id for part in filing.components)),
        ("contractor", work is not None and work.contractor == id),
        ("recontractor", any(link.contractor == id for link in filing.reentrustments)),
    )
    return tuple(role for role, plays in played if plays)


def _block(view: View, number: str, subject: Subject) -> Block:
    party = subject.record
    if not isinstance(party, Party):
        raise TypeError("a party is a party")
    roles = view.joined(tuple(view.say(f"package.role.{role}") for role in _parts(view, party.id)))
    fields = [row for row in view.regime.contents.fields if row.scope == "party"]
    rows: list[Row | None] = []
    tables: list[Table] = []
    for field in fields:
        if field.id in _LISTS:
            table = _table(view, field, party)
            tables += [table] if table else []
            rows += [] if table else [_empty(view, field, subject, party)]
        else:
            rows.append(view.row(field, subject, _value(view, field.id, party)))
    sales = _sales(view, subject, party)
    tables += [sales] if sales else []
    rows += [*_own(view, party), *([] if sales else [_no_sales(view, subject, party)])]
    return Block(
        title=view.say("package.party", number=number, name=party.name or party.id, roles=roles),
        rows=tuple(row for row in rows if row is not None),
        tables=tuple(tables),
    )


def _value(view: View, id: str, party: Party) -> str:
    written = {
        "party.name": party.name,
        "party.representative": party.representative,
        "party.address": party.address.address,
        "party.address.country": view.country(party.address.country),
        "party.law_country": view.country(party.law_country),
        "party.fiscal_years": _days(view, party.fiscal_years_ended_on),
    }
    return written.get(id, "")


def _days(view: View, days: tuple[date, ...]) -> str:
    return view.joined(tuple(view.day(day) for day in sorted(days, reverse=True)))


def _own(view: View, party: Party) -> Iterator[Row]:
    """Yields what the form does not ask for and helps to tell who it is."""
    more = (
        ("Party.other_names", view.joined(party.other_names)),
        ("Party.founded_on", view.day(party.founded_on) if party.founded_on else ""),
        ("Identifiers.corporate_number", party.identifiers.corporate_number),
        ("Identifiers.lei", party.identifiers.lei),
        ("Identifiers.duns", party.identifiers.duns),
    )
    for field, text in more:
        if text:
            yield Row(view.say(f"field.{field}"), Cell(text))


def _empty(view: View, field: Field, subject: Subject, party: Party) -> Row | None:
    """A list without entries: none by statement, left out by the shortcut, or lacking."""
    label, article = view.label(field), view.article(field.article)
    if field.id == "party.vote_holders" and party.no_vote_holders:
        return Row(label, Cell(view.say("package.no_vote_holders")), article)
    if is_spared(subject):
        return Row(label, Cell(view.say("package.spared"), "hidden"), article)
    return view.row(field, subject, "")


def _table(view: View, field: Field, party: Party) -> Table | None:
    if field.id == "party.vote_holders":
        head: tuple[str, ...] = ("VoteHolder.name", "VoteHolder.country", "VoteHolder.votes")
        rows = tuple(_holder(view, each) for each in party.vote_holders)
        widths: tuple[int, ...] = (50, 30, 20)
    else:
        names = ("name", "title", "born_on", "nationality")
        head = tuple(f"Officer.{name}" for name in names)
        rows = tuple(_officer(view, each) for each in party.officers)
        widths = (32, 22, 24, 22)
    if not rows:
        return None
    caption = view.say(f"field.Party.{field.paths[0]}")
    labels = tuple(view.say(f"field.{name}") for name in head)
    return Table(caption, (_headed(view, caption, labels[0]), *labels[1:]), rows, widths)


def _holder(view: View, holder: VoteHolder) -> tuple[Cell, ...]:
    return (
        view.cell(holder.name),
        view.cell(view.country(holder.country)),
        view.cell(_share(view, holder.votes)),
    )


def _officer(view: View, officer: Officer) -> tuple[Cell, ...]:
    born = view.cell(view.day(officer.born_on))
    if view.copy == "shareable" and officer.born_on is not None:
        born = Cell(view.say("package.hidden"), "hidden")
    return (
        view.cell(officer.name),
        view.cell(officer.title, needed=False),
        born,
        view.cell(view.country(officer.nationality)),
    )


def _sales(view: View, subject: Subject, party: Party) -> Table | None:
    if is_spared(subject) or not party.foreign_government_sales:
        return None
    names = ("fiscal_year_ended_on", "body", "country", "share")
    head = tuple(view.say(f"field.ForeignGovernmentSale.{name}") for name in names)
    caption = view.say("field.Party.foreign_government_sales")
    rows = tuple(_sale(view, sale) for sale in party.foreign_government_sales)
    return Table(caption, (_headed(view, caption, head[0]), *head[1:]), rows, (30, 34, 18, 18))


def _sale(view: View, sale: ForeignGovernmentSale) -> tuple[Cell, ...]:
    return (
        view.cell(view.day(sale.fiscal_year_ended_on)),
        view.cell(sale.body),
        view.cell(view.country(sale.country)),
        view.cell(_share(view, sale.share)),
    )


def _no_sales(view: View, subject: Subject, party: Party) -> Row:
    label = view.say("field.Party.foreign_government_sales")
    window = view.regime.contents.sales
    article = view.article(window.article) if window else ""
    if is_spared(subject):
        return Row(label, Cell(view.say("package.spared"), "hidden"), article)
    if not party.fiscal_years_ended_on:
        return Row(label, view.cell("", needed=None), article)
    return Row(label, Cell(view.say("package.no_sales")), article)


def _headed(view: View, caption: str, label: str) -> str:
    return view.say("report.labelled", label=caption, text=label)


def _share(view: View, share: Ratio | None) -> str:
    return say_id("package.share", view.lang, share=str(share)) if share is not None else ""
