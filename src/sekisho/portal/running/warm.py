"""Reads what every page needs before the first one is asked for, and lets it be.

What a process keeps for its whole life (the law, the words, the templates) is looked through by
Python's search for garbage again and again, for a tenth of a second each time, in the middle of
somebody's page. Frozen, it is left out.
"""

from __future__ import annotations

import gc

from django.template.loader import get_template
from django.urls import get_resolver

from sekisho.portal.cases.door import TOKYO, now
from sekisho.portal.cases.engine import current_library, regime_on
from sekisho.portal.filing.acts import STATUTE
from sekisho.report.catalogue import LANGUAGES, catalogue

_TEMPLATES = ("cases/list.html", "cases/page.html", "refusal.html")
_NEW_OBJECTS = 20_000
"""After how many new objects garbage is looked for: a page makes some thousand."""


def warm() -> None:
    """Reads the law of today, the words, the addresses and the templates of the first pages."""
    regime_on(STATUTE, now().astimezone(TOKYO).date())
    current_library()
    for lang in LANGUAGES:
        catalogue(lang)
    get_resolver().reverse_dict  # noqa: B018 (read for being kept)
    for name in _TEMPLATES:
        get_template(name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
