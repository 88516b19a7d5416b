"""Whether a package URL is one, by the rules of ECMA-427 that concern its parts."""

from __future__ import annotations

import re
from typing import Any

_FORM = re.compile(
    r"pkg:/*(?P<type>[A-Za-z][A-Za-z0-9.-]*)/+(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<sub>.*))?\Z",
    re.DOTALL,
)
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9._-]*\Z")
_BAD = re.compile(r"[\s\x00-\x1f\x7f\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")
_LONGEST = 4096

_NO_NAMESPACE = frozenset(
    {"bitnami", "cargo", "conda", "cran", "gem", "hackage", "mlflow", "nuget", "oci", "pub", "pypi"}
)
_NEEDS_NAMESPACE = frozenset({"alpm", "bitbucket", "composer", "github", "maven", "swift"})
"""Types whose definition forbids a namespace, or cannot do without."""


def is_valid(purl: Any) -> bool:
    """Says whether a value is a package URL with a type, a name, and what its type asks for."""
    if not isinstance(purl, str) or len(purl) > _LONGEST or _BAD.search(purl):
        return False
    found = _FORM.match(purl)
    if not found:
        return False
    namespace, name, _ = _split(found["path"])
    kind = found["type"].lower()
    if not name or (namespace and kind in _NO_NAMESPACE):
        return False
    if kind in _NEEDS_NAMESPACE and not namespace:
        return False
    return _has_sound_keys(found["query"])


def identity(purl: str) -> tuple[str, ...]:
    """Gives everything of a package URL but its qualifiers."""
    found = _FORM.match(purl)
    if not found:
        return (purl,)
    return (found["type"].lower(), *_split(found["path"]), found["sub"] or "")


def _split(path: str) -> tuple[str, str, str]:
    """Namespace, name and version; a scope of npm may stand with a plain `@`."""
    path = path.strip("/")
    front, sign, version = path.rpartition("@")
    if not sign or "/" in version or (not front and not path.startswith("@")):
        front, version = path, ""
    if sign and not front:
        return "", "", version
    namespace, _, name = front.rpartition("/")
    return namespace.strip("/"), name, version


def _has_sound_keys(query: str | None) -> bool:
    if not query:
        return True
    pairs = [pair.partition("=") for pair in query.split("&")]
    keys = [key.lower() for key, _, _ in pairs]
    return all(_KEY.match(key) and sign for key, sign, _ in pairs) and len(set(keys)) == len(keys)
