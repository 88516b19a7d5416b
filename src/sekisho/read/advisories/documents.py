"""Where OSV records come from: a file of one, a list, lines, an archive, a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from sekisho.model.errors import InputError, Place
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.packed import plain_name, read_lines, read_members, read_whole

_MEMBER = ".json"


def open_documents(path: Path, defects: DefectLog) -> Iterator[tuple[Place, bytes]]:
    """Yields the bytes of each record below a path, with its place.

    Reads a folder of `.json`, an archive `.zip` of them, lines `.jsonl`, and `.json` that
    holds one object or a list of them; each may be packed as `.gz` or `.zst`.
    """
    if path.is_dir():
        for file in sorted(path.rglob("*" + _MEMBER)):
            yield Place(file=file.relative_to(path).as_posix()), read_whole(file)
    elif path.suffix == ".zip":
        for name, data in read_members(path, _MEMBER, defects):
            yield Place(file=f"{path.name}:{name}"), data
    elif plain_name(path.name).endswith((".jsonl", ".ndjson")):
        for number, data in read_lines(path, defects):
            yield Place(file=path.name, line=number), data
    else:
        yield from _from_json(path)


def _from_json(path: Path) -> Iterator[tuple[Place, bytes]]:
    data = read_whole(path)
    if not data.lstrip().startswith(b"["):
        yield Place(file=path.name), data
        return
    try:
        items = msgspec.json.decode(data, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            message("error.not_json", reason=str(error)), place=Place(file=path.name)
        ) from error
    for at, item in enumerate(items):
        yield Place(file=path.name, pointer=f"/{at}"), bytes(item)
