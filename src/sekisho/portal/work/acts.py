"""What a person does with work: has it tried again."""

from __future__ import annotations

from sekisho.model.values.message import message
from sekisho.portal import who_may
from sekisho.portal.cases.door import Doing
from sekisho.portal.refusals import RefusedError
from sekisho.portal.work import table


def try_again(id: int, doing: Doing) -> None:
    """Puts failed work back on the table, with all its tries."""
    who_may.require(doing.sitting, "work.retry")
    if not table.try_again(id):
        raise RefusedError(message("portal.work.not_failed"))
