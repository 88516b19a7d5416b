"""The order of PEP 440, with the older versions it does not describe below all others."""

from __future__ import annotations

import re

from sekisho.match.versions.number import number

_FORM = re.compile(
    r"v?(?:(?P<epoch>[0-9]+)!)?(?P<release>[0-9]+(?:\.[0-9]+)*)"
    r"(?:[-_.]?(?P<pre>alpha|a|beta|b|preview|pre|c|rc)[-_.]?(?P<pre_n>[0-9]+)?)?"
    r"(?:-(?P<post_bare>[0-9]+)|[-_.]?(?P<post>post|rev|r)[-_.]?(?P<post_n>[0-9]+)?)?"
    r"(?:[-_.]?(?P<dev>dev)[-_.]?(?P<dev_n>[0-9]+)?)?"
    r"(?:\+(?P<local>[a-z0-9]+(?:[-_.][a-z0-9]+)*))?\Z"
)
_PRE = {"a": b"\x01", "alpha": b"\x01", "b": b"\x02", "beta": b"\x02"}
_OLD_PARTS = re.compile(r"([0-9]+|[a-z]+|\.|-)")
_OLD_WORDS = {"pre": "c", "preview": "c", "-": "final-", "rc": "c", "dev": "@"}


def pypi_key(version: str) -> bytes:
    """Gives the place of a version in the order of PEP 440.

    A version that PEP 440 does not describe but begins with a number is placed as setuptools
    once did; raises `ValueError` for anything else.
    """
    version = version.lower()
    found = _FORM.match(version)
    if found is None:
        return _old_key(version)
    field = found.groupdict()
    release = field["release"].split(".")
    while len(release) > 1 and not release[-1].strip("0"):
        release.pop()
    parts = [b"\x01", number(field["epoch"] or "")]
    parts += [b"\x02" + number(part) for part in release]
    parts += [b"\x01", *_suffixes(field)]
    if field["local"]:
        parts.append(b"\x02")
        for part in re.split(r"[-_.]", field["local"]):
            text = b"\x02" + part.encode() + b"\0"
            parts.append(b"\x03" + number(part) if part.isdigit() else text)
    parts.append(b"\x01")
    return b"".join(parts)


def _suffixes(field: dict[str, str | None]) -> tuple[bytes, bytes, bytes]:
    post = field["post_bare"]
    if post is None and field["post"]:
        post = field["post_n"] or "0"
    dev = (field["dev_n"] or "0") if field["dev"] else None
    if field["pre"]:
        pre = b"\x02" + _PRE.get(field["pre"], b"\x03") + number(field["pre_n"] or "")
    elif post is None and dev is not None:
        pre = b"\x01"
    else:
        pre = b"\x03"
    return (
        pre,
        b"\x01" if post is None else b"\x02" + number(post),
        b"\x03" if dev is None else b"\x02" + number(dev),
    )


def _old_key(version: str) -> bytes:
    if not re.match(r"v?[0-9]", version):
        raise ValueError(version)
    parts: list[str] = []
    for piece in [*_OLD_PARTS.split(version), None]:
        if piece is None:
            part = "*final"
        else:
            part = _OLD_WORDS.get(piece, piece)
            if not part or part == ".":
                continue
            part = part.zfill(8) if part[0].isdigit() else "*" + part
        if part.startswith("*"):
            if part < "*final":
                while parts and parts[-1] == "*final-":
                    parts.pop()
            while parts and parts[-1] == "00000000":
                parts.pop()
        parts.append(part)
    return b"\0" + b"".join(part.encode() + b"\0" for part in parts)
