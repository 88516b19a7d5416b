"""A column for a filing that is still being written: its personal values lie in it sealed."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from sekisho.portal.personal import keys, parts

_SEALED = "_sealed"


class SealedFiling(models.JSONField):
    """A plain filing in JSON; what packs call personal is sealed on its way to the database."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Opens what was sealed."""
        stored = super().from_db_value(value, expression, connection)
        if not isinstance(stored, dict) or _SEALED not in stored:
            return stored
        sealed = stored.pop(_SEALED)
        return parts.join(stored, json.loads(keys.open_text(sealed, "draft")))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """Seals what is personal."""
        if isinstance(value, dict):
            public, personal = parts.split(value, parts.known_fields())
            if personal:
                sealed = keys.seal_text(json.dumps(personal), "draft")
                value = {**public, _SEALED: sealed}
        return super().get_db_prep_value(value, connection, prepared)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Is a column of JSON to the history of the tables."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
