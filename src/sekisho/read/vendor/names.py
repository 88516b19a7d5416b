"""Names of files as a vendor wrote them: in old encodings, with steps upwards, twice the same."""

from __future__ import annotations

import unicodedata
import zipfile
from email.header import decode_header, make_header
from pathlib import PurePosixPath

_LONGEST = 200
_UNICODE_PATH, _IS_UTF8 = 0x7075, 0x800
_ENCODINGS = ("utf-8", "cp932")
_CONTROL = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


class Names:
    """Gives every file a name of its own: the second `a.txt` of a folder is `a.txt~2`."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def own(self, name: str) -> str:
        """Gives the name, numbered where it was given before."""
        count = self._given[name] = self._given.get(name, 0) + 1
        if count == 1:
            return name
        return self.own(f"{name}~{count}")


def leaves_folder(name: str) -> bool:
    """Says whether a path is absolute, steps upwards, or names a drive."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or name[1:3] in {":\\", ":/"}


def plain(name: str, fallback: str) -> str:
    """Gives a relative path that can be shown: no step upwards, no sign that cannot be seen."""
    seen = "".join(
        "\ufffd" if unicodedata.category(char) in _CONTROL else char for char in name
    ).replace("\\", "/")
    parts = [part.strip() for part in seen.split("/")]
    kept = [part[-_LONGEST:] for part in parts if part not in {"", ".", ".."}]
    return "/".join(kept[-20:]) or fallback


def member_name(member: zipfile.ZipInfo) -> str:
    """Gives the name of a member of a zip as its maker meant it.

    A name that is not marked as UTF-8 is in the encoding of the maker's system, which nothing
    tells: Unicode in the extra field first, then UTF-8, then that of Windows in Japan.
    """
    if member.flag_bits & _IS_UTF8:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    if raw.isascii():
        return member.filename
    if found := _unicode_path(member.extra):
        return found
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return member.filename


def _unicode_path(extra: bytes) -> str:
    while len(extra) >= 4:
        kind, size = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return ""


def header_text(text: str) -> str:
    """Gives a text of a mail header with its encoded words read."""
    if "=?" in text:
        try:
            return str(make_header(decode_header(text)))
        except (ValueError, LookupError):
            return text
    return text


def raw_text(text: str) -> str:
    """Gives a header whose bytes above ASCII came as they were, in the encoding they seem to be."""
    if not any("\udc80" <= char <= "\udcff" for char in text):
        return text
    raw = text.encode("utf-8", "surrogateescape")
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")
