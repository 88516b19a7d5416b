"""The checks in the order in which they look; the one place that lists them."""

from __future__ import annotations

from sekisho.check.look import Check

CHECKS: tuple[Check, ...] = ()
