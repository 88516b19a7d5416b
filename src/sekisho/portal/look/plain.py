"""The parameters of a message as the catalogue takes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sekisho.portal.cases.door import TOKYO


def plain(value: Any) -> Any:
    """Gives a day as its text, a time as its day in Tokyo, and anything unknown as it reads."""
    if isinstance(value, datetime):
        return value.astimezone(TOKYO).date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, bool | int | tuple) else str(value)
