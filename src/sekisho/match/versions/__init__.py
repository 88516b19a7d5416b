"""Order-preserving version keys per ecosystem, usable alone.

`key("PyPI", "1.0rc1") < key("PyPI", "1.0")`: an index can store bounds once and compare bytes.
"""

from __future__ import annotations

from sekisho.match.versions.order import ORDERS, compare, is_certain, is_semver, key, knows
from sekisho.match.versions.vers import VersRange, parse_vers

__all__ = [
    "ORDERS",
    "VersRange",
    "compare",
    "is_certain",
    "is_semver",
    "key",
    "knows",
    "parse_vers",
]
