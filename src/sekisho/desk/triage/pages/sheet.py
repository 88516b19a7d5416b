"""The frame of the pages: no script, nothing from elsewhere, one style known by its digest."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from sekisho import report
from sekisho.report.catalogue import say_id
from sekisho.report.markup import Markup, element, raw

_REPORT = Path(report.__file__).parent / "look" / "report.css"
_OWN = Path(__file__).parents[1] / "look" / "memo.css"


def document(title: str, lang: str, header: Markup, main: Markup, footer: Markup) -> str:
    """Writes a whole page; its own security policy forbids scripts and anything from elsewhere."""
    style, policy = _style()
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{title} - Sekisho"),
        element("style", style),
    )
    body = element(
        "body",
        element("a", say_id("report.skip", lang), href="#main", class_="skip"),
        header,
        element("main", main, id="main", tabindex="-1"),
        footer,
    )
    return f"<!doctype html>\n{element('html', head, body, lang=lang)}\n"


@cache
def _style() -> tuple[Markup, str]:
    text = "".join(path.read_text(encoding="utf-8") for path in (_REPORT, _OWN))
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return raw(text), f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"
