"""The cover note for e-mail or e-Gov: what is filed, with what, and by whom."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.desk.package.attachments import file_text, list_attachments, proof_text
from sekisho.desk.package.form import form_line, form_title
from sekisho.desk.package.view import View
from sekisho.desk.paper.sheet import Block, Cell, Row, Section, Sheet, Table


def make_cover(view: View, file: str) -> Sheet:
    """Gives the cover note as a sheet; who to contact is left to be filled in.

    `file` is the name of the file that holds the filing itself.
    """
    filing = view.filing
    operator = view.party(filing.operator.party)
    party = filing.party(filing.operator.party)
    rows = (
        (view.say("package.cover.subject"), _subject(view)),
        (view.say("field.Filing.operator"), operator),
        (view.say("field.Party.representative"), party.representative if party else ""),
        (view.say("field.Filing.reference"), filing.reference),
        (view.say("field.Facility.name"), filing.facility.name),
        (view.say("field.Filing.filed_on"), view.day(filing.filed_on)),
    )
    contact = [
        Row(view.say(f"package.cover.{id}"), Cell(view.say("package.cover.fill_in"), "open"))
        for id in ("contact", "telephone", "mail")
    ]
    fields = (*(Row(label, view.cell(text)) for label, text in rows), *contact)
    enclosed = _enclosed(view, file)
    table = Table(
        caption=view.say("package.cover.enclosed", n=len(enclosed)),
        head=(
            view.say("package.attachment.number"),
            view.say("package.attachment.what"),
            view.say("field.Evidence.path"),
        ),
        rows=tuple(
            (Cell(str(number)), Cell(what), view.cell(file))
            for number, (what, file) in enumerate(enclosed, 1)
        ),
        widths=(8, 46, 46),
    )
    return Sheet(
        lang=view.lang,
        title=view.say("package.cover"),
        running=" · ".join(part for part in (operator, filing.reference) if part),
        on=view.vetted.on,
        author=operator,
        lines=(_address(view), *_body(view)),
        marks=(view.say("package.fictional"),) if filing.fictional else (),
        sections=(
            Section(view.say("package.cover.filing"), (Block(rows=fields),)),
            Section(table.caption, (Block(tables=(table,)),)),
        ),
    )


def write_cover_text(view: View, cover: Sheet) -> str:
    """Gives a cover note as plain text, to be pasted into an e-mail or a form."""
    return "\n".join(_text(view, cover)) + "\n"


def _text(view: View, sheet: Sheet) -> Iterator[str]:
    yield from sheet.marks
    yield from sheet.lines
    for section in sheet.sections:
        yield ""
        yield f"{view.say('package.cover.bullet')}{section.title}"
        for block in section.blocks:
            for row in block.rows:
                yield view.say("report.labelled", label=row.label, text=row.cell.text)
            for table in block.tables:
                for cells in table.rows:
                    words = [" ".join(cell.text.split()) for cell in cells]
                    yield f"  {words[0]}. {' - '.join(word for word in words[1:] if word)}"


def _address(view: View) -> str:
    return view.say("package.to", authority=view.authority_name or view.say("package.not_stated"))


def _subject(view: View) -> str:
    return view.say("package.cover.subject.text", title=form_title(view), form=form_line(view))


def _body(view: View) -> Iterator[str]:
    articles = [
        reason.article
        for duty in view.vetted.assessment.duties
        if duty.need == "needed"
        for reason in duty.reasons
        if reason.article
    ]
    if articles:
        article = view.article(articles[0])
        regime = view.regime.title(view.lang)
        yield view.say("package.cover.under", regime=regime, article=article)
    yield view.say("package.cover.body")


def _enclosed(view: View, file: str) -> list[tuple[str, str]]:
    """The filing itself, then every document that is there, as what it shows and its file."""
    found = [(form_title(view), file)]
    for each in list_attachments(view.vetted):
        if each.item is None or not each.item.evidence.path:
            continue
        party = view.party(each.party) if each.party else ""
        kind = proof_text(view, each.proves) if each.proves else ""
        kind = kind or view.say(f"word.{each.item.evidence.kind}")
        what = view.joined((kind, party))
        found.append((what, file_text(view, each.item)))
    return found
