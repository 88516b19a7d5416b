from __future__ import annotations

import importlib
import pkgutil
import re
from typing import Any

import pytest

import sekisho
from sekisho.model import errors
from sekisho.model.errors import Defect, DefectsError, InputError, Place, SekishoError
from sekisho.model.values.message import message

_BRANCH = re.compile(r"^(?P<indent>(?:│   |    )*)(?P<fork>[├└]── )?(?P<name>\w+Error)\b")


def _drawn() -> dict[str, str]:
    """Reads the tree drawn at the head of the module: each error and the one above it."""
    above: dict[str, str] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if found := _BRANCH.match(line):
            depth = len(found["indent"]) // 4 + bool(found["fork"])
            path[depth:] = [found["name"]]
            above[found["name"]] = path[depth - 1] if depth else "Exception"
    return above


def _pass(name: str) -> None:
    """Rooms of the portal that cannot be looked into without settings are passed by."""
    assert name.startswith("sekisho.portal")


def _is_ours(kind: type[Exception]) -> bool:
    return kind.__module__.startswith("sekisho.") and not kind.__module__.startswith(
        "sekisho.portal"
    )


def _defined() -> dict[str, str]:
    """Imports the project and lists every error that is ours, wherever it is defined.

    But for the portal, which wants its settings first and draws a tree of its own.
    """
    for module in pkgutil.walk_packages(sekisho.__path__, "sekisho.", onerror=_pass):
        if not module.name.startswith("sekisho.portal"):
            importlib.import_module(module.name)
    pending: list[type[Exception]] = [SekishoError]
    found: dict[str, str] = {}
    while pending:
        kind = pending.pop()
        found[kind.__name__] = kind.__bases__[0].__name__
        pending += [sub for sub in kind.__subclasses__() if _is_ours(sub)]
    return found


def test_the_tree_drawn_at_the_head_of_the_module_is_the_tree_there_is():
    assert _drawn() == _defined()


def test_an_error_without_a_message_says_its_docstring():
    assert str(errors.TooLargeError()) == "The input passes a limit set for safety."
    assert errors.TooLargeError().message == message("error.TooLargeError")


def test_an_error_with_a_message_names_it_with_its_parameters():
    said = str(InputError(message("error.not_json", reason="line 3")))
    assert said == "error.not_json (reason=line 3)"


def test_one_error_and_many_defects_are_shown_by_the_same_code():
    where = Place(file="filing.yaml", line=3, column=5)
    alone = InputError(message("error.not_json"), place=where, hint=message("remedy.look"))
    assert alone.defects == (
        Defect(message=message("error.not_json"), place=where, remedy=message("remedy.look")),
    )


def test_all_defects_are_kept_in_the_order_of_the_document():
    found = tuple(
        Defect(message=message("error.not_valid", reason=str(n)), place=Place(line=n))
        for n in range(1, 31)
    )
    error = DefectsError(found)
    assert error.defects == found
    assert error.place == Place(line=1)


@pytest.mark.parametrize("kind", [errors.LibraryError, errors.PackError, errors.UsageError])
def test_every_error_is_caught_as_one_of_ours(kind: Any):
    with pytest.raises(SekishoError):
        raise kind
