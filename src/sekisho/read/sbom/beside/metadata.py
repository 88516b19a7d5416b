"""What a CycloneDX document says of itself: who made it, with what, at which point."""

from __future__ import annotations

from typing import Any

from sekisho.read.sbom.deployable import contact_of
from sekisho.read.sbom.fields import stated


def authors_of(about: dict[str, Any]) -> tuple[str, ...]:
    """Gives the names of who made the document."""
    authors = about.get("authors")
    found = [name_of(author) for author in authors] if isinstance(authors, list) else []
    found += [name_of(about.get(key)) for key in ("manufacturer", "manufacture")]
    return tuple(dict.fromkeys(name for name in found if name))


def contacts_of(about: dict[str, Any]) -> tuple[str, ...]:
    """Gives the addresses of the authors and of the manufacturer of the document."""
    authors = about.get("authors")
    parties = [*(authors if isinstance(authors, list) else ()), about.get("manufacturer")]
    parties += [about.get("manufacture"), about.get("supplier")]
    found = (
        contact_of(party.get("email"), party.get("url"), party.get("contact"))
        for party in parties
        if isinstance(party, dict)
    )
    return tuple(dict.fromkeys(text for text in found if text))


def lifecycles_of(value: Any) -> tuple[str, ...]:
    """Gives the phases, or the names of phases of one's own."""
    phases = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    found = (text_of(item.get("phase")) or text_of(item.get("name")) for item in phases)
    return tuple(dict.fromkeys(word for word in found if word))


def tools_of(tools: Any) -> tuple[str, ...]:
    """Gives the tools: until 1.4 a list, since 1.5 an object with components and services."""
    if isinstance(tools, dict):
        lists = (tools.get("components"), tools.get("services"))
        tools = [tool for group in lists if isinstance(group, list) for tool in group]
    if not isinstance(tools, list):
        return ()
    found = []
    for tool in tools:
        if isinstance(tool, dict) and (name := name_of(tool)):
            version = text_of(tool.get("version"))
            found.append(f"{name} {version}".strip())
    return tuple(found)


def name_of(value: Any) -> str:
    """Gives the name of a person or organisation, else its address."""
    if not isinstance(value, dict):
        return ""
    return text_of(value.get("name")) or text_of(value.get("email"))


def text_of(value: Any) -> str:
    """Gives a text that says something, else an empty one."""
    return stated(value) if isinstance(value, str) else ""
