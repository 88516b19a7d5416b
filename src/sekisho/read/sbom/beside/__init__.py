"""What a CycloneDX document tells beside its components: services, and links to other documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sekisho.model.inventory import ServiceEntry
from sekisho.read.sbom.document import Document
from sekisho.read.sbom.fields import Log, stated

BOM_LINK = "urn:cdx:"
_DEEPEST = 50


def services_of(document: Document, log: Log) -> tuple[ServiceEntry, ...]:
    """Gives the services at any depth, in document order; one that is no object is noted."""
    plain = document.value("services")
    return tuple(_services(plain if isinstance(plain, list) else [], "/services", log, 0))


def _services(plain: list[Any], place: str, log: Log, depth: int) -> Iterator[ServiceEntry]:
    for at, service in enumerate(plain):
        here = f"{place}/{at}"
        if not isinstance(service, dict):
            log.note("sbom.not_an_object", here)
            continue
        provider = service.get("provider")
        below = service.get("services")
        yield ServiceEntry(
            name=_text(service.get("name")),
            version=_text(service.get("version")),
            group=_text(service.get("group")),
            provider=_text(provider.get("name")) if isinstance(provider, dict) else "",
            endpoints=tuple(_texts(service.get("endpoints"))),
            data=tuple(_flows(service.get("data"))),
            authenticated=_answer(service.get("authenticated")),
            crosses_trust=_answer(service.get("x-trust-boundary")),
            ref=_text(service.get("bom-ref")),
            place=here,
        )
        if isinstance(below, list) and depth < _DEEPEST:
            yield from _services(below, f"{here}/services", log, depth + 1)


def is_link(ref: str) -> bool:
    """Says whether a reference leads into another document."""
    return ref.startswith(BOM_LINK)


def built_with(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    """Gives the components a formula of the document was built with, and those within them."""
    plain = document.value("formulation")
    for at, formula in enumerate(plain if isinstance(plain, list) else ()):
        if isinstance(formula, dict):
            yield from _components(formula.get("components"), f"/formulation/{at}/components", 0)


def _components(plain: Any, place: str, depth: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for at, component in enumerate(plain if isinstance(plain, list) else ()):
        if isinstance(component, dict):
            below = component.get("components")
            alone = {key: value for key, value in component.items() if key != "components"}
            yield f"{place}/{at}", alone
            if depth < _DEEPEST:
                yield from _components(below, f"{place}/{at}/components", depth + 1)


def _flows(plain: Any) -> Iterator[tuple[str, str]]:
    """In XML the class is an element with the way as its attribute, and its text under `name`."""
    for flow in plain if isinstance(plain, list) else ():
        if isinstance(flow, dict):
            within = flow.get("classification")
            held = within if isinstance(within, dict) else flow
            said = within if isinstance(within, str) else held.get("name")
            yield _text(held.get("flow")), _text(said)


def _answer(value: Any) -> bool | None:
    words = {True: True, False: False, "true": True, "false": False, "1": True, "0": False}
    return words.get(value) if isinstance(value, bool | str) else None


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [stated(text) for text in values if isinstance(text, str) and stated(text)]


def _text(value: Any) -> str:
    return stated(value) if isinstance(value, str) else ""
