from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from sekisho.check.look import Answer, Look
from sekisho.check.reconcile import look_to_reconcile
from sekisho.library.build import build_library
from sekisho.library.contents import Contents
from sekisho.library.snapshot import Library, library_in_memory, open_library
from sekisho.model.case import Case
from sekisho.model.errors import InputError
from sekisho.model.evidence import DeliveredFile, EvidenceItem
from sekisho.model.inventory import ListedFile
from sekisho.model.reference import PackageHash
from sekisho.read.beside.delivery import read_delivery
from sekisho.read.sbom import read_sbom
from sekisho.regime.loader import load_regime
from sekisho.vet import vet
from tests.samples.software import TODAY, feed, library, look, package, sbom

CORE = hashlib.sha256(b"core").hexdigest()
CORE_512 = hashlib.sha512(b"core").hexdigest()


def file(path: str, data: bytes) -> DeliveredFile:
    return DeliveredFile(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        sha512=hashlib.sha512(data).hexdigest(),
        size=len(data),
    )


def answer(
    *items: EvidenceItem, files: tuple[DeliveredFile, ...] = (), held: Library | None = None
):
    known = look(held or library(), *items)
    case = replace(known.case, delivered=files)
    return look_to_reconcile(
        Look(case=case, regime=known.regime, library=known.library, on=known.on)
    )


def told(found: Answer) -> list[tuple[str, str, str]]:
    return [(each.rule, each.state, each.severity) for each in found.findings]


@pytest.mark.parametrize("hashes", [("sha256", CORE), ("sha512", CORE_512)])
def test_a_file_whose_hash_the_sbom_states_is_accounted_for_by_its_bytes(hashes: tuple[str, str]):
    found = answer(sbom(package("core", hashes=(hashes,))), files=(file("a/core.bin", b"core"),))

    assert (told(found), found.basis, found.looked_at) == ([], "observed", 1)


def test_a_file_no_hash_names_is_unexplained():
    found = answer(
        sbom(package("core", hashes=(("sha256", CORE),))),
        files=(file("core.bin", b"core"), file("more.bin", b"more")),
    )

    (finding,) = found.findings
    assert (finding.rule, finding.severity, finding.basis) == (
        "reconcile.unexplained",
        "medium",
        "observed",
    )
    assert finding.message.params == {"n": 1, "of": 2}
    assert finding.details[0].params["names"] == ("more.bin",)


def test_a_weak_digest_accounts_for_nothing():
    weak = hashlib.md5(b"core", usedforsecurity=False).hexdigest()

    found = answer(sbom(package("core", hashes=(("md5", weak),))), files=(file("core", b"core"),))

    assert told(found) == [("reconcile.unexplained", "found", "medium")]


def test_a_file_the_sbom_names_with_other_bytes_is_critical():
    part = package("core", hashes=(("sha256", CORE),), filename="core.bin")

    found = answer(sbom(part), files=(file("lib/core.bin", b"other"),))

    assert told(found) == [
        ("reconcile.other_bytes", "found", "critical"),
        ("reconcile.not_delivered", "found", "info"),
    ]
    assert found.findings[0].details[0].params["stated"] == CORE


def test_what_could_not_be_hashed_is_not_checked_and_nothing_is_observed_for_it():
    found = answer(
        sbom(package("core", hashes=(("sha256", CORE),))),
        files=(file("core", b"core"), DeliveredFile(path="link")),
    )

    assert told(found) == [("reconcile.unread", "not_checked", "low")]
    assert found.basis == "declared"


def test_the_sbom_itself_may_lie_in_the_delivery():
    item = replace(sbom(package("core")), observed_sha256=CORE)

    assert told(answer(item, files=(file("sbom.json", b"core"),))) == []


def test_files_an_sbom_lists_beside_its_packages_count():
    item = sbom(package("core"))
    assert item.inventory is not None
    listed = (ListedFile("./etc/core.conf", (("sha256", CORE),)),)
    item = replace(item, inventory=replace(item.inventory, files=listed))

    assert told(answer(item, files=(file("etc/core.conf", b"core"),))) == []


def test_without_a_delivery_or_published_hashes_nothing_was_reconciled():
    found = answer(sbom(package("core", hashes=(("sha256", CORE),))))

    assert found.reason is not None
    assert (found.reason.id, found.basis) == ("reconcile.nothing_delivered", "declared")


def published(*rows: PackageHash) -> Library:
    return library_in_memory(Contents(readings=[feed("npm", "package_hashes", rows)]))


def row(digest: str, purl: str = "pkg:npm/core@1.0.0") -> PackageHash:
    return PackageHash(feed="npm", purl=purl, algorithm="sha256", digest=digest)


def test_a_hash_that_is_none_of_those_the_registry_publishes_is_found_with_its_source():
    held = published(row("a" * 64), row("b" * 64))

    found = answer(sbom(package("core", hashes=(("sha256", CORE),))), held=held)

    finding, unseen = found.findings
    assert unseen.message.id == "reconcile.nothing_delivered"
    assert (finding.rule, finding.severity, finding.basis) == (
        "reconcile.registry",
        "high",
        "declared",
    )
    assert finding.sources[0].feed == "npm"
    assert [detail.params["digest"] for detail in finding.details] == [CORE, "a" * 64, "b" * 64]
    assert found.consulted == {"hash:npm//core@1.0.0"}


def test_one_of_several_published_files_is_enough_and_stays_declared():
    held = published(row("a" * 64), row(CORE))

    found = answer(sbom(package("core", hashes=(("sha256", CORE),))), held=held)

    assert told(found) == [("reconcile.not_checked", "not_checked", "low")]
    assert (found.looked_at, found.basis, found.reason) == (1, "declared", None)


def test_a_package_of_another_version_is_not_held_to_it():
    held = published(row("a" * 64, "pkg:npm/core@2.0.0"))

    found = answer(sbom(package("core", hashes=(("sha256", CORE),))), held=held)

    assert (told(found), found.looked_at) == ([], 0)


def test_a_full_reconciliation_turns_no_other_answer_into_an_observed_one():
    item = sbom(package("core", hashes=(("sha256", CORE),)))
    case = Case(evidence=(item,), delivered=(file("core", b"core"),))

    assessment = vet(case, load_regime("baseline", TODAY), library(), TODAY)

    bases = {run.check: run.basis for run in assessment.checks}
    assert bases["reconcile"] == "observed"
    declared = ("known_flaws", "malicious", "quality", "difference")
    assert {bases[check] for check in declared} == {"declared"}
    assert assessment.inputs.delivered_sha256


def test_a_feed_of_hashes_is_built_opened_and_its_bad_lines_told(tmp_path: Path):
    source = tmp_path / "feeds"
    source.mkdir()
    (source / "npm.feed.yaml").write_text(
        "schema: sekisho/feed/1\nid: npm\nkind: package_hashes\ntitle: N\npublisher: P\n"
        "published_on: 2026-11-01\nfiles: [npm.jsonl]\n",
        encoding="utf-8",
    )
    good = f'{{"purl": "pkg:npm/%40a/Core@1.0.0", "algorithm": "SHA-256", "digest": "{"A" * 64}"}}'
    bad = ['{"purl": "pkg:npm/core", "algorithm": "sha256", "digest": "aa"}', "no json", ""]
    bad.append(f'{{"purl": "pkg:npm/core@1", "algorithm": "md5", "digest": "{"a" * 32}"}}')
    (source / "npm.jsonl").write_text("\n".join([good, *bad]), encoding="utf-8")

    built = build_library(source, tmp_path / "library", date(2026, 11, 2))

    (described,) = [each for each in built.manifest.feeds if each.id == "npm"]
    assert (described.count, described.defects) == (1, 3)
    held = open_library(tmp_path / "library")
    assert [r.digest for r in held.published_hashes("npm/@a/core@1.0.0")] == ["a" * 64]
    assert held.published_hashes("npm/@a/core@2.0.0") == ()


def test_a_library_without_such_a_feed_publishes_none():
    assert library().published_hashes("npm//core@1.0.0") == ()


def test_a_delivery_is_hashed_by_path_and_links_are_not_followed(tmp_path: Path):
    outside = tmp_path / "secret"
    outside.write_bytes(b"secret")
    folder = tmp_path / "delivery"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "core").write_bytes(b"core")
    (folder / "a").symlink_to(outside)
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe")

    found = read_delivery(folder)

    assert [(each.path, each.sha256) for each in found] == [
        ("a", ""),
        ("b/core", CORE),
        ("pipe", ""),
        ("round", ""),
    ]
    assert (found[1].sha512, found[1].size) == (CORE_512, 4)


def test_a_delivery_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(InputError):
        read_delivery(tmp_path / "none")


SPDX = f"""SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: d
FileName: ./bin/core
SPDXID: SPDXRef-File
FileChecksum: SHA256: {CORE}
PackageName: core
SPDXID: SPDXRef-Core
PackageFileName: core.tgz
PackageDownloadLocation: https://a.example/core.tgz
"""


def test_an_spdx_document_tells_its_files_and_where_packages_come_from():
    inventory, _ = read_sbom(SPDX.encode(), "x.spdx")

    assert inventory.files == (ListedFile("./bin/core", (("sha256", CORE),)),)
    (core,) = inventory.packages
    assert (core.filename, core.distribution) == ("core.tgz", "https://a.example/core.tgz")


CYCLONEDX = b"""{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [{
"type": "library", "name": "core", "version": "1",
"supplier": {"name": "Aoba", "address": {"country": "Japan"}},
"properties": [{"name": "bsi:component:executable", "value": "executable"},
 {"name": "bsi:component:archive", "value": "no archive"},
 {"name": "bsi:component:filename", "value": "core.exe"}, {"name": 1}],
"externalReferences": [{"type": "website", "url": "https://w.example"},
 {"type": "distribution", "url": "https://d.example/core.exe"}]}]}"""


def test_a_cyclonedx_document_tells_what_a_file_is_and_where_its_supplier_sits():
    inventory, _ = read_sbom(CYCLONEDX, "x.json")

    (core,) = inventory.packages
    assert (core.executable, core.archive, core.filename) == (True, False, "core.exe")
    assert (core.distribution, core.country) == ("https://d.example/core.exe", "JP")
