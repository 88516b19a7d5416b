"""An SBOM from its bytes: which format it is, and its inventory."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from sekisho.model.errors import Defect, InputError, Place
from sekisho.model.inventory import Inventory
from sekisho.model.values.message import message
from sekisho.read.limits import SBOM, Limits
from sekisho.read.sbom import cyclonedx, spdx, spdx3
from sekisho.read.sbom.document import Document, not_json
from sekisho.read.sbom.forms import open_any

_CYCLONEDX = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
_SPDX3 = re.compile(r"spdx\.org/rdf/3\.0")
_SPDX = ("SPDX-2.2", "SPDX-2.3")


def read_sbom(
    data: bytes, name: str, limits: Limits = SBOM
) -> tuple[Inventory, tuple[Defect, ...]]:
    """Reads an SBOM, and gives what is wrong with single records of it beside what could be read.

    `name` is shown as the place of an error. Raises `InputError` for a document that is no
    SBOM, of a format or version not read, not JSON, or with a key twice; `TooLargeError` when
    it passes a cap. Both decide before anything of the document is built in memory.
    """
    with _without_collector(data, name):
        document = open_any(data, name, limits)
        if document.text("bomFormat") and document.text("spdxVersion"):
            raise _refusal("error.sbom_both", name)
        if _is_cyclonedx(document):
            _expect(document, "CycloneDX", document.text("specVersion"), _CYCLONEDX)
            return cyclonedx.read(document)
        if version := document.text("spdxVersion"):
            _expect(document, "SPDX", version, _SPDX)
            return spdx.read(document)
        if document.has("@graph") and _SPDX3.search(document.context()):
            return spdx3.read(document)
    raise _refusal("error.sbom_unknown", name)


def _is_cyclonedx(document: Document) -> bool:
    if document.text("bomFormat") == "CycloneDX":
        return True
    return not document.has("bomFormat") and document.has("specVersion")


def _expect(document: Document, format: str, version: str, known: tuple[str, ...]) -> None:
    if version not in known:
        shown = version.removeprefix("SPDX-")[:20]
        raise InputError(
            message(
                "error.sbom_version",
                format=format,
                version=shown,
                known=tuple(word.removeprefix("SPDX-") for word in known),
            ),
            place=Place(file=document.name),
            hint=message("error.sbom_version.remedy"),
        )


def _refusal(id: str, name: str) -> InputError:
    return InputError(message(id), place=Place(file=name), hint=message(f"{id}.remedy"))


@contextmanager
def _without_collector(data: bytes, name: str) -> Iterator[None]:
    """Reading makes only trees: the collector would walk them over and over, and find nothing."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    except msgspec.DecodeError as error:
        # Every piece is decoded and checked before; this is the last net, not the way.
        raise not_json(data, Place(file=name)) from error
    finally:
        if enabled:
            gc.enable()
