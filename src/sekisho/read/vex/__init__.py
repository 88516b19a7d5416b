"""VEX documents: OpenVEX, CSAF and CycloneDX, told apart by what stands in them."""

from __future__ import annotations

from sekisho.read.vex.reader import read_vex

__all__ = ["read_vex"]
