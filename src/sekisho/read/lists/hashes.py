"""Digests a registry publishes for the files of its packages: JSON lines, one file of one package.

```json
{"purl": "pkg:pypi/core@1.0", "algorithm": "sha256", "digest": "9f86...", "file": "core-1.0.whl"}
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from sekisho.model.errors import Defect, Place
from sekisho.model.reference import PackageHash
from sekisho.model.values.message import message
from sekisho.read.defects import DefectLog
from sekisho.read.packed import read_lines

_LENGTHS = {"sha256": 64, "sha384": 96, "sha512": 128}
_HEXADECIMAL = re.compile(r"[0-9a-f]+\Z")
_PURL = re.compile(r"pkg:/*[A-Za-z.+-][A-Za-z0-9.+-]*/.*[^/]@[^@]+\Z")


class _Line(msgspec.Struct):
    purl: str
    algorithm: str
    digest: str
    file: str = ""


def read_hashes(path: Path, feed: str, defects: DefectLog) -> Iterator[PackageHash]:
    """Reads every line; one that names no version of a package or no digest becomes a defect."""
    decode = msgspec.json.Decoder(_Line).decode
    for number, line in read_lines(path, defects):
        if not line.strip():
            continue
        try:
            row = decode(line)
            yield checked_hash(
                PackageHash(
                    feed=feed,
                    purl=row.purl,
                    algorithm=row.algorithm,
                    digest=row.digest,
                    file=row.file,
                )
            )
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            defects.add(
                Defect(
                    message=message("feed.bad_record", reason=str(error)),
                    place=Place(file=path.name, line=number),
                )
            )


def checked_hash(record: PackageHash) -> PackageHash:
    """Gives the record with its algorithm and digest as they are compared.

    Raises `msgspec.ValidationError` for a package URL without a version, an algorithm by which
    nobody can be held to bytes any more, or a digest of another length.
    """
    algorithm, digest = record.algorithm.lower().replace("-", ""), record.digest.strip().lower()
    if not _PURL.match(record.purl.partition("?")[0]):
        raise msgspec.ValidationError("no package URL with a version")
    if len(digest) != _LENGTHS.get(algorithm) or not _HEXADECIMAL.match(digest):
        raise msgspec.ValidationError("no sha256, sha384 or sha512 in hexadecimal digits")
    return msgspec.structs.replace(record, algorithm=algorithm, digest=digest)
