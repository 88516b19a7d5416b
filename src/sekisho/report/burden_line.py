"""The burden of a case in one line."""

from __future__ import annotations

from sekisho.model.burden import Burden
from sekisho.report.catalogue import say_id

_FIELDS = ("typed", "reused", "prefilled", "open")


def burden_line(burden: Burden, lang: str) -> str:
    """Says what a case asks of the one who files it; what comes to nothing is left out."""
    comma = "、" if lang == "ja" else ", "
    said = comma.join(_parts(burden, lang, comma)) or say_id("burden.none", lang)
    return say_id("report.labelled", lang, label=say_id("burden.title", lang), text=said)


def _parts(burden: Burden, lang: str, comma: str) -> list[str]:
    parts = []
    if burden.fields or burden.open:
        fields = say_id("burden.fields", lang, n=burden.fields)
        counts = [(word, getattr(burden, word)) for word in _FIELDS]
        inner = comma.join(say_id(f"burden.{word}", lang, n=n) for word, n in counts if n)
        parts.append(say_id("burden.within", lang, said=fields, parts=inner))
    if burden.documents:
        parts.append(say_id("burden.documents", lang, n=burden.documents))
    if burden.questions:
        parts.append(say_id("burden.questions", lang, n=burden.questions))
    if burden.days_before_acceptance is not None:
        parts.append(say_id("burden.before", lang, n=burden.days_before_acceptance))
    if burden.days_on_clock:
        parts.append(say_id("burden.clock", lang, n=burden.days_on_clock))
    elif burden.days_on_clock is None and burden.fields:
        parts.append(say_id("burden.clock.unknown", lang))
    return parts
