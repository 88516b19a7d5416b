"""Our words on the pages of the desk."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from sekisho.model.operator.register import NONE, OWN_STAFF
from sekisho.portal.cases.door import TOKYO
from sekisho.portal.look.frame import lang_of
from sekisho.report.catalogue import say_date, say_id, say_term, visible
from sekisho.report.markup import element, join

register = template.Library()
_WORDS = {OWN_STAFF: "triage.word.own_staff", NONE: "portal.register.none"}
"""Values of a register that are words of ours."""


@register.simple_tag
def say_outcome(outcome: str) -> str:
    """Says what came of a month."""
    return say_id(f"portal.month.outcome.{outcome}", lang_of())


@register.simple_tag
def say_field(key: str) -> str:
    """Names a column of the register."""
    return say_id(f"field.RegisterEntry.{key}", lang_of())


@register.simple_tag
def register_cells(entry: Any, columns: tuple[str, ...]) -> SafeString:
    """Writes the cells of a row of the register, the first of which names it."""
    cells = []
    for at, key in enumerate(columns):
        text = _cell(getattr(entry, key))
        cells.append(element("td", text) if at else element("th", text, scope="row"))
    return mark_safe(join(*cells))  # noqa: S308 (made by report.markup, which escapes)


@register.filter
def tokyo(at: datetime) -> date:
    """Gives the day in Tokyo of a time."""
    return at.astimezone(TOKYO).date()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return say_term("yes" if value else "no", lang_of())
    if isinstance(value, date):
        return say_date(value, lang_of())
    return say_id(_WORDS[value], lang_of()) if value in _WORDS else visible(str(value))
