"""`sekisho demo`: vets the five fictional examples, then opens the portal with fictional people."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from sekisho.cli.speech.language import chosen, lang_option
from sekisho.cli.speech.spoken import SpokenCommand
from sekisho.cli.vet import Request, vet_request
from sekisho.model.errors import UsageError
from sekisho.model.values.message import message

if TYPE_CHECKING:
    from sekisho.model.assessment import Assessment

EXAMPLES = (
    "grid-control-update",
    "water-cameras",
    "airport-drones",
    "bank-core-outsourcing",
    "quick-patch",
)
_REASONS = 4


@click.command(cls=SpokenCommand, help="cli.demo")
@click.option("--once", is_flag=True, help="cli.demo.once")
@click.option(
    "--examples", type=click.Path(path_type=Path), metavar="FOLDER", help="cli.demo.examples"
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, help="cli.serve.port")
@lang_option
def command(*, once: bool, examples: Path | None, port: int, lang: str | None) -> int:
    """Vets every example; what they find is the point, so the exit code is 0."""
    from sekisho.report.catalogue import say_id
    from sekisho.report.columns import wrap

    language = chosen(lang)
    folder = find_examples(examples)
    click.echo(wrap(say_id("cli.demo.opening", language)))
    for name in EXAMPLES:
        vetted = vet_request(Request(filing=folder / name))
        click.echo("\n" + summary(name, vetted.assessment, language))
    closing = "cli.demo.closing.once" if once else "cli.demo.closing"
    click.echo("\n" + say_id(closing, language, folder=str(folder)))
    return 0 if once else _open_portal(folder, port, language)


def _open_portal(examples: Path, port: int, lang: str) -> int:
    """Opens the portal with fictional accounts; forgets all at the end unless told where to."""
    from sekisho.report.catalogue import say_id

    click.echo("\n" + say_id("cli.demo.opens", lang), err=True)
    with ExitStack() as stack:
        if not os.environ.get("SEKISHO_DATA"):
            folder = stack.enter_context(TemporaryDirectory(prefix="sekisho-demo-"))
            os.environ["SEKISHO_DATA"] = folder
        os.environ |= {
            "SEKISHO_MODE": "demo",
            "SEKISHO_HTTPS": "false",
            "SEKISHO_LIBRARY": str((examples / "library").absolute()),
        }
        from sekisho.cli.portal.serve import At, open_portal

        return open_portal(At(port=port, examples=examples), lang)


def find_examples(given: Path | None) -> Path:
    """Finds the folder of examples: the one given, here, or beside the source.

    Raises `UsageError` when there is none.
    """
    beside_source = Path(__file__).parents[3] / "examples"
    for folder in (given,) if given else (Path("examples"), beside_source):
        if all((folder / name).is_dir() for name in EXAMPLES):
            return folder
    raise UsageError(message("cli.demo.none"), hint=message("cli.demo.none.remedy"))


def summary(name: str, assessment: Assessment, lang: str) -> str:
    """Says in a few lines where an example goes and why."""
    from sekisho.report.catalogue import say
    from sekisho.report.columns import wrap
    from sekisho.report.outline import duties_in_order, found_groups
    from sekisho.report.phrases import count_line, duty_text

    lines = [name, "-" * len(name), wrap(say(assessment.route.message, lang))]
    lines.append(wrap(count_line(assessment, lang), first="  "))
    lines += [wrap(say(reason, lang), first="  - ") for reason in assessment.route.reasons]
    needed = [duty for duty in duties_in_order(assessment) if duty.need == "needed"]
    lines += [wrap(duty_text(duty, lang), first="  - ") for duty in needed]
    found = [finding for group in found_groups(assessment) for finding in group.findings]
    lines += [wrap(say(finding.message, lang), first="  * ") for finding in found[:_REASONS]]
    return "\n".join(lines)
