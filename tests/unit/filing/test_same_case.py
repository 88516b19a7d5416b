"""The form in which a filing is handed in leaves no trace in what follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

import sekisho
from sekisho.cli.filing.forms import workbook
from sekisho.model.canonical import sha256_of
from sekisho.model.evidence import Evidence
from sekisho.model.filing import Filing
from sekisho.model.party import Location, Party
from sekisho.read.case import open_filing
from sekisho.read.filing import read_filing
from sekisho.read.filing.write import write_json, write_yaml

EXAMPLES = Path(sekisho.__file__).parents[2] / "examples"


@pytest.mark.parametrize(
    "path", sorted(EXAMPLES.glob("*/filing.yaml")), ids=lambda path: path.parent.name
)
def test_an_example_has_one_digest_in_every_form(path: Path):
    filing = open_filing(path).filing
    assert filing is not None
    forms = {
        "a.yaml": write_yaml(filing).encode(),
        "a.json": write_json(filing).encode(),
        "a.xlsx": workbook(filing),
    }
    for name, data in forms.items():
        assert read_filing(data, name) == filing
        assert sha256_of(read_filing(data, name)) == sha256_of(filing)


def test_a_default_that_is_stated_does_not_change_the_digest():
    said = b"company".decode()  # equal to the default, and not the same object
    marked = b"parties".decode()
    stated = Filing(
        parties=(Party(id="a", status=said, address=Location()),),
        evidence=(Evidence(id="e", marking=marked),),
    )
    unstated = Filing(parties=(Party(id="a"),), evidence=(Evidence(id="e"),))
    assert stated == unstated
    assert sha256_of(stated) == sha256_of(unstated)
