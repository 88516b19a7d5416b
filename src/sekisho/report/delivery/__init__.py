"""A vendor's delivery in words: the files that came, and the questions to send back."""

from __future__ import annotations

from sekisho.check.delivery import questions
from sekisho.model.case import Case
from sekisho.model.operator.delivery import Arrived
from sekisho.report.catalogue import LANGUAGES, say, say_id, say_term, visible
from sekisho.report.columns import wrap
from sekisho.report.markup import Markup, element, table

_SHOWN = 200
_KIB, _MIB = 1024, 1024 * 1024


def listing(case: Case, lang: str) -> str:
    """Lists every file that came with what it is, its size and its SHA-256, in the order of paths.

    Of more than some hundred files the first are listed, and how many follow.
    """
    files = _files(case)
    lines = [say_id("delivery.listing", lang, n=len(files))]
    for file, sha256, size in files[:_SHOWN]:
        lines.append(wrap(visible(file.path), first="  ", rest="    "))
        about = _about(file, lang)
        lines.append(f"      {about} · {_size(size)}" if sha256 else f"      {about}")
        if sha256:
            # Never wrapped: a digest is there to be copied.
            lines.append(f"      {sha256}")
    if len(files) > _SHOWN:
        lines.append(say_id("delivery.listing_more", lang, n=len(files) - _SHOWN))
    return "\n".join([*lines, ""])


def file_table(case: Case, lang: str) -> Markup:
    """Gives every file that came as a table; as in `listing`, of very many the first."""
    files = _files(case)
    head = tuple(
        say_id(f"delivery.column.{id}", lang) for id in ("path", "about", "size", "digest")
    )
    rows = [
        (
            element("span", visible(file.path), class_="path"),
            _about(file, lang),
            _size(size) if sha256 else "",
            element("code", sha256, class_="digest") if sha256 else "",
        )
        for file, sha256, size in files[:_SHOWN]
    ]
    caption = say_id("delivery.listing", lang, n=len(files))
    more = say_id("delivery.listing_more", lang, n=len(files) - _SHOWN).strip()
    after = [element("p", more)] if len(files) > _SHOWN else []
    return element("div", table(caption, head, rows), *after)


def question_list(case: Case, lang: str) -> Markup:
    """Gives the questions to the vendor as a numbered list."""
    return element("ol", *(element("li", say(each, lang)) for each in questions(case)))


def _files(case: Case) -> list[tuple[Arrived, str, int]]:
    """Every file that came with its SHA-256 and size, both empty where it could not be read."""
    digests = {file.path: (file.sha256, file.size) for file in case.delivered}
    digests |= {i.evidence.path: (i.observed_sha256, i.size) for i in case.evidence}
    came = case.delivery.files if case.delivery else ()
    return [(file, *digests.get(file.path, ("", 0))) for file in came]


def asked(case: Case, lang: str) -> str:
    """Says the questions to the vendor in a language, numbered."""
    lines = ["", say_id("vendor.ask.head", lang)]
    for number, question in enumerate(questions(case), start=1):
        lines.append(wrap(say(question, lang), first=f"  {number}. ", rest="     "))
    return "\n".join(lines)


def letter(case: Case) -> str:
    """Gives the questions as a text to send, in Japanese and then in English."""
    parts = []
    delivery = case.delivery
    for lang in reversed(LANGUAGES):
        product = f"{delivery.product} {delivery.version}".strip() if delivery else ""
        parts.append(f"# {say_id('vendor.ask.title', lang, product=product)}\n")
        parts.append(f"{say_id('vendor.ask.greeting', lang)}\n")
        numbered = enumerate(questions(case), start=1)
        parts.append("".join(f"{n}. {say(question, lang)}\n" for n, question in numbered))
    return "\n".join(parts)


def _about(file: Arrived, lang: str) -> str:
    kind = say_term(f"file.{file.kind}", lang)
    state = say_term(f"file_state.{file.state}", lang)
    return say_id("delivery.about", lang, kind=kind, state=state)


def _size(size: int) -> str:
    if size >= _MIB:
        return f"{size / _MIB:.1f} MiB"
    return f"{size / _KIB:.1f} KiB" if size >= _KIB else f"{size} B"
