"""SBOMs: CycloneDX JSON 1.2 to 1.7 and SPDX JSON 2.2 and 2.3, one module a format."""

from __future__ import annotations

from sekisho.read.sbom.reader import read_sbom

__all__ = ["read_sbom"]
