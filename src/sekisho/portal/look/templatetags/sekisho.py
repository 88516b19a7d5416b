"""Our words in templates: messages, days, terms, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BoundField, Form, RadioSelect
from django.template import Context
from django.utils.safestring import SafeString, mark_safe
from msgspec.structs import replace

from sekisho.model.values.message import Message
from sekisho.portal import who_may
from sekisho.portal.accounts.models import Membership, Role
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.cases.door import TOKYO, now
from sekisho.portal.cases.engine import regime_on
from sekisho.portal.cases.queries import CaseView
from sekisho.portal.cases.standing import WRITING
from sekisho.portal.filing.before.queries import consultations
from sekisho.portal.filing.before.steps import BEFORE, Step, steps
from sekisho.portal.filing.changing.queries import Link, links_of
from sekisho.portal.filing.elsewhere.queries import is_elsewhere, may_go_elsewhere
from sekisho.portal.look.frame import lang_of
from sekisho.portal.look.kept import pure
from sekisho.portal.look.nodes import address
from sekisho.portal.look.nodes import said as said_tag
from sekisho.portal.settings.environment import environment
from sekisho.report.articles import say_article
from sekisho.report.catalogue import knows, say, say_date, say_id, say_term

register = template.Library()
_KIBI = 1024
_OPERATORS_TURN = frozenset(
    {"draft", "returned", "introduced_unfiled", "recommended", "recommended_later"}
    | {"lapsed_unanswered", "agreed", "agreed_later", "ordered", "ordered_later"}
)
"""The states in which nothing goes on until the operator does something."""
_UNITS = (("B", 1), ("KiB", _KIBI), ("MiB", _KIBI**2), ("GiB", _KIBI**3))


register.tag("say", said_tag)
register.tag("url", address)
register.tag("pure", pure)


@register.simple_tag
def say_section(id: str) -> str:
    """Names a section of a filing."""
    return say_id("portal.section.filing" if id == "filing" else f"field.Filing.{id}", lang_of())


@register.filter
def kind_of(part: Any) -> str:
    """Says what a part of a section is: an input, a group or rows."""
    return type(part).__name__.lower()


@register.simple_tag
def say_measure(measure: str) -> str:
    """Says what is recommended or ordered: to go on as changed, or to stop."""
    return say_id(f"portal.decide.measure.{measure}", lang_of())


@register.simple_tag
def say_group(kind: str) -> str:
    """Names a kind of subject by which cases are grouped."""
    return say_id(f"portal.group.{kind}", lang_of())


@register.simple_tag
def say_view(view: str) -> str:
    """Names what is advised."""
    return say_id(f"portal.advice.{view}", lang_of())


@register.filter
def said(message: Message | None) -> str:
    """Says a message; one that sends to the command line has words of its own for a page."""
    if not message:
        return ""
    own = f"page.{message.id}"
    return say(replace(message, id=own) if knows(own, lang_of()) else message, lang_of())


@register.filter
def term(word: str) -> str:
    """Names a coded word."""
    return say_term(str(word), lang_of()) if word else ""


@register.filter
def act_name(act: str) -> str:
    """Names an act of the procedure."""
    return say_id(f"report.act.{act}", lang_of())


@register.filter
def event_name(event: Any) -> str:
    """Names what was done by an event."""
    id = f"report.act.{event.act}"
    return say_id(id, lang_of()) if knows(id, lang_of()) else say_term(event.act, lang_of())


@register.filter
def day(on: date | None) -> str:
    """Writes a date with its weekday."""
    return say_date(on, lang_of()) if on else ""


@register.filter
def moment(at: datetime | None) -> str:
    """Writes a time in Tokyo to the minute."""
    if at is None:
        return ""
    here = at.astimezone(TOKYO)
    return f"{say_date(here.date(), lang_of())} {here:%H:%M}"


@register.filter
def article(cited: str) -> str:
    """Cites an article of law."""
    return say_article(cited, lang_of()) if cited else ""


@register.filter
def called(organisation: Any) -> str:
    """Names an organisation."""
    return organisation.called(lang_of()) if organisation else ""


@register.filter
def tongue(text: Any) -> SafeString:
    """Marks Japanese text on an English page, for voices that read aloud: `<td{{ name|tongue }}>`."""
    japanese = lang_of() == "en" and any("\u3040" <= one <= "\u9fff" for one in str(text))
    return mark_safe(' lang="ja"' if japanese else "")  # noqa: S308 (one of two constants)


@register.simple_tag
def demo_people() -> tuple[Membership, ...]:
    """Gives the fictional people of a demonstration, those who file and decide first."""
    rows = Membership.objects.filter(until=None, organisation__fictional=True)
    order = {role: at for at, role in enumerate((Role.FILER, Role.EXAMINER, Role.DECIDER))}
    held = rows.select_related("user", "organisation").order_by("id")
    return tuple(sorted(held, key=lambda row: order.get(Role(row.role), len(order))))


@register.simple_tag
def outbox() -> str:
    """Gives the folder where a demonstration leaves its mail; empty elsewhere."""
    here = environment()
    return str(here.data / "outbox") if here.mode == "demo" else ""


@register.simple_tag
def act_hint(act: str) -> str:
    """Says in plain words what an act does, where its name alone leaves that open."""
    id = f"portal.hint.{act}"
    return say_id(id, lang_of()) if knows(id, lang_of()) else ""


@register.filter
def kind_of_work(work: Any) -> str:
    """Says what a piece of background work does."""
    return say_id(f"portal.work.kind.{work.kind}", lang_of())


@register.filter
def why_failed(work: Any) -> str:
    """Says why a piece of background work was given up."""
    if work.error == "died":
        return say_id("portal.work.died", lang_of(), n=work.tries)
    said = say_id(work.error, lang_of()) if knows(work.error, lang_of()) else work.error
    return say_id("portal.work.broke", lang_of(), n=work.tries, said=said)


@register.filter
def may(sitting: Sitting, act: str) -> bool:
    """Says whether the person may do an act that is about no case: `sitting|may:"case.open"`."""
    return who_may.may(sitting, act)


@register.simple_tag
def may_do(sitting: Sitting, act: str, case: Any) -> bool:
    """Says whether the person may do an act on a case: `{% may_do sitting "ask" case as may %}`."""
    return who_may.may(sitting, act, case)


@register.filter
def retained(about: str) -> str:
    """Names a row of the pack's table of personal data."""
    id = f"portal.personal.about.{about}"
    return say_id(id, lang_of()) if knows(id, lang_of()) else about


@register.filter
def markup(text: str) -> SafeString:
    """Takes markup that our own report rooms made."""
    return mark_safe(text)  # noqa: S308 (made by report.markup, which escapes)


@register.filter
def less(whole: int, part: int) -> int:
    """Gives what is left of a number."""
    return whole - part


@register.filter
def is_your_turn(row: Any, sees_queue: bool) -> bool:  # noqa: FBT001 (a filter takes one value)
    """Says whether a case in an operator's own list waits for the operator."""
    waits = row.state in _OPERATORS_TURN or bool(row.case.open_questions)
    return waits and not sees_queue


@register.filter
def text(value: Any) -> str:
    """Gives what a value is as text, as a form would send it."""
    return str(value)


@register.filter
def amount(size: int) -> str:
    """Writes a number of bytes in the largest unit that it fills."""
    unit = next((name for name, most in _UNITS if size < most * _KIBI), _UNITS[-1][0])
    most = dict(_UNITS)[unit]
    return f"{size} B" if most == 1 else f"{size / most:.1f} {unit}"


@register.filter
def authority(id: str, regime: str) -> str:
    """Names an authority by its id in a rule pack."""
    rows = regime_on(regime, now().astimezone(TOKYO).date()).authorities
    return next((row.title.said_in(lang_of()) for row in rows if row.id == id), id)


@register.simple_tag
def change_kind(kind: str) -> str:
    """Names a kind of change between two SBOMs."""
    return say_id(f"portal.change.{kind}", lang_of())


@register.simple_tag
def evidence_kind(kind: str) -> str:
    """Names a kind of evidence."""
    return say_id(f"portal.evidence.kind.{kind}", lang_of())


@register.filter
def is_before(state: str) -> bool:
    """Says whether a state is one before acceptance, in which no period runs."""
    return state in BEFORE


@register.simple_tag(takes_context=True)
def elsewhere_of(context: Context, view: CaseView) -> str:
    """Says whether the filing goes to an authority that is not here (`is`), or may (`may`)."""
    sitting = context.get("sitting") or Sitting()
    if view.relation != "own_operator":
        return ""
    if is_elsewhere(view.case):
        return "is"
    writing = view.state in WRITING
    return "may" if writing and may_go_elsewhere(view.case, sitting) else ""


@register.simple_tag
def sboms_of(rows: Any) -> tuple[Any, ...]:
    """Gives the SBOMs of what is proposed that are here, to fill a filing in from."""
    return tuple(row for row in rows or () if row.document and row.evidence.kind == "sbom")


@register.simple_tag
def source_name(source: str) -> str:
    """Names how an operator knows of a date."""
    return say_id(f"portal.dates.source.{source}", lang_of())


@register.simple_tag(takes_context=True)
def prior_consultations(context: Context) -> tuple[Any, ...]:
    """Gives the drafts that the authority of who sits there was shown."""
    return consultations(context.get("sitting") or Sitting())


@register.simple_tag
def steps_before(view: CaseView) -> tuple[Step, ...]:
    """Gives what happened before acceptance."""
    return steps(view.events, view.documents, lang_of())


@register.simple_tag
def change_class(becomes: str) -> str:
    """Names a class of change; empty is one that cannot be told."""
    id = f"explain.answer.class.{becomes}" if becomes else "explain.answer.not_checked"
    return say_id(id, lang_of())


@register.simple_tag(takes_context=True)
def changes_of(context: Context, case: Any) -> tuple[Link, ...]:
    """Gives the plan that a case changes and the changes of it, for who sits there."""
    return links_of(case, context.get("sitting") or Sitting())


@register.inclusion_tag("parts/strip.html", takes_context=True)
def strip(context: Context, case: Any) -> dict[str, Any]:
    """Keeps the clock of a case in sight on a page about one act; findings where they are told."""
    today = now().astimezone(TOKYO).date()
    sitting = context.get("sitting")
    return {
        "case": case,
        "days_left": case.days_left(today),
        "sees_findings": sitting is not None and who_may.may(sitting, "queue.see"),
    }


@register.inclusion_tag("parts/errors.html")
def errors_of(form: Form) -> dict[str, Any]:
    """Lists what is wrong with a form, each with a link to its field."""
    return {"form": form}


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """Shows a field with its label, its hint and what is wrong with it."""
    described = [f"{bound.auto_id}-hint"] if hint or bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}-error")
    widget = bound.as_widget(
        attrs={
            **({"aria-describedby": " ".join(described)} if described else {}),
            **({"aria-invalid": "true"} if bound.errors else {}),
        }
    )
    return {
        "bound": bound,
        "hint": hint or bound.help_text,
        "widget": widget,
        "described": " ".join(described),
        "group": isinstance(bound.field.widget, RadioSelect),
    }


@register.simple_tag
def may_words(act: str) -> str:
    """Says in plain words what a permission lets a person do; the act itself where none are."""
    id = f"portal.may.{act}"
    return say_id(id, lang_of()) if knows(id, lang_of()) else act


@register.simple_tag
def duty_name(duty: str) -> str:
    """Names a group of the page of permissions."""
    return say_id(f"portal.duty.{duty}", lang_of())


@register.simple_tag
def people_act(event: Any) -> str:
    """Says what was done about people."""
    about = event.about.name if event.about else event.payload.get("email", "")
    role = event.payload.get("role", "")
    id = f"portal.people.did.{event.act.replace('.', '_')}"
    if not knows(id, lang_of()):
        return str(event.act)
    return say_id(id, lang_of(), about=about, role=role)
