"""Who follows a vetting: told before each check how far it is, without part in the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sekisho.check.table import CHECKS

_FOLLOWER: ContextVar[Callable[[float], None] | None] = ContextVar("follower", default=None)


@contextmanager
def following(tell: Callable[[float], None]) -> Iterator[None]:
    """Has `tell` told the share done (0 to 1) before each check of the vettings inside.

    It may raise to stop the vetting; it cannot change what a vetting answers.
    """
    before = _FOLLOWER.set(tell)
    try:
        yield
    finally:
        _FOLLOWER.reset(before)


def tell_next(check: str) -> None:
    """Tells who follows that a check begins."""
    tell = _FOLLOWER.get()
    if tell is None:
        return
    names = [known.name for known in CHECKS]
    tell(names.index(check) / len(names) if check in names else 0.0)
