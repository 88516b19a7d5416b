"""A page as one HTML file: no script, nothing from elsewhere, printable, accessible."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from sekisho.report.markup import Markup, element, raw

_STYLE = Path(__file__).parent / "look" / "paper.css"


def write_page(lang: str, title: str, *body: str) -> str:
    """Writes a whole document in a language; what is no markup among its parts is escaped.

    The document forbids scripts and anything from elsewhere by its own content security policy.
    """
    style, policy = _style()
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", style),
    )
    return f"<!doctype html>\n{element('html', head, element('body', element('main', *body)), lang=lang)}\n"


@cache
def _style() -> tuple[Markup, str]:
    """Gives the style sheet and the digest by which the policy lets it in."""
    text = _STYLE.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return raw(text), f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"
