"""SBOMs and advisories made for measuring: fictional packages, real shapes and sizes."""

from __future__ import annotations

import json
import random
from typing import Any

from sekisho.model.reference import Advisory, Affected, VersionRange

SEED = 20261123


def sbom(count: int) -> bytes:
    """A CycloneDX 1.6 document of about 0.8 KB a component, with three dependencies each."""
    draw = random.Random(SEED)  # noqa: S311  # the same document in every run, no secret
    components, dependencies = [], []
    for at in range(count):
        name, version = f"aoba-{at % (count // 2 + 1)}", _version(draw)
        components.append(_component(draw, at, name, version))
        needs = [f"ref-{draw.randrange(count)}" for _ in range(3)]
        dependencies.append({"ref": f"ref-{at}", "dependsOn": sorted(set(needs))})
    about = {
        "timestamp": "2026-11-01T00:00:00Z",
        "component": {"type": "application", "bom-ref": "product", "name": "product"},
    }
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
        "version": 1,
        "metadata": about,
        "components": components,
        "dependencies": dependencies,
    }
    return json.dumps(document).encode()


def _component(draw: random.Random, at: int, name: str, version: str) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": f"ref-{at}",
        "name": name,
        "version": version,
        "purl": f"pkg:npm/{name}@{version}",
        "supplier": {"name": f"Supplier {at % 40} (fictional)"},
        "licenses": [{"license": {"id": "MIT"}}],
        "hashes": [
            {"alg": "SHA-256", "content": f"{draw.getrandbits(256):064x}"},
            {"alg": "SHA-512", "content": f"{draw.getrandbits(512):0128x}"},
        ],
        "externalReferences": [{"type": "vcs", "url": f"https://example.com/{name}.git"}],
        "properties": [{"name": "example:layer", "value": str(at % 9)}],
    }


def advisories(count: int, reached: int, every: int = 1) -> list[tuple[str, Advisory]]:
    """Advisories over as many packages, one each.

    The first `reached` speak of every so-manieth package of the SBOMs, the rest of others.
    """
    draw = random.Random(SEED + 1)  # noqa: S311  # the same advisories in every run, no secret
    made = []
    for at in range(count):
        name = f"aoba-{at * every}" if at < reached else f"other-{at}"
        events = (("introduced", "0"), ("fixed", _version(draw)))
        span = VersionRange("SEMVER", events)  # type: ignore[arg-type]
        affected = (Affected("npm", name, (), (span,)),)
        made.append(
            ("made", Advisory(f"MADE-{at}", summary="Made for measuring", affected=affected))
        )
    return made


def _version(draw: random.Random) -> str:
    return f"{draw.randrange(9)}.{draw.randrange(30)}.{draw.randrange(30)}"
