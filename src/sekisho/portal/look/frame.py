"""What every page is given: the language, who sits there, what the site is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_resolver
from django.utils.translation import get_language

from sekisho.portal import who_may
from sekisho.portal.accounts.sitting import Sitting
from sekisho.portal.settings.environment import environment

_PLACES = (
    ("case_list", "portal.nav.cases", "case.list"),
    ("updates", "portal.nav.updates", "triage.see"),
    ("register", "portal.nav.register", "register.see"),
    ("planning", "portal.nav.planning", "register.see"),
    ("groups", "portal.groups.title", "queue.see"),
    ("absences", "portal.absence.title", "absence.state"),
    ("people", "portal.nav.people", "people.see"),
    ("work", "portal.work.title", "work.see"),
)


def lang_of(request: HttpRequest | None = None) -> str:
    """Gives the language of the page: `ja` or `en`."""
    del request
    return "en" if (get_language() or "").startswith("en") else "ja"


def frame(request: HttpRequest) -> dict[str, Any]:
    """Gives what the frame of a page shows."""
    sitting: Sitting = getattr(request, "sitting", Sitting())
    return {
        "lang": lang_of(),
        "sitting": sitting,
        "mode": environment().mode,
        "relaxed": not settings.SECOND_FACTOR,
        "brokers": environment().brokers,
        "too_weak": who_may.is_too_weak(sitting),
        "places": [
            (name, said)
            for name, said, act in _PLACES
            if who_may.may(sitting, act) and name in get_resolver().reverse_dict
        ],
    }
