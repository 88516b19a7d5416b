"""What is missing or stale, for those who make the filing; it goes to no one else."""

from __future__ import annotations

from collections.abc import Iterator

from sekisho.desk.package.attachments import condition_text, list_attachments, proof_text
from sekisho.desk.package.form import form_line, form_title
from sekisho.desk.package.view import View
from sekisho.desk.paper.sheet import Block, Cell, Section, Sheet, State, Table
from sekisho.model.finding import Finding
from sekisho.report.catalogue import say, say_term, visible

_FINE = ("valid", "present")
_LOST = ("absent", "differs")
"""What the check of completeness does not look at: it reads what the filing lists, no file."""
_LOOKS: dict[str, State] = {"critical": "missing", "high": "missing", "medium": "missing"}
_CHECK = "completeness"


def make_review(view: View) -> Sheet:
    """Lists what the check of completeness found and could not tell, and each document at fault."""
    filing = view.filing
    return Sheet(
        lang=view.lang,
        title=view.say("package.review", title=form_title(view)),
        running=" · ".join(
            part for part in (filing.reference, view.say("package.own_use")) if part
        ),
        on=view.vetted.on,
        author=view.party(filing.operator.party),
        lines=(view.say("package.to", authority=view.authority_name or "-"), form_line(view)),
        marks=tuple(_marks(view)),
        sections=tuple(section for section in _sections(view) if section.blocks),
        foot=(
            view.say("package.review.others", n=_others(view)),
            view.say("package.cover.channel"),
            view.say("report.name", digest=view.vetted.assessment.sha256),
        ),
    )


def lacks(view: View) -> int:
    """Counts what was found missing or stale, hints aside, and the files that are not as listed."""
    found = sum(finding.severity != "info" for finding in _findings(view, "found"))
    return found + sum(each.condition in _LOST for each in list_attachments(view.vetted))


def open_points(view: View) -> int:
    """Counts what could not be told, the whole check included."""
    runs = [run for run in view.vetted.assessment.checks if run.check == _CHECK]
    unnamed = sum(each.condition == "unnamed" for each in list_attachments(view.vetted))
    reasons = sum(run.reason is not None for run in runs)
    return reasons + len(_findings(view, "not_checked")) + unnamed


def _marks(view: View) -> Iterator[str]:
    if view.filing.fictional:
        yield view.say("package.fictional")
    yield view.say("package.review.mark")
    for caveat in view.vetted.assessment.caveats:
        yield say(caveat, view.lang)


def _findings(view: View, state: str) -> list[Finding]:
    return [
        finding
        for finding in view.vetted.assessment.findings
        if finding.state == state and finding.rule.startswith(f"{_CHECK}.")
    ]


def _others(view: View) -> int:
    found = [one for one in view.vetted.assessment.findings if one.state == "found"]
    return len(found) - len(_findings(view, "found"))


def _sections(view: View) -> Iterator[Section]:
    found = _findings(view, "found")
    title = view.say("package.review.found", n=len(found))
    none = "package.review.none" if view.vetted.is_due else "package.nothing_due"
    notes = () if found else (view.say(none),)
    yield Section(title, (Block(notes=notes, tables=_table(view, title, found)),))
    unread = _findings(view, "not_checked")
    reasons = [
        say(run.reason, view.lang)
        for run in view.vetted.assessment.checks
        if run.check == _CHECK and run.reason is not None
    ]
    if unread or reasons:
        title = view.say("package.review.open", n=len(unread) + len(reasons))
        yield Section(title, (Block(notes=tuple(reasons), tables=_table(view, title, unread)),))
    yield _documents(view)


def _table(view: View, caption: str, findings: list[Finding]) -> tuple[Table, ...]:
    if not findings:
        return ()
    head = tuple(view.say(f"package.review.{id}") for id in ("severity", "what", "do"))
    rows = tuple(_row(view, finding) for finding in findings)
    return (Table(caption, head, rows, (12, 48, 40)),)


def _row(view: View, finding: Finding) -> tuple[Cell, ...]:
    details = [say(detail, view.lang) for detail in finding.details]
    return (
        Cell(say_term(finding.severity, view.lang), _LOOKS.get(finding.severity, "stated")),
        Cell("\n".join((say(finding.message, view.lang), *details)), code=visible(finding.place)),
        Cell(say(finding.remedy, view.lang) if finding.remedy else ""),
    )


def _documents(view: View) -> Section:
    """The documents at fault, whatever the fault."""
    wrong = [each for each in list_attachments(view.vetted) if each.condition not in _FINE]
    title = view.say("package.review.documents", n=len(wrong))
    if not wrong:
        return Section(title, ())
    rows = tuple(
        (
            Cell(view.party(each.party) if each.party else ""),
            Cell(proof_text(view, each.proves) if each.proves else ""),
            Cell(each.item.evidence.path if each.item else ""),
            condition_text(view, each),
        )
        for each in wrong
    )
    names = ("party", "what", "file", "condition")
    head = tuple(view.say(f"package.attachment.{name}") for name in names)
    return Section(title, (Block(tables=(Table(title, head, rows, (27, 27, 26, 20)),)),))
