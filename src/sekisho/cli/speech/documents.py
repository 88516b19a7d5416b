"""Documents on standard output, for other programs to read."""

from __future__ import annotations

import sys
from typing import Any


def print_json(document: Any) -> None:
    """Writes the canonical bytes of a document and a newline on standard output."""
    from sekisho.model.canonical import canonical_bytes

    sys.stdout.flush()
    sys.stdout.buffer.write(canonical_bytes(document) + b"\n")
    sys.stdout.buffer.flush()
