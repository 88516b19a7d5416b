"""The mandatory tests of CSAF (section 6.1 of 2.0 and of the drafts of 2.1) that are evaluated."""

from __future__ import annotations
