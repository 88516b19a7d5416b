"""The tree of refusals is the one drawn at the head of the module."""

from __future__ import annotations

import re

from sekisho.portal import refusals


def test_every_refusal_that_is_drawn_is_there_and_none_is_missing():
    drawn = set(re.findall(r"\b\w+Error\b", refusals.__doc__ or "")) - {"SekishoError"}
    kinds = {refusals.RefusedError, *refusals.RefusedError.__subclasses__()}
    assert drawn == {kind.__name__ for kind in kinds}
