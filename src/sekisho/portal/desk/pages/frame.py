"""What the pages of the desk share: who acts, and errors told on the page they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest

from sekisho.model.errors import Defect, InputError, UsageError
from sekisho.model.values.message import Message
from sekisho.portal.cases import door
from sekisho.portal.cases.door import Doing
from sekisho.portal.cases.pages import sitting_of
from sekisho.portal.desk.forms import instead
from sekisho.portal.look.frame import lang_of
from sekisho.portal.refusals import IncompleteError, RefusedError
from sekisho.report.catalogue import say

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def doing(request: HttpRequest) -> Doing:
    """Says who acts, and when."""
    return Doing(sitting_of(request), door.now())


def tried(act: Callable[[], Any]) -> tuple[Any, tuple[Defect, ...]]:
    """Does an act; gives what came of it, or what is wrong with what was handed in.

    What the person may not do, or what has changed meanwhile, is a page of its own.
    """
    try:
        return act(), ()
    except (InputError, UsageError, IncompleteError) as error:
        return None, shown(error.defects)
    except RefusedError as error:
        if type(error) is not RefusedError:
            raise
        return None, shown(error.defects)


def shown(defects: Iterable[Defect]) -> tuple[Defect, ...]:
    """Gives defects with remedies that speak of these pages, not of the command line."""
    return tuple(_shown(defect) for defect in defects)


def tell(request: HttpRequest, said: Iterable[Message]) -> None:
    """Has the next page tell something."""
    for one in said:
        messages.info(request, say(one, lang_of()))


def download(content: bytes | Iterable[bytes], name: str, kind: str) -> FileResponse:
    """Gives a file to be kept, never shown in place."""
    stream = BytesIO(content) if isinstance(content, bytes) else content
    answer = FileResponse(stream, as_attachment=True, filename=name, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _shown(defect: Defect) -> Defect:
    remedy = defect.remedy
    if remedy is None:
        return defect
    own = Message(id=instead(remedy.id), params=remedy.params)
    return Defect(message=defect.message, place=defect.place, remedy=own)
