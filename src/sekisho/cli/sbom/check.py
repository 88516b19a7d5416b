"""`sekisho sbom check`: does an SBOM say what the profiles ask of it, and how is each gap mended?"""

from __future__ import annotations

from pathlib import Path

import click

from sekisho.cli.speech.documents import print_json
from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.show_errors import print_defects
from sekisho.cli.speech.spoken import SpokenCommand

EXIT_CODES = {"pass": 0, "found": 1, "unanswered": 3}


@click.command(name="check", cls=SpokenCommand, help="sbom_check.command")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--profile", "asked", multiple=True, metavar="ID", help="sbom_check.profile")
@click.option("--json", "as_json", is_flag=True, help="sbom_check.json")
@lang_option
def check(*, file: Path, asked: tuple[str, ...], as_json: bool, lang: str | None) -> int:
    """Holds an SBOM against profiles and gives the exit code its gaps ask for."""
    from sekisho.check.quality.report import check_sbom
    from sekisho.read.case import open_sbom_case
    from sekisho.regime.profiles import find_profile, list_profiles

    language = chosen(lang)
    profiles = [find_profile(id) for id in dict.fromkeys(asked or list_profiles())]
    (item,) = open_sbom_case(file, None).evidence
    print_defects(item.defects, language)
    assert item.inventory is not None  # noqa: S101  # opening raises for an SBOM that is none
    found = check_sbom(
        item.inventory,
        profiles,
        file=file.name,
        sha256=item.observed_sha256,
        defects=len(item.defects),
    )
    if as_json:
        print_json(found)
    else:
        from sekisho.cli.sbom.shown import text

        click.echo(text(found, profiles, language))
    return EXIT_CODES[found.outcome()]
