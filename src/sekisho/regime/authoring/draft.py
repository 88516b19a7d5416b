"""A draft: a copy of a pack to be changed, which says what it is a draft of."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sekisho.model.errors import InputError, PackError, UsageError
from sekisho.model.values.message import message
from sekisho.read.tree import decode_text, parse_yaml
from sekisho.regime.authoring.settings import Setting, apply_setting, file_of
from sekisho.regime.authoring.sources import Source, read_all_holidays
from sekisho.regime.tables.whole import Pack

_ENDINGS = frozenset({".yaml", ".csv", ".md"})
_HEAD = "pack.yaml"


def draft_files(pack: Pack, settings: Iterable[Setting]) -> dict[str, str]:
    """Gives every file of a draft of a pack by its path in the folder, with its text.

    Remarks and layout are kept; values are set at their line, one after the other. The draft
    says in `pack.yaml` what it is a draft of. Raises `UsageError` for a path that leads nowhere,
    `PackError` where the draft would be no pack any more.
    """
    texts = {
        path.relative_to(pack.folder).as_posix(): decode_text(path.read_bytes(), path.name)
        for path in sorted(pack.folder.rglob("*"))
        if path.is_file() and path.suffix in _ENDINGS
    }
    texts[_HEAD] = f"{texts[_HEAD].rstrip()}\n{_origin(pack)}"
    for setting in settings:
        file = file_of(setting)
        if file not in texts:
            raise UsageError(
                message("draft.no_file", file=file), hint=message("draft.no_file.remedy")
            )
        tree = parse_yaml(texts[file].encode(), file)
        texts[file] = apply_setting(texts[file], tree, setting)
    _refuse_wrong(pack, texts)
    return texts


def _origin(pack: Pack) -> str:
    return f"draft: {{of: {pack.head.id}, sha256: {pack.sha256}}}\n"


def _refuse_wrong(pack: Pack, texts: dict[str, str]) -> None:
    """A value that makes no pack is refused before anything is written."""
    try:
        trees = {
            name: parse_yaml(text.encode(), name)
            for name, text in texts.items()
            if name.endswith(".yaml") and "/" not in name
        }
    except InputError as error:
        raise PackError(error.message, place=error.place, hint=error.hint) from error
    Source(pack.folder, trees, read_all_holidays(pack.folder)).pack()


def write_draft(texts: dict[str, str], folder: Path) -> None:
    """Writes the files of a draft into a new folder; raises `FileExistsError` for one that is
    there, `OSError` where it cannot be written.
    """
    folder.mkdir(parents=True)
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
