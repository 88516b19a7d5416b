"""What a list of cases may be asked by, read off the filing of each."""

from __future__ import annotations

from django.db import models

from sekisho.portal.cases.models import CaseFile


class CaseSector(models.Model):
    """The sector of a case in the words of its rule pack."""

    case = models.OneToOneField(
        CaseFile, on_delete=models.CASCADE, primary_key=True, related_name="in_sector"
    )
    sector = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return self.sector
