"""VEX: what others state about flaws, laid beside what is found, and told where it stands alone."""

from __future__ import annotations
