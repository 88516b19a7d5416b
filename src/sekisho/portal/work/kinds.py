"""What each kind of work does: the only list of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sekisho.portal.cases import vetting
from sekisho.portal.cases.door import TOKYO
from sekisho.portal.cases.models import CaseFile


def vet_case(key: str, args: dict[str, Any], at: datetime) -> None:
    """Vets a case for one side; once accepted, the authority's vetting is the official one."""
    case = CaseFile.objects.select_for_update().get(id=UUID(key))
    vetting.vet_for(case, None, args.get("side", "authority"), at.astimezone(TOKYO).date())
    case.save()


KINDS: Mapping[str, Callable[[str, dict[str, Any], datetime], None]] = MappingProxyType(
    {"vet": vet_case}
)
