"""Two inventories of one product that differ in known ways: every difference is planted.

Everything is made from a seed; the names mean nothing.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from msgspec.structs import replace

from sekisho.match.packages.difference import Kind
from sekisho.model.inventory import Inventory, Package

PRIMARY = Package(name="Planted", version="1", kind="application", ref="root")


@dataclass
class Planted:
    """The two inventories and, by kind, the references of what was changed."""

    before: Inventory
    after: Inventory
    answers: dict[Kind, set[str]] = field(default_factory=dict)
    unchanged: int = 0


_Pair = tuple[Package | None, Package | None]
_KINDS = ("pypi", "npm", "maven", "cargo", "golang", "nuget")


class Maker:
    """Makes packages with names of their own, from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  # no secret
        self._count = 0

    def package(self, type: str = "", version: str = "", **fields: object) -> Package:
        """Makes a package that no other resembles."""
        self._count += 1
        type = type or self.random.choice(_KINDS)
        group = {"maven": f"jp.planted{self._count % 97}", "golang": "go.planted.example"}
        name = f"part{self._count:05}"
        version = version or self.version()
        path = f"{group[type]}/{name}" if type in group else name
        known: dict[str, object] = {
            "group": group.get(type, ""),
            "purl": f"pkg:{type}/{path}@{version}",
            "supplier": f"Firm {self._count % 40}",
            "licences": ("MIT",),
            "hashes": (("sha256", self.digest()),),
            "ref": f"ref{self._count}",
        }
        return Package(name=name, version=version, **(known | fields))  # type: ignore[arg-type]

    def version(self) -> str:
        """Makes a version that any ecosystem can place."""
        return ".".join(str(self.random.randrange(1, 30)) for _ in range(3))

    def digest(self) -> str:
        """Makes a SHA-256."""
        return f"{self.random.getrandbits(256):064x}"


def at_version(package: Package, version: str, digest: str) -> Package:
    """Gives the package at another version, so with other bytes."""
    purl = package.purl.replace(f"@{package.version}", f"@{version}")
    return replace(package, version=version, purl=purl, hashes=(("sha256", digest),))


def _up(version: str, by: int) -> str:
    major, minor, patch = map(int, version.split("."))
    return f"{major}.{minor + by}.{patch}" if minor + by >= 0 else f"{major - 1}.{minor}.{patch}"


def _plants(make: Maker) -> dict[Kind, tuple[int, Callable[[Package], _Pair]]]:
    """How many of each kind are planted, and how one is made from a package."""
    swap = make.random
    return {
        "repackaged": (113, lambda p: (p, replace(p, hashes=(("sha256", make.digest()),)))),
        "upgraded": (
            1500,
            lambda p: (p, at_version(p, _up(p.version, swap.randrange(1, 9)), make.digest())),
        ),
        "downgraded": (47, lambda p: (p, at_version(p, _up(p.version, -1), make.digest()))),
        "supplier_changed": (90, lambda p: (p, replace(p, supplier="Taken Over"))),
        "maker_changed": (
            20,
            lambda p: (replace(p, maker="Old Works"), replace(p, maker="New Works")),
        ),
        "country_changed": (10, lambda p: (replace(p, country="JP"), replace(p, country="BV"))),
        "licence_changed": (60, lambda p: (p, replace(p, licences=("GPL-3.0-only",)))),
        "hash_lost": (30, lambda p: (p, replace(p, hashes=()))),
        "registry_changed": (
            8,
            lambda p: (p, replace(p, purl=f"{p.purl}?repository_url=https://mirror.example/x")),
        ),
        "location_changed": (
            12,
            lambda p: (
                replace(p, distribution="https://a.example/x.tgz"),
                replace(p, distribution="git+https://b.example/x"),
            ),
        ),
        "renamed": (
            45,
            lambda p: (p, replace(make.package("pypi"), hashes=p.hashes, supplier=p.supplier)),
        ),
        "new": (255, lambda p: (None, replace(p, supplier="Firm 1"))),
        "gone": (500, lambda p: (p, None)),
    }


def _others(make: Maker) -> Iterator[tuple[Kind, Package | None, Package]]:
    """Kinds that need packages of a certain type, or go along with something new."""
    for at in range(15):
        old = make.package("npm")
        yield "origin_changed", old, replace(old, purl=old.purl.replace("npm/", "npm/%40taken/"))
        deb = make.package("deb", f"1.{at}.0-1")
        yield "rebuilt", deb, at_version(deb, f"{deb.version}+deb12u1", make.digest())
        rpm = make.package("rpm", f"2.{at}.0-4")
        built = replace(rpm, purl=f"{rpm.purl}?arch=x86_64")
        yield "build_changed", built, replace(built, purl=f"{rpm.purl}?arch=aarch64")
        yield "supplier_new", None, make.package("pypi", supplier=f"Newcomer {at}")
        yield "executable_new", None, make.package("generic", executable=True, supplier="Firm 1")
        yield "archive_new", None, make.package("generic", kind="archive", supplier="Firm 1")


def planted(before: int = 10_000, after: int = 9_800, seed: int = 20261126) -> Planted:
    """Makes two inventories of that many distinct packages; some are listed twice.

    An entry of `answers` is the `ref` of the package as it was, or as it is where it is new.
    """
    make = Maker(seed)
    old: list[Package] = []
    new: list[Package] = []
    answers: dict[Kind, set[str]] = {}

    def plant(kind: Kind, left: Package | None, right: Package | None) -> None:
        old.extend([left] if left else [])
        new.extend([right] if right else [])
        known = left or right
        assert known is not None
        answers.setdefault(kind, set()).add(known.ref)
        if left is None and kind != "new":
            answers.setdefault("new", set()).add(known.ref)

    for kind, (count, change) in _plants(make).items():
        for _ in range(count):
            plant(kind, *change(make.package()))
    for kind, left, right in _others(make):
        plant(kind, left, right)
    edges = _edges(make, old, new, answers)
    assert before - len(old) == after - len(new), (len(old), len(new))
    stays = [make.package() for _ in range(before - len(old))]
    old += [*stays, *stays[:50]]
    new += [*(replace(p, ref=f"n{p.ref}") for p in stays), *stays[:20]]
    make.random.shuffle(old)
    make.random.shuffle(new)
    made = [
        Inventory(
            format="CycloneDX",
            spec_version="1.6",
            tools=("planter 1",),
            primary=PRIMARY,
            packages=tuple(packages),
            edges=tuple(links),
        )
        for packages, links in zip((old, new), edges, strict=True)
    ]
    return Planted(made[0], made[1], answers, len(stays) + _UNCHANGED_ENDS)


_UNCHANGED_ENDS = 4
_Edges = list[tuple[str, tuple[str, ...]]]


def _edges(
    make: Maker, old: list[Package], new: list[Package], answers: dict[Kind, set[str]]
) -> tuple[_Edges, _Edges]:
    """Two packages that were there begin to depend on one that ciphers and one that connects."""
    kept = [
        Package(name=name, version="1.0", purl=f"pkg:pypi/{name}@1.0", ref=f"{name}-old")
        for name in ("cryptography", "requests")
    ]
    users = [make.package("pypi") for _ in range(2)]
    for package in (*kept, *users):
        old.append(package)
        new.append(replace(package, ref=f"{package.ref}-new"))
    answers["crypto_new"] = {f"{kept[0].ref}-new"}
    answers["network_new"] = {f"{kept[1].ref}-new"}
    left: _Edges = [("root", tuple(user.ref for user in users)), (users[0].ref, (kept[1].ref,))]
    right: _Edges = [
        ("root", tuple(f"{user.ref}-new" for user in users)),
        (f"{users[0].ref}-new", (f"{kept[1].ref}-new", f"{kept[0].ref}-new")),
        (f"{users[1].ref}-new", (f"{kept[1].ref}-new",)),
    ]
    return left, right
