"""VEX documents: OpenVEX, CSAF and CycloneDX, told apart by what stands in them (`reader`)."""

from __future__ import annotations
