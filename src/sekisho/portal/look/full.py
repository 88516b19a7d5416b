"""Telling a full disk from other faults, whoever met it: the vault, the upload, the database."""

from __future__ import annotations

import errno

from django.db import DatabaseError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_SQLITE = "database or disk is full"
_POSTGRESQL = "53100"
"""The SQLSTATE of a full disk."""


def is_full(error: BaseException | None) -> bool:
    """Says whether a fault, or what caused it, is that there is no room left."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if isinstance(error, DatabaseError) and _SQLITE in str(error):
            return True
        if getattr(error, "sqlstate", None) == _POSTGRESQL:
            return True
        error = error.__cause__ or error.__context__
    return False
