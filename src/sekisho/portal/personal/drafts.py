"""The personal values of a draft: sealed under a key of the draft's own, destroyed with it."""

from __future__ import annotations

import base64
import json
import secrets
from typing import Any

from sekisho.portal.personal import keys
from sekisho.portal.personal.forgetting import forget
from sekisho.portal.personal.models import DataKey

ABOUT = "draft"

Sealed = dict[str, str]
"""The name of the key, and the text that it opens."""


def seal(case_id: Any, personal: dict[str, Any]) -> Sealed | None:
    """Seals the personal values of a draft; once it has none, its key is destroyed."""
    held = DataKey.objects.filter(case_id=case_id, about=ABOUT).first()
    if not personal:
        if held is not None:
            forget([held.name])
        return None
    if held is None:
        name, key = secrets.token_hex(16), keys.new_key()
        wrapped = keys.wrap(key, f"document/{name}")
        DataKey.objects.create(name=name, wrapped=wrapped, case_id=case_id, about=ABOUT)
    else:
        name, key = held.name, keys.unwrap(bytes(held.wrapped), f"document/{held.name}")
    text = keys.seal_under(key, json.dumps(personal).encode(), f"draft/{name}")
    return {"key": name, "text": base64.urlsafe_b64encode(text).decode("ascii")}


def opened(sealed: Sealed | str) -> dict[str, Any]:
    """Opens the personal values of a draft; gives none where the key was destroyed."""
    if isinstance(sealed, str):
        # Sealed by a version that knew no keys of drafts: sealed anew when it is next saved.
        return dict(json.loads(keys.open_text(sealed, ABOUT)))
    held = DataKey.objects.filter(name=sealed["key"]).first()
    if held is None:
        return {}
    key = keys.unwrap(bytes(held.wrapped), f"document/{held.name}")
    text = base64.urlsafe_b64decode(sealed["text"])
    return dict(json.loads(keys.open_under(key, text, f"draft/{held.name}")))


def drop(case_id: Any) -> None:
    """Destroys the key of a draft that is thrown away."""
    forget(
        list(DataKey.objects.filter(case_id=case_id, about=ABOUT).values_list("name", flat=True))
    )
