"""What the paths of the change classes are called."""

from __future__ import annotations

from sekisho.model.filing import Filing
from sekisho.report.catalogue import knows, say_id


def path_text(path: str, lang: str) -> str:
    """Names a path of the change classes; one without words is shown as it is written."""
    whole = f"portal.changing.path.{path}"
    if knows(whole, lang):
        return say_id(whole, lang)
    role, _, part = path.partition(".")
    ids = (f"portal.changing.role.{role}", f"portal.changing.part.{part}")
    if not all(knows(id, lang) for id in ids):
        return path
    said = (say_id(id, lang) for id in ids)
    return say_id("portal.changing.path", lang, **dict(zip(("role", "part"), said, strict=True)))


def subject_text(filing: Filing, subject: str) -> str:
    """Names what a changed field is of: a party, a component, else as it is written."""
    party, part = filing.party(subject), filing.component(subject)
    return (party.name if party else part.name if part else "") or subject
