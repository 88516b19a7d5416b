"""The kinds of difference there are, in the order in which they matter."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

from sekisho.model.inventory import Package

Kind = Literal[
    "repackaged",
    "downgraded",
    "supplier_changed",
    "maker_changed",
    "country_changed",
    "supplier_new",
    "country_new",
    "origin_changed",
    "registry_changed",
    "location_changed",
    "executable_new",
    "archive_new",
    "network_new",
    "crypto_new",
    "new",
    "gone",
    "renamed",
    "upgraded",
    "rebuilt",
    "version_changed",
    "build_changed",
    "licence_changed",
    "hash_lost",
]
"""`repackaged`: same version, other bytes. `version_changed`: the order is not known. `rebuilt`:
the same upstream version in a newer release of its distribution, or with other build metadata.
"""

KINDS: tuple[Kind, ...] = get_args(Kind)

Group = Literal["bytes", "back", "who", "whence", "runs", "set", "versions", "papers"]

GROUPS: dict[Group, tuple[Kind, ...]] = {
    "bytes": ("repackaged",),
    "back": ("downgraded",),
    "who": (
        "supplier_changed",
        "maker_changed",
        "country_changed",
        "supplier_new",
        "country_new",
    ),
    "whence": ("origin_changed", "registry_changed", "location_changed"),
    "runs": ("executable_new", "archive_new", "network_new", "crypto_new"),
    "set": ("new", "gone", "renamed"),
    "versions": ("upgraded", "rebuilt", "version_changed", "build_changed"),
    "papers": ("licence_changed", "hash_lost"),
}
"""Kinds by what they are about, what matters most first."""


class Change(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One difference; `before` is absent for something new, `after` for something gone.

    `old` and `new` are the two texts that differ: versions, digests, names, hosts, licences. `why`
    tells where a difference is known from: for `repackaged` the version, else a coded word
    (`stated`, `kind`, `filename`) or, for an edge, what the table says of the component
    (`nature.tls`).
    """

    kind: Kind
    before: Package | None = None
    after: Package | None = None
    old: str = ""
    new: str = ""
    why: str = ""

    @property
    def package(self) -> Package:
        """The package as it is now, else as it was."""
        return self.after or self.before or Package(name="")


class Drop(msgspec.Struct, frozen=True):
    """A field that fewer packages state than before: how many of how many, then and now."""

    element: str
    before: int
    of_before: int
    after: int
    of_after: int
