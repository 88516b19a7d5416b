"""The workflow of the examples: what it calls exists, and its exceptions are read."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import yaml

from sekisho.cli.main import command as root
from sekisho.read.beside.exceptions import read_exceptions

FOLDER = Path(__file__).parents[3] / "examples" / "ci"


def calls() -> list[list[str]]:
    plain = yaml.safe_load((FOLDER / "vet-sbom.yml").read_text(encoding="utf-8"))
    steps = plain["jobs"]["vet"]["steps"]
    lines = [step["run"].split(">")[0] for step in steps if "sekisho " in step.get("run", "")]
    return [shlex.split(line)[1:] for line in lines if line.startswith("sekisho ")]


def test_every_option_of_the_workflow_is_one_of_its_command():
    assert len(calls()) == 2
    for words in calls():
        with click.Context(root) as context:
            command: click.Command = root
            while isinstance(command, click.Group):
                found = command.get_command(context, words.pop(0))
                assert found is not None
                command = found
            known = {name for param in command.params for name in param.opts}
        assert {word for word in words if word.startswith("--")} <= known


def test_the_workflow_names_no_registry_and_writes_only_what_it_must():
    text = (FOLDER / "vet-sbom.yml").read_text(encoding="utf-8")
    assert not re.search(r"https?://", text)
    assert yaml.safe_load(text)["permissions"] == {"contents": "read", "security-events": "write"}


def test_the_exceptions_are_fictional_and_read():
    found = read_exceptions(FOLDER / "exceptions.yaml")
    assert found.fictional
    assert [each.id for each in found.exceptions] == [
        "broker-proxy",
        "alarms-built-by-the-supplier",
        "geo-supplier",
    ]
