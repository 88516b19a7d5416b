"""What a file is, told by how it begins; its name only decides between texts and between zips."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path, PurePosixPath

HEAD = 65_536
"""Bytes from the beginning that are looked at."""

_SBOM_MARKS = (
    b'"bomFormat"',
    b'"spdxVersion"',
    b"cyclonedx.org/schema/bom",
    b"SPDXVersion:",
    b"spdx.org/rdf/3.0",
)
_SPDX_YAML = re.compile(rb"^[\"']?spdxVersion[\"']?[ \t]*:", re.MULTILINE)
_SBOM_NAME = re.compile(
    r"(?:\.(?:cdx|cyclonedx|spdx)(?:\.(?:json|xml|ya?ml))?|(?:^|[-_. ])s?bom\.(?:json|xml))"
    r"(?:\.(?:gz|zst))?\Z",
    re.IGNORECASE,
)
_MAIL = re.compile(
    rb"\A(?:From |(?:Return-Path|Received|Delivered-To|X-[A-Za-z-]+|MIME-Version|Message-ID|Date|"
    rb"From|To|Subject|Content-Type)[ \t]*:)",
    re.IGNORECASE,
)
_BY_NAME = {
    "zip": {
        ".xlsx": "workbook",
        ".xlsm": "workbook",
        ".docx": "office",
        ".pptx": "office",
        ".odt": "office",
        ".jar": "java_archive",
        ".war": "java_archive",
        ".ear": "java_archive",
        ".apk": "android_app",
        ".whl": "python_package",
    },
    "ole": {".msg": "outlook", ".msi": "installer"},
}
_TEXTS = {".csv": "csv", ".tsv": "csv"}


def kind_of(head: bytes, name: str) -> str:
    """Gives the word for what a file is; `head` are its first `HEAD` bytes.

    An SBOM is told by its words, before anything is parsed; packed ones by their name alone.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if not head:
        return "empty"
    for kind, offset, sign in _signs():
        if head.startswith(sign, offset):
            if kind in {"gzip", "zstd"} and _SBOM_NAME.search(name):
                return "sbom"
            return _BY_NAME.get(kind, {}).get(suffix, kind)
    if _is_windows_program(head):
        return "windows_program"
    return _kind_of_text(head, name, suffix)


def _kind_of_text(head: bytes, name: str, suffix: str) -> str:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if suffix == ".eml" or (_MAIL.match(start) and b":" in start[:200] and suffix != ".txt"):
        return "mail"
    if any(mark in head for mark in _SBOM_MARKS) or _SPDX_YAML.search(head):
        return "sbom"
    if _SBOM_NAME.search(name):
        return "sbom"
    if suffix in _TEXTS:
        return _TEXTS[suffix]
    if suffix in {".hex", ".s19", ".srec", ".mot"} and start[:1] in {b":", b"S"}:
        return "flash_text"
    return "text" if b"\0" not in head else "data"


def _is_windows_program(head: bytes) -> bool:
    at = int.from_bytes(head[0x3C:0x40], "little")
    return head.startswith(b"MZ") and (head.startswith(b"PE\0\0", at) or at >= len(head))


@cache
def _signs() -> tuple[tuple[str, int, bytes], ...]:
    path = Path(__file__).with_name("kinds.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(
            (row["kind"], int(row["offset"]), bytes.fromhex(row["hex"]))
            for row in csv.DictReader(lines)
        )
