"""The data of the benchmark besides the lists: labelled pairs, Japanese firms, unlisted names."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.names.lists.files import json_lines
from benchmarks.names.records import Kind, same_key, script_of

_CONGRESS = "yente-positives_us_congress_untreated.csv"
_EDINET = "EdinetcodeDlInfo-2025-12-24.csv.gz"
_CODE, _TYPE, _NAME, _ENGLISH, _NUMBER = 0, 1, 6, 7, 12
_COLUMNS = 13
_FORMS = re.compile(
    "株式会社|有限会社|合同会社|合資会社|合名会社|有限責任組合|投資法人|一般財団法人|公益財団法人"
    "|一般社団法人|相互会社|[(（]株[)）]|㈱"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled pair of names of the public bench."""

    left: str
    right: str
    kind: Kind
    same: bool
    group: str


@dataclass(frozen=True, slots=True)
class Firm:
    """A party of the EDINET code list; `english` may be empty. The column of kana is never read."""

    code: str
    kind: Kind
    japanese: str
    english: str
    number: str

    @property
    def core(self) -> str:
        """What the Japanese name is written in without its legal form."""
        return script_of(_FORMS.sub(" ", self.japanese), "ja")


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A name of somebody real; `owner` tells names of one party, `source` where it comes from."""

    text: str
    kind: Kind
    source: str
    owner: str
    language: str = ""
    number: str = ""

    @property
    def script(self) -> str:
        """The script of its core."""
        return script_of(_FORMS.sub(" ", self.text), self.language)


def name_bench(data: Path) -> list[Pair]:
    """Reads the labelled pairs of nomenklatura's bench (the shared part)."""
    text = (data / "names" / "nomenklatura-name_bench-cases.csv").read_text(encoding="utf-8")
    return [
        Pair(
            row["name1"],
            row["name2"],
            "person" if row["schema"] == "Person" else "company",
            row["is_match"] == "true",
            row["case_group"],
        )
        for row in csv.DictReader(io.StringIO(text))
    ]


def edinet(data: Path) -> list[Firm]:
    """Reads the parties that file with EDINET; line 1 states the count of the whole list."""
    text = gzip.decompress((data / "names" / _EDINET).read_bytes()).decode("cp932")
    rows = [row for row in csv.reader(io.StringIO(text)) if len(row) == _COLUMNS]
    return [
        Firm(
            row[_CODE],
            "person" if "個人" in row[_TYPE] else "other" if "政府" in row[_TYPE] else "company",
            " ".join(row[_NAME].split()),
            " ".join(row[_ENGLISH].split()),
            row[_NUMBER],
        )
        for row in rows
        if row[_CODE].startswith("E")
    ]


def unlisted(data: Path) -> list[Unlisted]:
    """Reads names of real parties who stand on no list as far as their sources tell, once each."""
    kept: dict[str, Unlisted] = {}
    for name in _unlisted(data):
        if same_key(name.text):
            kept.setdefault(same_key(name.text), name)
    return [kept[key] for key in sorted(kept)]


def _unlisted(data: Path) -> Iterator[Unlisted]:
    for firm in edinet(data):
        if firm.kind != "other":
            owner = f"edinet/{firm.code}"
            yield Unlisted(firm.japanese, firm.kind, "EDINET, Japanese", owner, "ja", firm.number)
            if firm.english:
                yield Unlisted(firm.english, firm.kind, "EDINET, English", owner, "", firm.number)
    yield from _chinese(data / "names")
    yield from _donors(data / "names")
    text = (data / "names" / _CONGRESS).read_text(encoding="utf-8")
    for person in csv.DictReader(io.StringIO(text)):
        name = person["full_name"]
        yield Unlisted(name, "person", "US Congress", f"congress/{name}")
    for vendor in sorted(_vendors(data)):
        yield Unlisted(vendor, "company", "vendors", f"vendor/{vendor}")


def _chinese(names: Path) -> Iterator[Unlisted]:
    text = (names / "cn-company-similarity_pairs.csv").read_text(encoding="utf-8-sig")
    for row in list(csv.reader(io.StringIO(text)))[1:]:
        for name in row[:2]:
            yield Unlisted(name.strip(), "company", "Chinese pairs", f"cn/{name.strip()}", "zh")


def _donors(names: Path) -> Iterator[Unlisted]:
    for line in (names / "nomenklatura-donations.ijson").read_text(encoding="utf-8").splitlines():
        entity = json.loads(line)
        if entity["schema"] in {"Company", "Organization"}:
            for name in entity["properties"].get("name", ()):
                yield Unlisted(name, "company", "German donations", f"de/{entity['id']}")


def _vendors(data: Path) -> set[str]:
    """Vendors of products that advisories speak of: suppliers as they are really named."""
    folder = data / "exploitation"
    found: set[str] = set()
    for known in sorted(folder.glob("known_exploited_vulnerabilities-*.json.gz")):
        rows = json.loads(gzip.decompress(known.read_bytes()))["vulnerabilities"]
        found.update(row["vendorProject"].strip() for row in rows)
    for document in json_lines(data / "csaf-vex" / "csaf-cisa-ot-it.jsonl.zst"):
        found.update(_branches(document.get("product_tree", {}).get("branches", ())))
    for document in json_lines(data / "advisories" / "cve5-vulnrichment.jsonl.zst"):
        for affected in document.get("containers", {}).get("cna", {}).get("affected", ()):
            vendor = (affected.get("vendor") or "").strip()
            # What is not written like a name is an account: `kjd`, `matrix-org`.
            if (vendor[:1].isupper() and vendor[1:].replace(" ", "").isalpha()) or " " in vendor:
                found.add(vendor)
    return {vendor for vendor in found if len(vendor) < 80 and vendor.lower() not in _NOBODY}


_NOBODY = frozenset({"multiple vendors", "n/a", "unspecified", "various", "multiple", "unknown"})


def _branches(branches: Any) -> Iterator[str]:
    for branch in branches:
        if branch.get("category") == "vendor":
            yield branch["name"].strip()
        yield from _branches(branch.get("branches", ()))
