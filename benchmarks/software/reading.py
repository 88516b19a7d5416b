"""Measures the reading of SBOMs: `python -m benchmarks.software.reading [--sizes 1000,10000,100000]`.

Generated CycloneDX 1.6 and SPDX 2.3 in JSON, about 1 KB a component (package URL, two hashes, a
licence, a supplier, three dependencies). Processor seconds of one core, each in a process of its own
with its greatest memory; beside them `cyclonedx-python-lib` and `spdx-tools`, where they are
installed, on the same bytes in the same run. `--whole` vets the largest too, as a user would.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

MIB = 1024 * 1024
PEER_MOST = 10_000
"""Components up to which the libraries are asked: they take minutes beyond."""

_STEPS = {
    "read": """
from sekisho.read.sbom import read_sbom
read_sbom(b'{"bomFormat":"CycloneDX","specVersion":"1.6","version":1}', "warm")
begun = clock()
found = read_sbom(data, "bench")
""",
    "read, no verdict": """
from sekisho.read.sbom import cyclonedx, read_sbom, spdx
cyclonedx.faults_of = lambda *_: None
spdx.spdx2_faults = lambda *_: None
begun = clock()
found = read_sbom(data, "bench")
""",
    "cyclonedx-python-lib": """
import json
from cyclonedx.model.bom import Bom
begun = clock()
found = Bom.from_json(json.loads(data))
""",
    "spdx-tools": """
from spdx_tools.spdx.parser.parse_anything import parse_file
begun = clock()
found = parse_file(path)
""",
    "msgspec to dicts": """
import msgspec
begun = clock()
found = msgspec.json.decode(data)
""",
}
_AROUND = """
import sys, time
clock = time.process_time
path = sys.argv[1]
data = open(path, "rb").read()
{step}
taken = clock() - begun
held = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(taken, int(held.split()[1]) / 1024)
"""
_WHOLE = """
import os, sys
from sekisho.cli.main import run
run(["vet", "--sbom", sys.argv[1], "--library", sys.argv[2], "--on", "2026-12-01", "--json"])
taken = sum(os.times()[:4])
held = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(taken, int(held.split()[1]) / 1024, file=sys.stderr)
"""
"""With the child that reads large documents, and the start of Python."""


def component(number: int) -> dict[str, Any]:
    """A made-up component; what could repeat in real SBOMs repeats here too."""
    name, version = f"part-{number}", f"{number % 9}.{number % 31}.{number % 7}"
    text = f"{name}@{version}".encode()
    return {
        "type": "library",
        "bom-ref": f"pkg:pypi/{name}@{version}?n={number}",
        "supplier": {"name": f"Supplier {number % 200} (fictional)"},
        "group": "",
        "name": name,
        "version": version,
        "description": "A made-up part that stands for a real one. " * 3,
        "hashes": [
            {"alg": "SHA-256", "content": hashlib.sha256(text).hexdigest()},
            {"alg": "SHA-1", "content": hashlib.sha1(text, usedforsecurity=False).hexdigest()},
        ],
        "licenses": [{"license": {"id": ("MIT", "Apache-2.0", "BSD-3-Clause")[number % 3]}}],
        "purl": f"pkg:pypi/{name}@{version}",
        "externalReferences": [{"type": "website", "url": f"https://{name}.example/"}],
    }


def cyclonedx(size: int) -> bytes:
    """A CycloneDX document of so many components."""
    parts = [component(number) for number in range(size)]
    refs = [part["bom-ref"] for part in parts]
    edges = [
        {"ref": ref, "dependsOn": sorted({refs[(at * k + k) % size] for k in (2, 3, 5)} - {ref})}
        for at, ref in enumerate(refs)
    ]
    return json.dumps(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "serialNumber": "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79",
            "version": 1,
            "metadata": {
                "timestamp": "2026-12-01T00:00:00Z",
                "component": {"type": "application", "name": "bench", "version": "1"},
            },
            "components": parts,
            "dependencies": edges,
        }
    ).encode()


def spdx(size: int) -> bytes:
    """The same parts as an SPDX document."""
    packages, relations = [], []
    for number in range(size):
        part = component(number)
        hashes = {hash["alg"].replace("-", ""): hash["content"] for hash in part["hashes"]}
        packages.append(
            {
                "SPDXID": f"SPDXRef-{number}",
                "name": part["name"],
                "versionInfo": part["version"],
                "supplier": f"Organization: {part['supplier']['name']}",
                "downloadLocation": "NOASSERTION",
                "filesAnalyzed": False,
                "description": part["description"],
                "copyrightText": "NOASSERTION",
                "licenseConcluded": "NOASSERTION",
                "licenseDeclared": part["licenses"][0]["license"]["id"],
                "checksums": [
                    {"algorithm": kind, "checksumValue": text} for kind, text in hashes.items()
                ],
                "externalRefs": [
                    {
                        "referenceCategory": "PACKAGE-MANAGER",
                        "referenceType": "purl",
                        "referenceLocator": part["purl"],
                    }
                ],
            }
        )
        relations += [
            {
                "spdxElementId": f"SPDXRef-{number}",
                "relationshipType": "DEPENDS_ON",
                "relatedSpdxElement": f"SPDXRef-{(number * k + k) % size}",
            }
            for k in (2, 3, 5)
        ]
    return json.dumps(
        {
            "spdxVersion": "SPDX-2.3",
            "SPDXID": "SPDXRef-DOCUMENT",
            "dataLicense": "CC0-1.0",
            "name": "bench",
            "documentNamespace": "https://bench.example/1",
            "creationInfo": {"created": "2026-12-01T00:00:00Z", "creators": ["Tool: bench"]},
            "packages": packages,
            "relationships": relations,
        }
    ).encode()


def measured(step: str, path: Path, rounds: int = 1) -> tuple[float, float]:
    """Processor seconds and greatest memory in MiB of one step, the best of some rounds."""
    best = (float("inf"), 0.0)
    for _ in range(rounds):
        code = _AROUND.format(step=_STEPS[step])
        ended = subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False
        )
        if ended.returncode:
            return float("nan"), float("nan")
        seconds, memory = (float(word) for word in ended.stdout.split()[-2:])
        best = min(best, (seconds, memory))
    return best


def print_whole(path: Path, library: Path) -> None:
    """Vets one document as a whole process and prints what that took."""
    ended = subprocess.run(
        [sys.executable, "-c", _WHOLE, str(path), str(library)],
        capture_output=True,
        text=True,
        check=False,
    )
    seconds, memory = (float(word) for word in ended.stderr.split()[-2:])
    size = path.stat().st_size / MIB
    print(f"whole vet of {path.name} ({size:.0f} MiB): {seconds:.2f} s, {memory:.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--whole", action="store_true")
    asked = parser.parse_args()
    sizes = [int(size) for size in asked.sizes.split(",")]
    print("| document | components | MiB | step | s | components/s | memory MiB | MiB per MiB |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, make, peer, module in (
            ("CycloneDX", cyclonedx, "cyclonedx-python-lib", "cyclonedx"),
            ("SPDX", spdx, "spdx-tools", "spdx_tools"),
        ):
            for size in sizes:
                path = Path(folder) / f"{name}-{size}.json"
                path.write_bytes(make(size))
                steps = ["read", "read, no verdict", "msgspec to dicts"]
                if find_spec(module) and size <= PEER_MOST:
                    steps.append(peer)
                mib = path.stat().st_size / MIB
                for step in steps:
                    seconds, memory = measured(step, path, 1 if step == peer else asked.rounds)
                    each = memory / mib
                    print(
                        f"| {name} | {size:,} | {mib:.1f} | {step} | {seconds:.3f} "
                        f"| {size / seconds:,.0f} | {memory:.0f} | {each:.1f} |",
                        flush=True,
                    )
                if asked.whole and size == max(sizes):
                    print_whole(path, Path("examples/library"))


if __name__ == "__main__":
    main()
