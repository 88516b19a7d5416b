"""One version of a package under one name, however its package URL is spelled."""

from __future__ import annotations

from sekisho.match.packages import ecosystems
from sekisho.match.packages.purl import parse


def version_key(purl: str, version: str = "") -> str:
    """Names one version of a package, without qualifiers: `pypi//core@1.0`.

    `version` counts where the package URL states none. Empty for a text that is no package URL,
    or without any version.
    """
    parsed = parse(purl)
    version = (parsed.version or version) if parsed else ""
    if parsed is None or not version:
        return ""
    name = ecosystems.fold_name(ecosystems.LANGUAGES.get(parsed.type, ""), parsed.name)
    return f"{parsed.type}/{parsed.namespace.lower()}/{name}@{version}"
