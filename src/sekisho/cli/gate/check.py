"""`sekisho gate check`: holds a delivery against a saved assessment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.spoken import SpokenCommand

if TYPE_CHECKING:
    from sekisho.model.assessment import Assessment
    from sekisho.report.gate.delivery import Delivered, GateCheck

EXIT_CODES = {"same": 0, "changed": 1, "cannot_tell": 3}
_FILE = click.Path(path_type=Path)


@click.command(name="check", cls=SpokenCommand, help="gate_check.command")
@click.argument("delivery", type=_FILE)
@click.option("--assessment", type=_FILE, required=True, help="gate_check.assessment")
@click.option("--sbom", type=_FILE, help="gate_check.sbom")
@click.option("--json", "as_json", is_flag=True, help="gate_check.json")
@lang_option
def check(
    *, delivery: Path, assessment: Path, sbom: Path | None, as_json: bool, lang: str | None
) -> int:
    """Says whether a delivery is what was vetted, by exit code too."""
    from sekisho.report.gate.delivery import compare_delivery

    language = chosen(lang)
    saved = _open(assessment)
    found = compare_delivery(_delivered(delivery, sbom), saved)
    if as_json:
        print_json(found)
    else:
        click.echo(_text(found, saved, delivery, language))
    return EXIT_CODES[found.verdict]


def _delivered(delivery: Path, sbom: Path | None) -> Delivered:
    """What lies there: any file by its digest, an SBOM by its packages too."""
    from sekisho.match.packages.package_set import package_set
    from sekisho.model.errors import InputError
    from sekisho.read.case import open_sbom_case
    from sekisho.read.files import hash_file
    from sekisho.read.limits import EVIDENCE
    from sekisho.report.gate.delivery import Delivered

    digest, _ = hash_file(delivery, EVIDENCE)
    if sbom is None:
        try:
            (item,) = open_sbom_case(delivery, None).evidence
        except InputError:
            return Delivered(sha256=digest)
    else:
        (item,) = open_sbom_case(sbom, None).evidence
    primary = item.inventory.primary if item.inventory else None
    hashes = (*primary.hashes, *primary.distribution_hashes) if primary else ()
    stated = {value for kind, value in hashes if kind == "sha256"}
    packages = package_set(item.inventory, "sbom") if item.inventory else None
    return Delivered(
        sha256=digest,
        sbom_sha256=item.observed_sha256 if sbom is not None else "",
        is_named=digest in stated if stated else None,
        packages=packages,
    )


def _open(path: Path) -> Assessment:
    """Reads a saved assessment, as it was printed with `--json`, at the gate or not."""
    import msgspec

    from sekisho.model.assessment import Assessment
    from sekisho.model.errors import InputError, Place
    from sekisho.model.schema import from_json
    from sekisho.model.values.message import message
    from sekisho.read.files import read_bytes
    from sekisho.read.limits import EVIDENCE
    from sekisho.report.gate.policy import Gated

    data = read_bytes(path, EVIDENCE)
    try:
        if b'"schema":"sekisho/gated/1"' in data:
            return from_json(data, Gated).assessment
        return from_json(data, Assessment)
    except (InputError, msgspec.ValidationError) as error:
        said = error.message if isinstance(error, InputError) else message("gate_check.no_file")
        raise InputError(
            said, place=Place(file=str(path)), hint=message("gate_check.no_file.remedy")
        ) from error


def _text(found: GateCheck, saved: Assessment, delivery: Path, lang: str) -> str:
    from sekisho.report.catalogue import say, say_id
    from sekisho.report.columns import wrap

    lines = [wrap(say_id(f"gate_check.{found.verdict}", lang, file=delivery.name))]
    lines += [wrap(say(each, lang), first="  - ", rest="    ") for each in found.said]
    graver = sum(f.state == "found" and f.severity != "info" for f in saved.findings)
    on = saved.on.isoformat()
    lines.append(wrap(say_id("gate_check.vetted", lang, on=on, n=graver), first="  "))
    lines.append(wrap(say_id("report.name", lang, digest=found.assessment_sha256), first="  "))
    if found.verdict != "same":
        lines.append(wrap(say_id(f"gate_check.{found.verdict}.remedy", lang), first="  → "))
    return "\n".join(lines)
