"""The base of every stored record."""

from __future__ import annotations

import msgspec


class Record(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """A frozen record; fields at their default are left out when it is written.

    Leaving defaults out keeps the digest of an old document the same when a later
    version of Sekisho adds an optional field.
    """
