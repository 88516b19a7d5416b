"""Sekisho vets what is about to enter critical infrastructure.

The published interface is what `__all__` names; it is loaded on first use, so that a command
that needs little starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "Assessment": "sekisho.model.assessment",
    "Case": "sekisho.model.case",
    "Filing": "sekisho.model.filing",
    "Finding": "sekisho.model.finding",
    "SekishoError": "sekisho.model.errors",
    "vet": "sekisho.vet",
}

__all__ = ["Assessment", "Case", "Filing", "Finding", "SekishoError", "__version__", "vet"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(name)
