"""A column for a filing that is still being written: its personal values lie in it sealed."""

from __future__ import annotations

from typing import Any

from django.db import models

from sekisho.portal.personal import drafts, parts

_SEALED = "_sealed"


class SealedFiling(models.JSONField):
    """A plain filing in JSON; what packs call personal is sealed on its way to the database.

    The row that has it names its case (`case_id`): the key is one of that case. What no column
    of text can hold (NUL, half of a surrogate pair) is kept as U+FFFD.
    """

    def pre_save(self, model_instance: Any, add: bool) -> Any:  # noqa: FBT001 (Django's signature)
        """Seals what is personal, under the key of the draft."""
        value = super().pre_save(model_instance, add)
        if not isinstance(value, dict):
            return value
        public, personal = parts.split(storable(value), parts.known_fields())
        sealed = drafts.seal(model_instance.case_id, personal)
        return {**public, _SEALED: sealed} if sealed else public

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002 (Django's signature)
        """Lets nothing pass that is personal and not sealed; raises `ValueError`."""
        if isinstance(value, dict) and parts.split(value, parts.known_fields())[1]:
            raise ValueError("a draft is saved whole, so that what is personal is sealed")
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Opens what was sealed; where its key was destroyed, the values are gone."""
        stored = super().from_db_value(value, expression, connection)
        if not isinstance(stored, dict) or _SEALED not in stored:
            return stored
        sealed = stored.pop(_SEALED)
        return parts.join(stored, drafts.opened(sealed))

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Is a column of JSON to the history of the tables."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs


def storable(value: Any) -> Any:
    """Gives a tree in which every text can be kept by every database."""
    if isinstance(value, dict):
        return {storable(name): storable(below) for name, below in value.items()}
    if isinstance(value, list | tuple):
        return [storable(below) for below in value]
    if isinstance(value, str):
        return (
            value.replace("\0", "�").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        )
    return value
